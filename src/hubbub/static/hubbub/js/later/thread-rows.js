// @ts-check
/** The rows of a thread in their order: what it hangs on, the line with the count, the answers, and those on their way. */
import { copy, find } from "../dom.js";

/**
 * @typedef {import("../elements/message-item.js").MessageItem} MessageItem
 * @typedef {import("../room.js").Room} Room
 * @typedef {import("../types.js").Me} Me
 *
 * @typedef {object} Stretch what is shown of a thread
 * @property {number} root
 * @property {number} from
 * @property {number} to
 * @property {number | null} line after which message the New line stands
 */

export class ThreadRows {
  /** @type {Map<number | string, MessageItem>} by number, and by client_id until there is one */
  #rows = new Map();

  /** @param {HTMLElement} body */
  constructor(body) {
    this.body = body;
  }

  /** @param {number | string} key */
  get(key) {
    return this.#rows.get(key);
  }

  clear() {
    for (const [key, row] of this.#rows) this.#drop(key, row);
  }

  /** @param {Room} room @param {Me} me @param {Stretch} stretch */
  draw(room, me, { root, from, to, line }) {
    const head = room.messages.has(root) ? [root] : [];
    const said = room.thread(root).filter(({ number }) => number >= from && number <= to);
    const waiting = room.waiting(root).filter((pending) => !room.list().some((one) => one.client_id === pending.client_id));
    for (const { client_id, number } of said) this.#adopt(client_id, number);
    const keys = [...head, ...said.map(({ number }) => number), ...waiting.map(({ client_id }) => client_id)];
    for (const [key, row] of this.#rows) if (!keys.includes(key)) this.#drop(key, row);
    const rows = keys.map((key) => this.#row(key, room, me));
    this.#arrange(rows.slice(0, head.length), rows.slice(head.length));
    const fresh = line === null ? null : rows.find(({ number, message }) => number !== root && (number ?? 0) > line && message?.author.id !== me.id);
    rows.forEach((row, index) => row.follow(rows[index - 1] ?? null, row === fresh));
    rows[head.length]?.classList.remove("same");
  }

  /** The row of a pending copy becomes that of its message. @param {string | null} client_id @param {number} number */
  #adopt(client_id, number) {
    const row = client_id === null ? undefined : this.#rows.get(client_id);
    if (!row || this.#rows.has(number)) return;
    this.#rows.delete(client_id ?? "");
    this.#rows.set(number, row);
  }

  /** @param {number | string} key @param {MessageItem} row */
  #drop(key, row) {
    row.remove();
    this.#rows.delete(key);
  }

  /** @param {number | string} key @param {Room} room @param {Me} me */
  #row(key, room, me) {
    const row = this.#rows.get(key) ?? /** @type {MessageItem} */ (copy("row-message"));
    this.#rows.set(key, row);
    if (!row.isConnected) this.body.append(row);
    row.ownId = me.id;
    const [message, pending] = typeof key === "number" ? [room.messages.get(key), null] : [null, room.pending.get(key)];
    if (message) row.show(message, room, me.id);
    else if (pending) row.wait(pending, room, { ...me, bot: false });
    return row;
  }

  /** What stands there already is not moved, so that nothing loses the focus. @param {Node[]} head @param {Node[]} answers */
  #arrange(head, answers) {
    const [line, before, after] = [".thread-line", "[data-does=before]", "[data-does=after]"].map((part) => find(this.body, part));
    const parts = [...head, line, before, ...answers, after];
    parts.forEach((part, index) => this.body.children[index] !== part && this.body.insertBefore(part, this.body.children[index] ?? null));
  }
}
