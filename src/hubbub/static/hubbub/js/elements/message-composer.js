// @ts-check
/** Where one writes: a draft per room, completion of names, the limit, and why writing is not possible. */
import { completed, suggestions, tokenAt } from "../completion.js";
import { write } from "../dom.js";
import { BODY_BYTES, BODY_LIMIT, bytes, characters, fits } from "../wire.js";
import { say } from "../words.js";
import { oneLine } from "./message-item.js";
import { Options } from "./options.js";
import { Part } from "./part.js";

const NEAR_LIMIT = 500;
const TYPING_EVERY = 3000;
const WHATS = new Set(["view", "room", "link", "gone"]);

export class MessageComposer extends Part {
  #room = "";
  #typed = 0;
  /** @type {import("../wire.js").Message | null} */
  #replyTo = null;
  /** @type {import("../completion.js").Token | null} */
  #token = null;

  connected() {
    this.text = /** @type {HTMLTextAreaElement} */ (this.find("textarea"));
    this.options = new Options(this.find(".completions"), this.text, (choice) => this.#complete(choice), this.signal);
    this.follow((changes) => changes.some((change) => WHATS.has(change.what)) && this.#viewed());
    this.follow((changes) => changes.some((change) => change.what === "roster") && this.#token && this.#suggest());
    this.on("submit", (event) => (event.preventDefault(), this.#send()));
    this.on("input", () => this.#input(), this.text);
    this.on("keydown", (event) => this.#pressed(event), this.text);
    this.on("blur", () => this.#leave(), this.text);
    this.on("click", (event) => this.#clicked(event));
  }

  #viewed() {
    const room = this.store.current;
    const reason = this.#reason();
    this.find(".compose").hidden = reason !== "";
    write(this, ".read-only", reason).hidden = reason === "";
    if (!room || room.name === this.#room) return;
    this.#room = room.name;
    this.reply(null);
    this.#put(this.app.drafts?.get(room.name) ?? "");
    this.text?.setAttribute("placeholder", say("write_to", { room: room.kind === "direct" ? room.title : `#${room.title}` }));
    this.#takeFocus();
  }

  /** Ready to write, but not over a dialog, not over the message that a link leads to, and no keyboard pops up. */
  #takeFocus() {
    const busy = this.store.view.number || document.querySelector("dialog[open]");
    if (!busy && matchMedia("(pointer: fine)").matches) this.text?.focus({ preventScroll: true });
  }

  #reason() {
    if (this.store.link.reason === "signed-out") return say("signed_out");
    return this.store.current?.archived ? say("read_only_archived") : "";
  }

  /** @param {import("../wire.js").Message | null} message */
  reply(message) {
    this.#replyTo = message;
    this.find(".replying").hidden = !message;
    if (!message) return;
    write(this, ".replying-to", `${message.author.name}: ${oneLine(message.body)}`);
    this.text?.focus();
  }

  /** Take in a character, or forget the reply; what Esc does here. @returns {boolean} whether there was something to leave */
  escape() {
    const busy = this.options?.open || this.#replyTo !== null;
    if (this.options?.open) this.options.hide();
    else this.reply(null);
    return Boolean(busy);
  }

  /** @param {string} text */
  insert(text) {
    const field = /** @type {HTMLTextAreaElement} */ (this.text);
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    this.#input();
  }

  #leave() {
    this.#token = null;
    this.options?.hide();
  }

  /** @param {string} text */
  #put(text) {
    const field = /** @type {HTMLTextAreaElement} */ (this.text);
    field.value = text;
    this.#token = null;
    this.#measure();
    this.options?.hide();
  }

  #input() {
    const { value } = /** @type {HTMLTextAreaElement} */ (this.text);
    this.app.drafts?.set(this.#room, value);
    this.#measure();
    this.#suggest();
    this.#tellTyping(value);
  }

  /** @param {string} value */
  #tellTyping(value) {
    if (!value.trim() || Date.now() - this.#typed < TYPING_EVERY) return;
    this.#typed = Date.now();
    this.announce("tell-typing", { room: this.#room });
  }

  #measure() {
    const field = /** @type {HTMLTextAreaElement} */ (this.text);
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    }
    const left = room(field.value);
    write(this, ".limit", limit(left)).classList.toggle("over", left < 0);
    const go = /** @type {HTMLButtonElement} */ (this.find(".go"));
    go.disabled = !field.value.trim() || left < 0;
  }

  #suggest() {
    const field = /** @type {HTMLTextAreaElement} */ (this.text);
    this.#token = tokenAt(field.value, field.selectionStart);
    if (this.#token?.mark === "@") this.announce("need-roster", { room: this.#room });
    const found = this.#token ? suggestions(this.#token, this.#known()) : [];
    this.options?.show(found.map((one) => ({ ...one, look: one.kind, value: one.insert })));
  }

  #known() {
    const people = this.store.current?.roster ?? [...this.store.people.values()];
    const rooms = [...this.store.rooms.values()].filter((room) => room.kind === "public");
    return { people: people.filter((person) => person.id !== this.store.me?.id), rooms };
  }

  /** @param {import("./options.js").Choice} choice */
  #complete(choice) {
    const field = /** @type {HTMLTextAreaElement} */ (this.text);
    if (!this.#token) return;
    const { text, caret } = completed(field.value, field.selectionStart, this.#token, choice.value);
    field.value = text;
    field.setSelectionRange(caret, caret);
    this.#input();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing) return;
    if (this.options?.pressed(event)) return;
    if (event.key === "Escape" && this.escape()) return event.preventDefault();
    if (event.key === "ArrowUp" && !this.text?.value && !event.altKey) return this.#editLast(event);
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#send();
  }

  /** @param {KeyboardEvent} event */
  #editLast(event) {
    event.preventDefault();
    this.announce("edit-last");
  }

  #send() {
    const body = this.text?.value ?? "";
    if (!body.trim() || !fits(body)) return;
    this.announce("send-message", { room: this.#room, body, reply_to: this.#replyTo?.number ?? null });
    this.app.drafts?.set(this.#room, "");
    this.#typed = 0;
    this.reply(null);
    this.#put("");
    this.text?.focus();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-does]");
    if (button?.getAttribute("data-does") === "cancel-reply") this.reply(null);
    if (button?.getAttribute("data-does") === "emoji")
      this.announce("pick-emoji", { anchor: button, chosen: (/** @type {string} */ emoji) => this.insert(emoji) });
  }
}

/** How many characters are left; the bytes may run out first. @param {string} value */
const room = (value) => Math.min(BODY_LIMIT - characters(value), Math.floor((BODY_BYTES - bytes(value)) / 4));

/** @param {number} left */
function limit(left) {
  if (left >= NEAR_LIMIT) return "";
  return left < 0 ? say("too_long", { count: -left }) : say("left_over", { count: left });
}
