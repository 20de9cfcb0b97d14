// @ts-check
/** A finger that stays where it is. Knows no page; the clock is handed in. */

/** @typedef {Pick<import("./socket.js").Surroundings, "after" | "cancel">} Clock */

const HOLD = 450;
const SLACK = 10;

/** @type {Clock} */
const BROWSER = { after: (run, wait) => setTimeout(run, wait), cancel: (timer) => clearTimeout(timer) };

/** @template T */
export class LongPress {
  #from = { x: 0, y: 0 };
  /** @type {unknown} */
  #timer = null;

  /**
   * @param {(what: T) => void} held
   * @param {Clock} [clock]
   */
  constructor(held, clock = BROWSER) {
    this.held = held;
    this.clock = clock;
  }

  /** @param {{x: number, y: number}} where @param {T} what */
  begin({ x, y }, what) {
    this.end();
    this.#from = { x, y };
    this.#timer = this.clock.after(() => (this.end(), this.held(what)), HOLD);
  }

  /** A finger that wanders scrolls. @param {{x: number, y: number}} where */
  move({ x, y }) {
    if (Math.hypot(x - this.#from.x, y - this.#from.y) > SLACK) this.end();
  }

  end() {
    if (this.#timer !== null) this.clock.cancel(this.#timer);
    this.#timer = null;
  }
}
