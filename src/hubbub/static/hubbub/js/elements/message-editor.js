// @ts-check
/** Changing one's own message where it stands: Enter saves, Esc leaves it as it was. */
import { copy, find } from "../dom.js";
import { fits } from "../wire.js";

/**
 * @param {import("./message-item.js").MessageItem} item
 * @param {(body: string) => Promise<string>} save the server's objection, "" when it is saved
 */
export function editMessage(item, save) {
  if (!item.message || item.querySelector(".editor")) return;
  const form = /** @type {HTMLFormElement} */ (copy("row-editor"));
  const text = /** @type {HTMLTextAreaElement} */ (find(form, "textarea"));
  const close = () => finish(item, form);
  text.value = item.message.body;
  form.addEventListener("submit", (event) => (event.preventDefault(), submit(item, form, text.value, save)));
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

/**
 * @param {import("./message-item.js").MessageItem} item
 * @param {HTMLFormElement} form
 * @param {string} body
 * @param {(body: string) => Promise<string>} save
 */
async function submit(item, form, body, save) {
  if (body === item.message?.body) return finish(item, form);
  if (!body.trim() || !fits(body)) return find(form, "textarea").focus();
  const objection = await save(body);
  find(form, ".error").textContent = objection;
  if (!objection) finish(item, form);
}

/** @param {import("./message-item.js").MessageItem} item @param {HTMLFormElement} form */
function finish(item, form) {
  form.remove();
  item.classList.remove("editing");
  item.dispatchEvent(new CustomEvent("edited", { bubbles: true }));
}
