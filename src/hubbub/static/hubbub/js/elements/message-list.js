// @ts-check
/** The timeline: rows for the window of the open room, in step with the store. Scrolling and pointing stand in log-view.js. */
import { copy, find, write } from "../dom.js";
import { clock, say } from "../words.js";
import { LogView } from "./log-view.js";
import { gist } from "./message-item.js";

/**
 * @typedef {import("./message-item.js").MessageItem} MessageItem
 * @typedef {import("../store.js").Change} Change
 */

const ROWS = new Set(["added", "changed", "settled", "pending"]);

export class MessageList extends LogView {
  /** @type {Map<number | string, MessageItem>} rows by number, pending ones by client_id */
  rows = new Map();
  /** @type {import("../room.js").Room | null} */
  room = null;

  connected() {
    super.connected();
    this.follow((changes) => this.#changed(changes));
  }

  /** @param {Change[]} changes */
  #changed(changes) {
    if (changes.some((change) => change.what === "view")) return this.#viewed();
    const ours = changes.filter((change) => change.room && change.room === this.room?.name);
    if (!ours.length || !this.room) return;
    if (ours.some((change) => change.what === "timeline")) this.#opened();
    else if (ours.some((change) => change.what === "page")) this.redraw();
    else this.#rows(ours.filter((change) => ROWS.has(change.what)));
    if (ours.some((change) => change.what === "room")) this.#frame();
    this.countBelow();
  }

  #viewed() {
    const { current, view } = this.store;
    const moved = current !== this.room;
    this.room = current;
    this.#skeleton();
    if (moved) this.#clear();
    if (!current) return;
    this.#opened();
    if (view.number) this.flash(view.number);
  }

  #skeleton() {
    const { current, view } = this.store;
    find(this, ".skeleton").hidden = !(view.state === "loading" || (current && current.seen === null && !current.timeline.ranges.length));
  }

  /** A room came into view, or started over: where reading stopped, else the end. */
  #opened() {
    this.#skeleton();
    this.#draw();
    this.startReading();
  }

  #clear() {
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.#frame();
  }

  /** Draw the window anew and leave the eye where it is. */
  redraw() {
    if (this.following) this.stick(() => this.#draw());
    else this.eye.keep(() => this.#draw());
  }

  #draw() {
    const room = this.room;
    if (!room) return;
    const keys = [...room.timeline.numbers(), ...this.#waiting()];
    const wanted = new Set(keys);
    for (const [key, row] of this.rows) if (!wanted.has(key)) this.#drop(key, row);
    keys.forEach((key, index) => this.#set(key, index));
    this.#decorate();
    this.#frame();
    this.fill();
  }

  /** Pending copies stand after the newest message, and nowhere else. */
  #waiting() {
    const room = this.room;
    return room?.timeline.atHead(room.number) ? room.waiting().map((pending) => pending.client_id) : [];
  }

  /** @param {Change[]} changes */
  #rows(changes) {
    if (!changes.length) return;
    for (const change of changes) if (change.what === "settled") this.#settle(change);
    this.#drawLine(changes);
    const update = () => (changes.every((change) => change.what === "changed") ? changes.forEach((change) => this.#update(change)) : this.#draw());
    if (this.following) this.stick(update);
    else this.eye.keep(update);
    changes.filter((change) => change.fresh).forEach((change) => this.#announce(change.number ?? 0));
  }

  /** What comes while nobody looks stands under a New line. @param {Change[]} changes */
  #drawLine(changes) {
    const room = this.room;
    if (!room || room.line !== null || !room.unread || (this.following && !document.hidden)) return;
    if (changes.some((change) => change.fresh)) room.line = room.read;
  }

  /** The row of the pending copy becomes the row of the message. @param {Change} change */
  #settle({ client_id = "", number = 0 }) {
    const row = this.rows.get(client_id);
    if (!row || this.rows.has(number)) return;
    this.rows.delete(client_id);
    this.rows.set(number, row);
    this.#paint(number, row);
  }

  /** @param {Change} change */
  #update({ number = 0 }) {
    const row = this.rows.get(number);
    if (row) this.#paint(number, row);
    for (const other of this.rows.values())
      if (other.message && [other.message.reply_to, other.message.thread].includes(number)) this.#paint(other.message.number, other);
  }

  /** @param {number | string} key @param {number} index */
  #set(key, index) {
    const row = this.rows.get(key) ?? /** @type {MessageItem} */ (copy("row-message"));
    const place = this.body.children[index] ?? null;
    if (place !== row) this.body.insertBefore(row, place);
    const known = this.rows.get(key) === row;
    this.rows.set(key, row);
    if (!known || typeof key === "string" || row.message !== this.room?.messages.get(key)) this.#paint(key, row);
  }

  /** @param {number | string} key @param {MessageItem} row */
  #paint(key, row) {
    const { room } = this;
    const me = this.store.me;
    if (!room || !me) return;
    row.ownId = me.id;
    if (typeof key === "number") return this.#paintMessage(row, room.messages.get(key));
    const pending = room.pending.get(key);
    if (pending) row.wait(pending, room, { ...me, bot: false });
  }

  /** @param {MessageItem} row @param {import("../types.js").Message | undefined} message */
  #paintMessage(row, message) {
    if (message && this.room) row.show(message, this.room, this.store.me?.id ?? 0);
    if (message) row.id = `message-${message.number}`;
    if (message?.deleted) row.querySelector("message-actions")?.remove();
  }

  #decorate() {
    /** @type {MessageItem | null} */
    let before = null;
    const line = this.room?.line ?? null;
    const fresh = line === null ? null : this.room?.after(line);
    for (const row of /** @type {Iterable<MessageItem>} */ (this.body.children)) {
      row.follow(before, row.number !== null && row.number === fresh && row.number > 1);
      before = row;
    }
    this.hands?.settle();
  }

  /** @param {number | string} key @param {MessageItem} row */
  #drop(key, row) {
    row.remove();
    this.rows.delete(key);
  }

  /** What stands above the first message. */
  #frame() {
    const { room } = this;
    const beginning = find(this, ".beginning");
    const ready = room && (room.seen !== null || room.number === 0) && room.timeline.from === 1;
    beginning.hidden = !ready;
    if (!ready) return;
    write(beginning, "h2", room.title);
    beginning.classList.toggle("alone", room.kind === "public" && room.members === 1);
  }

  /** Author first, text next, time last. @param {number} number */
  #announce(number) {
    const message = this.room?.messages.get(number);
    if (!message?.in_room || message.author.id === this.store.me?.id) return;
    const line = document.createElement("p");
    line.textContent = say("say_message", { name: message.author.name, text: gist(message), time: clock(message.created) });
    find(this, ".announcer").replaceChildren(line);
  }
}
