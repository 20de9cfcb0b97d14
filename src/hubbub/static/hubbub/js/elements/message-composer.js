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
import { write } from "../dom.js";
import { obstacle } from "../obstacles.js";
import { slowly } from "../slow.js";
import { fits, remaining } from "../wire.js";
import { say } from "../words.js";
import { Completing } from "./completing.js";
import { gist } from "./message-item.js";
import { Part } from "./part.js";

const NEAR_LIMIT = 500;
const TYPING_EVERY = 3000;

export class MessageComposer extends Part {
  /** @type {{room: string, thread: number} | null} */
  #aim = null;
  #place = "";
  #typed = 0;
  /** @type {Map<string, import("../types.js").Message | null>} what is answered in each place, as long as the page lives */
  #answered = new Map();
  /** @type {Set<Extra>} */
  #extras = new Set();
  #objection = "";

  connected() {
    this.options = new Completing(this);
    this.when(["view", "room", "link", "gone"], () => this.#viewed());
    this.on("submit", (event) => (event.preventDefault(), this.#send()));
    this.on("input", () => this.#input(), this.text);
    this.on("keydown", (event) => this.#pressed(event), this.text);
    this.on("blur", () => this.options?.hide(), this.text);
    this.on("click", (event) => this.#clicked(event));
    this.extend(slowly(this));
    this.on("change", (event) => this.#chosen(event.target), this.find("input.files"));
  }

  /** @returns {HTMLTextAreaElement} */
  get text() {
    return this.find("textarea");
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
    this.#showReply();
    this.#all((extra) => extra.moved?.());
    this.#put(this.app.drafts?.get(place) ?? "");
    if (this.app.drafts?.get(`${place} files`) && (thread !== null || this.closest(".room"))) this.announce("attach-files", { composer: this, files: [] });
    this.text.setAttribute("placeholder", thread === null ? say("write_to", { room: room.kind === "direct" ? room.title : `#${room.title}` }) : say("write_in_thread"));
    if (thread === null) this.#takeFocus();
  }

  /** Ready to write, but not over a dialog, not over the message that a link leads to, and no keyboard pops up. */
  #takeFocus() {
    const busy = this.store.view.number || document.querySelector("dialog[open]");
    if (!busy && matchMedia("(pointer: fine)").matches) this.text.focus({ preventScroll: true });
  }

  /** @param {import("../types.js").Message | null} message */
  reply(message) {
    this.#answered.set(this.#place, message);
    this.#showReply();
    if (message) this.text.focus();
  }

  get #replyTo() {
    return this.#answered.get(this.#place) ?? null;
  }

  #showReply() {
    const message = this.#replyTo;
    this.find(".replying").hidden = !message;
    if (message) write(this, ".replying-to", `${message.author.name}: ${gist(message)}`);
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
    const field = this.text;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    this.#input();
  }

  /** @param {string} text */
  #put(text) {
    this.text.value = text;
    this.refresh();
    this.options?.hide();
  }

  #input() {
    const { value } = this.text;
    this.app.drafts?.set(this.#place, value);
    this.refresh();
    this.options?.suggest();
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
    const field = this.text;
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    }
    const left = remaining(field.value);
    if (!this.#says("blocks")) this.#objection = "";
    write(this, ".limit", this.#says("holds") || limit(left) || this.#objection).classList.toggle("over", left < 0);
    /** @type {HTMLButtonElement} */ (this.find(".go")).disabled = !this.#sendable();
  }

  /** @param {"holds" | "blocks"} what */
  #says(what) {
    return this.#all((extra) => extra[what]?.()).find(Boolean) ?? "";
  }

  #sendable() {
    const { value } = this.text;
    const filled = value.trim() !== "" || this.#all((extra) => extra.fills?.()).includes(true);
    return !this.#says("blocks") && filled && fits(value) && !this.#says("holds");
  }

  /** @template T @param {(extra: Extra) => T} ask */
  #all(ask) {
    return [...this.#extras].map(ask);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing) return;
    if (this.options?.pressed(event)) return;
    if (event.key === "Escape" && this.escape()) return event.preventDefault();
    const last = event.key === "ArrowUp" && !this.text.value && !event.altKey;
    if (!last && (event.key !== "Enter" || event.shiftKey)) return;
    event.preventDefault();
    if (last) this.announce("edit-last", { from: this });
    else this.#send();
  }

  #send() {
    const body = this.text.value;
    if (!this.room) return;
    if (!this.#sendable()) return this.#object();
    this.announce("send-message", { room: this.room.name, ...this.#post(body) });
    this.app.drafts?.set(this.#place, "");
    this.#typed = 0;
    this.reply(null);
    this.#all((extra) => extra.sent?.());
    this.#put("");
    this.text.focus();
  }

  /** Said once to who tried, until it is possible. */
  #object() {
    this.#objection = this.#says("blocks");
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
    this.announce("attach-files", { composer: this, files: [...(input.files ?? [])], place: this.#place, room: this.room?.name });
    input.value = "";
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-does]");
    const does = button?.getAttribute("data-does");
    if (does === "cancel-reply") this.reply(null);
    if (does === "attach") this.find("input.files").click();
    if (does === "emoji")
      this.announce("pick-emoji", { anchor: button, chosen: (/** @type {string} */ emoji) => this.insert(emoji) });
  }
}

/** @param {number} left */
function limit(left) {
  if (left >= NEAR_LIMIT) return "";
  return left < 0 ? say("too_long", { count: -left }) : say("left_over", { count: left });
}
