// @ts-check
/**
 * Where the person is in the threads that they follow, as far as the server has said: all that have something unread, and
 * those that were opened.
 *
 * @typedef {import("./types.js").ThreadMark} ThreadMark
 * @typedef {import("./store.js").Change} Change
 */

export class Threads {
  /** @type {Map<string, ThreadMark>} */
  #marks = new Map();

  clear() {
    this.#marks.clear();
  }

  /** @param {string} room @param {number} root */
  get(room, root) {
    return this.#marks.get(`${room}/${root}`) ?? null;
  }

  /** A new line: all that is unread is named, the rest is read. @param {ThreadMark[]} unread */
  begin(unread) {
    for (const mark of this.#marks.values()) mark.read = mark.last;
    for (const mark of unread) this.#marks.set(`${mark.room}/${mark.number}`, mark);
  }

  /** @param {ThreadMark} mark @returns {Change} */
  set({ room, number, following, read, last }) {
    const before = this.get(room, number);
    this.#marks.set(`${room}/${number}`, { room, number, following, read: Math.max(read, before?.read ?? 0), last });
    return { what: "threads", room, number };
  }

  /** The last messages of threads that the person follows: root → number, by room. @param {Record<string, Record<string, number>>} rooms */
  reply(rooms) {
    const said = Object.entries(rooms).flatMap(([room, roots]) => Object.entries(roots).map(([root, last]) => ({ room, number: Number(root), last })));
    return said.map((one) => this.set({ following: true, read: 0, ...this.get(one.room, one.number), ...one }));
  }

  /** One is in the room no more. @param {string} room */
  leave(room) {
    for (const [key, mark] of this.#marks) if (mark.room === room) this.#marks.delete(key);
  }

  /** Those with something unread. */
  unread() {
    return [...this.#marks.values()].filter((mark) => mark.following && mark.last > mark.read);
  }
}
