// @ts-check
/**
 * One connection to the server that looks after itself: hello, heartbeat, back-off. It knows no page and no store;
 * clock, chance and WebSocket are handed in, so that a test can hold them.
 *
 * States: idle · connecting · open · waiting (for the next attempt) · offline · closed (final, see `reason`).
 */
import { FINAL_CLOSES, decode, encode } from "./wire.js";

const BASE = 500;
const CAP = 30_000;
const SPREAD = 1500;
const HANDSHAKE = 15_000;
const GRACE = 12_000;
const HEARTBEAT = 25;

/**
 * @typedef {object} Surroundings
 * @property {(url: string) => WebSocket} connect
 * @property {(run: () => void, after: number) => unknown} after
 * @property {(timer: any) => void} cancel
 * @property {() => number} now
 * @property {() => number} random
 * @property {() => boolean} online
 */

/** @type {Surroundings} */
const BROWSER = {
  connect: (url) => new WebSocket(url),
  after: (run, wait) => setTimeout(run, wait),
  cancel: (timer) => clearTimeout(timer),
  now: () => Date.now(),
  random: () => Math.random(),
  online: () => globalThis.navigator?.onLine !== false,
};

/**
 * Full jitter: anywhere between nothing and the doubled wait. The first waits are wide enough that of a crowd which
 * was cut off at one moment no tenth of a second sees more than a tenth.
 * @param {number} attempt
 * @param {number} chance
 */
export const backoff = (attempt, chance) => Math.round(chance * Math.min(CAP, Math.max(SPREAD, BASE * 2 ** attempt)));

export class Socket {
  /** @type {"idle" | "connecting" | "open" | "waiting" | "offline" | "closed"} */
  state = "idle";
  /** Why a final close happened. */
  reason = "";
  /** When the next attempt is due, in the clock's milliseconds. */
  retryAt = 0;
  /** @type {(frame: import("./types.js").Frame) => void} */
  onframe = () => {};
  /** @type {() => void} */
  onstate = () => {};

  /** @type {WebSocket | null} */
  #line = null;
  #attempt = 0;
  #heartbeat = HEARTBEAT;
  /** After how many seconds the server asked this connection to come back. */
  #hint = 0;
  /** @type {unknown} what happens next unless something is heard */
  #timer = null;
  /** @type {unknown} */
  #pulse = null;

  /**
   * @param {string} url
   * @param {Partial<Surroundings>} [around]
   */
  constructor(url, around = {}) {
    this.url = url;
    this.around = { ...BROWSER, ...around };
  }

  open() {
    if (this.state === "closed" || this.#line) return;
    if (!this.around.online()) return this.#become("offline");
    this.#become("connecting");
    this.#dial();
  }

  /** Try at once: the network is back, the page is looked at again, or the person asked. */
  wake() {
    if (this.state === "waiting" || this.state === "offline") return this.open();
    if (this.state === "open") this.#probe();
  }

  /** The browser says that the network is gone. */
  lose() {
    if (this.state !== "closed") this.#drop("offline");
  }

  /** @param {string} reason */
  close(reason = "left") {
    this.reason = reason;
    this.#drop("closed");
  }

  /**
   * @param {import("./types.js").Command} command
   * @returns {boolean} whether it was handed to an open connection
   */
  send(command) {
    if (this.state !== "open" || !this.#line) return false;
    this.#line.send(encode(command));
    return true;
  }

  #dial() {
    const line = this.around.connect(this.url);
    this.#line = line;
    this.#hint = 0;
    line.onmessage = (event) => this.#line === line && this.#receive(event.data);
    line.onclose = (event) => this.#line === line && this.#ended(event.code);
    this.#later(() => this.#fail(), HANDSHAKE);
  }

  /** @param {unknown} data */
  #receive(data) {
    const frame = decode(data);
    if (!frame) return;
    if (frame.type === "hello") this.#greet(frame);
    else this.#rest();
    if (frame.type === "error" && frame.code === "unavailable" && !frame.client_id && !frame.room) this.#hint = frame.retry_after ?? 0;
    if (frame.type !== "pong") this.onframe(frame);
  }

  /** @param {import("./types.js").Hello} hello */
  #greet(hello) {
    this.#heartbeat = hello.heartbeat || HEARTBEAT;
    this.#attempt = 0;
    this.#become("open");
    this.#rest();
    this.#pulse = this.around.after(() => this.#beat(), this.#heartbeat * 1000);
  }

  /** Something was heard: the line is good for one heartbeat more. */
  #rest() {
    this.#later(() => this.#fail(), this.#heartbeat * 1000 + GRACE);
  }

  #beat() {
    this.around.cancel(this.#pulse);
    this.send({ type: "ping" });
    this.#pulse = this.around.after(() => this.#beat(), this.#heartbeat * 1000);
  }

  /** Ask for a sign of life and give up soon when none comes. */
  #probe() {
    this.send({ type: "ping" });
    this.#later(() => this.#fail(), GRACE);
  }

  /** @param {number} code */
  #ended(code) {
    const final = FINAL_CLOSES[/** @type {4401} */ (code)];
    if (final) this.close(final);
    else this.#fail();
  }

  #fail() {
    if (!this.around.online()) return this.#drop("offline");
    this.#drop("waiting");
  }

  /** @param {"waiting" | "offline" | "closed"} state */
  #drop(state) {
    const line = this.#line;
    this.#line = null;
    this.around.cancel(this.#timer);
    this.around.cancel(this.#pulse);
    line?.close();
    if (state === "waiting") this.#schedule();
    this.#become(state);
  }

  #schedule() {
    const wait = this.#hint * 1000 + backoff(this.#attempt++, this.around.random());
    this.retryAt = this.around.now() + wait;
    this.#later(() => this.open(), wait);
  }

  /**
   * @param {() => void} run
   * @param {number} wait
   */
  #later(run, wait) {
    this.around.cancel(this.#timer);
    this.#timer = this.around.after(run, wait);
  }

  /** @param {Socket["state"]} state */
  #become(state) {
    this.state = state;
    this.onstate();
  }
}
