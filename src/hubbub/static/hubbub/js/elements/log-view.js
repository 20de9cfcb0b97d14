// @ts-check
/** How the timeline is moved through: scroll, jump, the end held in sight. What one does with its rows: row-hands.js. */
import { find } from "../dom.js";
import { Scroll } from "../scroll.js";
import { counted, say } from "../words.js";
import { Part } from "./part.js";
import { RowHands } from "./row-hands.js";

/** @typedef {import("./message-item.js").MessageItem} MessageItem */

const EDGE = 600;

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

  get body() {
    return this.find(".rows");
  }

  get log() {
    return this.find(".log");
  }

  get eye() {
    return (this.#eye ??= new Scroll(this.log, () => /** @type {any} */ (this.body.children)));
  }

  connected() {
    this.hands = new RowHands(this, this.body);
    this.on("scroll", () => this.#scrolled(), this.log);
    this.on("click", () => this.toEnd(), this.find(".jump"));
    this.on("visibilitychange", () => this.#reachEnd(), document);
    this.on("focus", () => this.#reachEnd(), window);
    const sizes = new ResizeObserver(() => this.following && this.eye.toEnd());
    sizes.observe(this.log);
    sizes.observe(this.body);
    this.signal.addEventListener("abort", () => sizes.disconnect());
  }

  redraw() {}

  /** Where most of a page stands only in threads, it may not reach from the top to the bottom: then there is no scrolling. */
  fill() {
    const { room, log } = this;
    if (room && !room.timeline.empty && room.timeline.from > 1 && log.scrollHeight <= log.clientHeight) this.#older(room);
  }

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
    this.hands?.focus(row);
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
    if (room.shown > room.read || room.mentions) this.announce("mark-read", { room: room.name, number: room.number });
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
    this.room.held = false;
    this.#hold(true);
    if (!this.room.timeline.showLatest(this.room.number)) return this.announce("load-messages", { room: this.room.name, latest: true });
    this.redraw();
  }
}
