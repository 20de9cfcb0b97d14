// @ts-check
/**
 * Which messages of a room are loaded, as contiguous ranges of numbers, and which of them are rows in the page.
 * Numbers run 1, 2, 3 … without a hole (a deleted message keeps its place), so a range is two integers.
 */

export const PAGE = 50;
export const WINDOW = 300;

/** @typedef {[number, number]} Range */

export class Timeline {
  /** @type {Range[]} loaded, ascending, neither touching nor overlapping */
  ranges = [];
  /** @type {Set<number>} those that stand only in a thread: they keep their place in the ranges, and are no rows */
  aside = new Set();
  /** The rows in the page; empty when `to` is below `from`. */
  from = 1;
  to = 0;
  /** Whether the eye is at the end; when it is not, a full window lets go of nothing above. */
  following = true;

  clear() {
    this.ranges = [];
    this.aside.clear();
    this.hide();
  }

  hide() {
    this.from = 1;
    this.to = 0;
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  load(from, to) {
    if (to < from) return;
    const apart = this.ranges.filter((range) => range[1] < from - 1 || range[0] > to + 1);
    const joined = this.ranges.filter((range) => !apart.includes(range));
    const low = Math.min(from, ...joined.map((range) => range[0]));
    const high = Math.max(to, ...joined.map((range) => range[1]));
    this.ranges = [...apart, /** @type {Range} */ ([low, high])].sort((a, b) => a[0] - b[0]);
  }

  /** @param {number} number */
  rangeOf(number) {
    return this.ranges.find((range) => range[0] <= number && number <= range[1]) ?? null;
  }

  /** @param {number} number */
  has(number) {
    return this.rangeOf(number) !== null;
  }

  /** @param {number} number */
  shows(number) {
    return this.from <= number && number <= this.to;
  }

  /** The newest number that is loaded. */
  get tail() {
    return this.ranges.at(-1)?.[1] ?? 0;
  }

  get empty() {
    return this.to < this.from;
  }

  /** Rows in the page, in order. */
  numbers() {
    const all = Array.from({ length: Math.max(0, this.to - this.from + 1) }, (_, index) => this.from + index);
    return all.filter((number) => !this.aside.has(number));
  }

  /** How many of some numbers are no rows. @param {number} from @param {number} to */
  asides(from, to) {
    let count = 0;
    for (const number of this.aside) if (from <= number && number <= to) count += 1;
    return count;
  }

  /** How many rows too many the window has. */
  get #excess() {
    return this.to - this.from + 1 - this.asides(this.from, this.to) - WINDOW;
  }

  /**
   * Whether the last row is the room's newest message.
   * @param {number} head
   */
  atHead(head) {
    return this.to >= head;
  }

  /**
   * Show the newest messages; false when they are not loaded.
   * @param {number} head
   */
  showLatest(head) {
    const range = this.rangeOf(head);
    if (!range) return head === 0;
    this.to = range[1];
    this.from = Math.max(range[0], this.to - PAGE + 1);
    return true;
  }

  /**
   * Show one message with what stands around it; false when it is not loaded.
   * @param {number} number
   */
  showAround(number) {
    const range = this.rangeOf(number);
    if (!range) return false;
    this.from = Math.max(range[0], number - PAGE / 2);
    this.to = Math.min(range[1], number + PAGE / 2);
    return true;
  }

  /** A message that follows the last row joins it. @param {number} number */
  follow(number) {
    if (number !== this.to + 1 || !this.has(number)) return false;
    if (!this.following && this.#excess >= 0) return false;
    this.to = number;
    while (this.#excess > 0) this.from += 1;
    return true;
  }

  /**
   * Grow upwards, letting go of the far end.
   * @returns {number | null} the number before which history must be loaded first
   */
  older() {
    const range = this.rangeOf(this.from);
    if (!range) return null;
    if (this.from === range[0]) return this.from > 1 ? this.from : null;
    this.from = Math.max(range[0], this.from - PAGE);
    while (this.#excess > 0) this.to -= 1;
    return null;
  }

  /**
   * Grow downwards, letting go of the top.
   * @param {number} head
   * @returns {number | null} the number after which messages must be loaded first
   */
  newer(head) {
    const range = this.rangeOf(this.to);
    if (!range) return null;
    if (this.to === range[1]) return this.to < head ? this.to : null;
    this.to = Math.min(range[1], this.to + PAGE);
    while (this.#excess > 0) this.from += 1;
    return null;
  }
}
