// @ts-check
/**
 * Read marks on their way: a room's goes out at once, the next not within the same second, and the last one always.
 * Kept until the server confirms them. Knows no page; the line and the clock are handed in.
 */
const REST = 1000;

/** @typedef {Pick<import("./socket.js").Surroundings, "after" | "cancel">} Clock */

/** @type {Clock} */
const BROWSER = { after: (run, wait) => setTimeout(run, wait), cancel: (timer) => clearTimeout(timer) };

export class Marks {
  /** @type {Map<string, number>} what the server has not confirmed */
  #kept = new Map();
  /** @type {Map<string, unknown>} rooms whose mark went out within a second, and the timer of its end */
  #resting = new Map();
  /** @type {Set<string>} those among them whose mark has moved since */
  #waiting = new Set();

  /**
   * @param {(command: import("./types.js").Command) => unknown} send
   * @param {Clock} [clock]
   */
  constructor(send, clock = BROWSER) {
    this.send = send;
    this.clock = clock;
  }

  /** @param {string} room @param {number} number */
  set(room, number) {
    this.#kept.set(room, number);
    if (this.#resting.has(room)) this.#waiting.add(room);
    else this.again(room);
  }

  /** The server has it. @param {string} room @param {number} number */
  confirm(room, number) {
    if (number >= (this.#kept.get(room) ?? 0)) this.#kept.delete(room);
  }

  /** All that waits, now: the room is left, or the page hidden, whose clock may stand still. */
  flush() {
    for (const room of [...this.#waiting]) this.again(room);
  }

  /** All that is not confirmed, on a new line: number by room. */
  resend() {
    for (const room of [...this.#kept.keys()]) this.again(room);
    return this.#kept;
  }

  /** What is not confirmed of one room. @param {string} room */
  again(room) {
    const number = this.#kept.get(room);
    this.#waiting.delete(room);
    if (number === undefined) return;
    this.send({ type: "read", room, number });
    this.clock.cancel(this.#resting.get(room));
    this.#resting.set(room, this.clock.after(() => this.#rested(room), REST));
  }

  /** @param {string} room */
  #rested(room) {
    this.#resting.delete(room);
    if (this.#waiting.has(room)) this.again(room);
  }
}
