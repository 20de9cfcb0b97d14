// @ts-check
/** Changing one's own message where it stands: Enter saves, Esc leaves it as it was. */
import { answered, place } from "../acts.js";
import { copy, find } from "../dom.js";
import { need } from "../later.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../elements/message-item.js").MessageItem} MessageItem
 */

/** @param {App} app @param {MessageItem} item */
export function edit(app, item) {
  if (!item.message || item.querySelector(".editor")) return;
  const form = /** @type {HTMLFormElement} */ (copy("row-editor"));
  const text = /** @type {HTMLTextAreaElement} */ (find(form, "textarea"));
  const close = () => finish(item, form);
  text.value = item.message.body;
  form.addEventListener("submit", (event) => (event.preventDefault(), submit(app, item, form, text.value)));
  form.addEventListener("click", (event) => /** @type {Element} */ (event.target).closest("[data-does=cancel]") && close());
  text.addEventListener("keydown", (event) => pressed(event, form, close));
  find(item, ".text").after(form);
  item.classList.add("editing");
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}

/** @param {KeyboardEvent} event @param {HTMLFormElement} form @param {() => void} close */
function pressed(event, form, close) {
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === "Escape") close();
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  form.requestSubmit();
}

/** @param {App} app @param {MessageItem} item @param {HTMLFormElement} form @param {string} body */
async function submit(app, item, form, body) {
  if (body === item.message?.body) return finish(item, form);
  const objection = answered(app, item, await save(app, item, body));
  find(form, ".error").textContent = objection;
  if (objection) find(form, "textarea").focus();
  else finish(item, form);
}

/** A text that calls many people is sent again when the person has confirmed it. @param {App} app @param {MessageItem} item @param {string} body */
async function save(app, item, body) {
  const answer = await app.api.patch(place(item), { body });
  const people = Number(answer.error?.fields?.calls);
  const confirmed = people && (await (await need(app, "marks"))?.askToCall(app, people));
  return confirmed ? app.api.patch(place(item), { body, confirmed }) : answer;
}

/** @param {MessageItem} item @param {HTMLFormElement} form */
function finish(item, form) {
  form.remove();
  item.classList.remove("editing");
  item.dispatchEvent(new CustomEvent("edited", { bubbles: true }));
}
