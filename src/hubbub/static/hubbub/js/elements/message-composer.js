// @ts-check
/**
 * Where one writes: a draft for each place, completion of names, the limit, and why writing is not possible. It writes into
 * the room in view, until it is aimed at a thread. What else goes along with the text, or holds it back, is an extra.
 *
 * @typedef {object} Extra
 * @property {() => object} [fields] what it adds to the post
 * @property {() => boolean} [fills] whether that can be sent without a text
 * @property {() => string} [holds] why nothing can be sent now, "" when nothing is in the way
 * @property {() => string} [blocks] the same for a moment, said only to who tries to send all the same
 * @property {() => void} [sent] it has been sent: begin anew
 * @property {() => void} [moved] it writes into another place now
 */
import { completed, suggestions, tokenAt } from "../completion.js";
import { write } from "../dom.js";
import { obstacle } from "../obstacles.js";
import { slowly } from "../slow.js";
import { BODY_BYTES, BODY_LIMIT, bytes, characters, fits } from "../wire.js";
import { say } from "../words.js";
import { gist } from "./message-item.js";
import { Options } from "./options.js";
import { Part } from "./part.js";

const NEAR_LIMIT = 500;
const TYPING_EVERY = 3000;

export class MessageComposer extends Part {
  /** @type {{room: string, thread: number} | null} */
  #aim = null;
  #place = "";
  #typed = 0;
  /** @type {import("../types.js").Message | null} */
  #replyTo = null;
  /** @type {import("../completion.js").Token | null} */
  #token = null;
  /** @type {Set<Extra>} */
  #extras = new Set();
  #objection = "";

  connected() {
    this.text = /** @type {HTMLTextAreaElement} */ (this.find("textarea"));
    this.options = new Options(this.find(".completions"), this.text, (choice) => this.#complete(choice), this.signal);
    this.when(["view", "room", "link", "gone"], () => this.#viewed());
    this.when(["roster"], () => this.#token && this.#suggest());
    this.on("submit", (event) => (event.preventDefault(), this.#send()));
    this.on("input", () => this.#input(), this.text);
    this.on("keydown", (event) => this.#pressed(event), this.text);
    this.on("blur", () => this.#leave(), this.text);
    this.on("click", (event) => this.#clicked(event));
    this.extend(slowly(this));
    this.on("change", (event) => this.#chosen(event.target), this.find("input.files"));
  }

  /** Write into a thread from now on. @param {string} room @param {number} thread the number of its first message */
  aim(room, thread) {
    this.#aim = { room, thread };
    this.#viewed();
  }

  /** @param {Extra} extra */
  extend(extra) {
    this.#extras.add(extra);
    this.refresh();
  }

  /** Where it writes; null while there is no such room. */
  get room() {
    return this.#aim ? (this.store.rooms.get(this.#aim.room) ?? null) : this.store.current;
  }

  get thread() {
    return this.#aim?.thread ?? null;
  }

  /** By which its draft is kept. */
  get place() {
    return this.#place;
  }

  #viewed() {
    const { room, thread } = this;
    const reason = obstacle(room, this.store);
    this.find(".compose").hidden = reason !== "";
    write(this, ".read-only", reason).hidden = reason === "";
    const place = thread === null ? (room?.name ?? "") : `${room?.name}/${thread}`;
    if (!room || place === this.#place) return;
    this.#place = place;
    this.reply(null);
    this.#all((extra) => extra.moved?.());
    this.#put(this.app.drafts?.get(place) ?? "");
    if (this.app.drafts?.get(`${place} files`) && (thread !== null || this.closest(".room"))) this.announce("attach-files", { composer: this, files: [] });
    this.text?.setAttribute("placeholder", thread === null ? say("write_to", { room: room.kind === "direct" ? room.title : `#${room.title}` }) : say("write_in_thread"));
    if (thread === null) this.#takeFocus();
  }

  /** Ready to write, but not over a dialog, not over the message that a link leads to, and no keyboard pops up. */
  #takeFocus() {
    const busy = this.store.view.number || document.querySelector("dialog[open]");
    if (!busy && matchMedia("(pointer: fine)").matches) this.text?.focus({ preventScroll: true });
  }

  /** @param {import("../types.js").Message | null} message */
  reply(message) {
    this.#replyTo = message;
    this.find(".replying").hidden = !message;
    if (!message) return;
    write(this, ".replying-to", `${message.author.name}: ${gist(message)}`);
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
    this.refresh();
    this.options?.hide();
  }

  #input() {
    const { value } = /** @type {HTMLTextAreaElement} */ (this.text);
    this.app.drafts?.set(this.#place, value);
    this.refresh();
    this.#suggest();
    this.#tellTyping(value);
  }

  /** @param {string} value */
  #tellTyping(value) {
    if (!value.trim() || Date.now() - this.#typed < TYPING_EVERY || !this.room) return;
    this.#typed = Date.now();
    this.announce("tell-typing", { room: this.room.name });
  }

  /** The size of the field, the limit, and whether it can be sent: after each change of the text, or of an extra. */
  refresh() {
    const field = /** @type {HTMLTextAreaElement} */ (this.text);
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    }
    const left = room(field.value);
    if (!this.#blocked()) this.#objection = "";
    write(this, ".limit", this.#held() || limit(left) || this.#objection).classList.toggle("over", left < 0);
    /** @type {HTMLButtonElement} */ (this.find(".go")).disabled = !this.#sendable();
  }

  #held() {
    return this.#all((extra) => extra.holds?.()).find(Boolean) ?? "";
  }

  #blocked() {
    return this.#all((extra) => extra.blocks?.()).find(Boolean) ?? "";
  }

  #sendable() {
    const { value } = /** @type {HTMLTextAreaElement} */ (this.text);
    const filled = value.trim() !== "" || this.#all((extra) => extra.fills?.()).includes(true);
    return !this.#blocked() && filled && fits(value) && !this.#held();
  }

  /** @template T @param {(extra: Extra) => T} ask */
  #all(ask) {
    return [...this.#extras].map(ask);
  }

  async #suggest() {
    const field = /** @type {HTMLTextAreaElement} */ (this.text);
    const token = (this.#token = tokenAt(field.value, field.selectionStart));
    const { room, store } = this;
    const found = token ? await suggestions(token, { room, store, announce: (name, detail) => this.announce(name, detail) }) : [];
    if (token === this.#token) this.options?.show(found.map((one) => ({ ...one, value: one.insert })));
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
    this.announce("edit-last", { from: this });
  }

  #send() {
    const body = this.text?.value ?? "";
    if (!this.room) return;
    if (!this.#sendable()) return this.#object();
    this.announce("send-message", { room: this.room.name, ...this.#post(body) });
    this.app.drafts?.set(this.#place, "");
    this.#typed = 0;
    this.reply(null);
    this.#all((extra) => extra.sent?.());
    this.#put("");
    this.text?.focus();
  }

  /** Said once to who tried, until it is possible. */
  #object() {
    this.#objection = this.#blocked();
    this.refresh();
  }

  /** @param {string} body */
  #post(body) {
    const { thread } = this;
    const place = thread === null ? {} : { thread };
    return Object.assign({ body, reply_to: this.#replyTo?.number ?? null, ...place }, ...this.#all((extra) => extra.fields?.()));
  }

  /** The same file can be chosen again later. @param {HTMLInputElement} input */
  #chosen(input) {
    this.announce("attach-files", { composer: this, files: [...(input.files ?? [])] });
    input.value = "";
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-does]");
    if (button?.getAttribute("data-does") === "cancel-reply") this.reply(null);
    if (button?.getAttribute("data-does") === "attach") this.find("input.files").click();
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
