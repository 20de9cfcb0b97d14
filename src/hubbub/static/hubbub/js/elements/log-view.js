// @ts-check
/** How the timeline is moved through: scroll, jump, roving focus, the pointer and what hangs on it. */
import { copy, find, isTyping } from "../dom.js";
import { Scroll } from "../scroll.js";
import { counted, say } from "../words.js";
import { Part } from "./part.js";

/** @typedef {import("./message-item.js").MessageItem} MessageItem */

const EDGE = 600;
const NAMES = ".mention, .room-link";
/** @type {Record<string, string>} */
const KEYS = { r: "reply", e: "edit", "+": "react", Delete: "delete" };

export class LogView extends Part {
  /** Whether the end is held in sight. */
  following = true;
  /** @type {Map<number | string, MessageItem>} */
  rows = new Map();
  /** @type {import("../room.js").Room | null} */
  room = null;
  /** @type {number | null} a row to jump to as soon as it is drawn */
  #target = null;
  /** @type {Scroll | undefined} */
  #eye;
  /** @type {import("./message-actions.js").MessageActions | undefined} */
  #actions;

  get body() {
    return this.find(".rows");
  }

  get log() {
    return this.find(".log");
  }

  get eye() {
    return (this.#eye ??= new Scroll(this.log, () => /** @type {any} */ (this.body.children)));
  }

  get actions() {
    return (this.#actions ??= copy("row-actions"));
  }

  connected() {
    this.on("scroll", () => this.#scrolled(), this.log);
    this.on("click", (event) => this.#clicked(event));
    this.on("keydown", (event) => this.#pressed(event), this.log);
    this.on("pointerover", (event) => event.pointerType === "mouse" && this.#point(event.target));
    this.on("focusin", (event) => this.#focused(event.target));
    this.on("edited", (event) => event.target.article.focus({ preventScroll: true }));
    this.on("visibilitychange", () => this.#reachEnd(), document);
    this.on("focus", () => this.#reachEnd(), window);
    const sizes = new ResizeObserver(() => this.following && this.eye.toEnd());
    sizes.observe(this.log);
    sizes.observe(this.body);
    this.signal.addEventListener("abort", () => sizes.disconnect());
  }

  redraw() {}

  /** @param {() => void} change */
  stick(change) {
    change();
    this.eye.toEnd();
    this.#reachEnd();
  }

  /** Begin at the New line if there is one above the fold, else at the end. */
  startReading() {
    if (this.#target !== null) return this.#jumpNow();
    const fresh = this.body.querySelector("message-item:has(.fresh:not([hidden]))");
    this.following = true;
    this.eye.toEnd();
    if (fresh instanceof HTMLElement && fresh.getBoundingClientRect().top < this.log.getBoundingClientRect().top) this.#lookAt(fresh);
    else this.#reachEnd();
    this.countBelow();
  }

  /** @param {HTMLElement} row */
  #lookAt(row) {
    this.#hold(false);
    this.eye.toRow(row, "start");
  }

  /** @param {boolean} following */
  #hold(following) {
    this.following = following;
    if (this.room) this.room.timeline.following = following;
  }

  /** Bring a message to the middle and mark it for a moment. @param {number} number */
  flash(number) {
    this.#target = number;
    if (this.rows.has(number)) this.#jumpNow();
  }

  #jumpNow() {
    const row = this.rows.get(this.#target ?? 0);
    if (!row) return;
    this.#target = null;
    this.#hold(false);
    this.eye.toRow(row);
    row.classList.remove("flash");
    requestAnimationFrame(() => row.classList.add("flash"));
    this.focusRow(row);
    this.countBelow();
  }

  #scrolled() {
    const { room } = this;
    if (!room || room.timeline.empty) return;
    this.#hold(this.eye.atEnd && room.timeline.atHead(room.timeline.tail));
    if (this.log.scrollTop < EDGE) this.#older(room);
    if (this.eye.fromEnd < EDGE) this.#newer(room);
    this.countBelow();
    this.#reachEnd();
  }

  /** @param {import("../room.js").Room} room */
  #older(room) {
    const from = room.timeline.from;
    const before = room.timeline.older();
    if (before) this.announce("load-messages", { room: room.name, before });
    else if (room.timeline.from !== from) this.redraw();
  }

  /** @param {import("../room.js").Room} room */
  #newer(room) {
    const to = room.timeline.to;
    const after = room.timeline.newer(room.number);
    if (after) this.announce("load-messages", { room: room.name, after });
    else if (room.timeline.to !== to) this.redraw();
  }

  #reachEnd() {
    const { room } = this;
    if (!room || !this.following || document.hidden || !room.timeline.atHead(room.number)) return;
    this.announce("mark-read", { room: room.name, number: room.number });
  }

  countBelow() {
    const { room } = this;
    const jump = find(this, ".jump");
    const away = room && !room.timeline.empty && !this.following && this.eye.fromEnd > 200;
    jump.hidden = !away;
    if (away) find(jump, "span").textContent = room.unread ? counted("new_messages", room.unread) : say("jump");
  }

  toEnd() {
    if (!this.room) return;
    this.#hold(true);
    if (!this.room.timeline.showLatest(this.room.number)) return this.announce("load-messages", { room: this.room.name, latest: true });
    this.redraw();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest(".jump")) return this.toEnd();
    const item = /** @type {MessageItem | null} */ (target.closest("message-item"));
    if (!item || target.closest("message-actions")) return;
    const button = target.closest("button");
    if (button) this.#button(button, item);
    else if (target.closest(NAMES)) this.#name(/** @type {HTMLElement} */ (target.closest(NAMES)));
    else if (!target.closest("a, textarea, form")) this.actions.serve(item);
  }

  /** @param {HTMLElement} button @param {MessageItem} item */
  #button(button, item) {
    if (button.matches(".quote")) return this.announce("show-message", { number: Number(button.dataset.number) });
    if (button.matches(".copy")) return this.announce("copy-text", { text: button.parentElement?.querySelector("pre")?.textContent ?? "", told: "code_copied" });
    if (button.dataset.emoji) return this.announce("toggle-reaction", { message: item.message, emoji: button.dataset.emoji });
    const does = button.dataset.does;
    if (does === "react") return this.announce("act-on-message", { does, item, anchor: button });
    if (does && item.pending) this.announce(does === "retry" ? "retry-message" : "discard-message", { client_id: item.pending.client_id });
  }

  /** @param {HTMLElement} name */
  #name(name) {
    if (name.dataset.room) this.announce("open-room", { room: name.dataset.room });
    else this.announce("open-direct", { username: name.dataset.username });
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const item = /** @type {MessageItem | null} */ (/** @type {Element} */ (event.target).closest("message-item"));
    if (!item || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") return this.#step(event, item);
    const does = KEYS[event.key];
    const button = does && this.actions.querySelector(`[data-does="${does}"]:not([hidden])`);
    if (!button || !item.contains(this.actions)) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (button).click();
  }

  /** @param {KeyboardEvent} event @param {MessageItem} item */
  #step(event, item) {
    const next = event.key === "ArrowUp" ? item.previousElementSibling : item.nextElementSibling;
    if (!next) return;
    event.preventDefault();
    this.focusRow(/** @type {MessageItem} */ (next));
  }

  /** @param {MessageItem} row */
  focusRow(row) {
    row.article.focus({ preventScroll: true });
    row.article.scrollIntoView({ block: "nearest" });
  }

  /** @param {EventTarget | null} target */
  #focused(target) {
    const item = /** @type {MessageItem | null} */ (/** @type {Element} */ (target).closest("message-item"));
    if (!item) return;
    this.body.querySelectorAll('.msg[tabindex="0"]').forEach((article) => article.setAttribute("tabindex", "-1"));
    item.article.tabIndex = 0;
    this.actions.serve(item);
  }

  /** @param {EventTarget | null} target */
  #point(target) {
    const item = /** @type {MessageItem | null} */ (/** @type {Element} */ (target).closest("message-item"));
    if (item && !this.actions.contains(document.activeElement) && !document.querySelector("#emoji-picker:popover-open")) this.actions.serve(item);
  }
}
