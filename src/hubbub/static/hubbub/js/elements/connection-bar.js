// @ts-check
/** A quiet bar while the connection is away: why, how long, and a button that does not wait. */
import { counted, say } from "../words.js";
import { Part } from "./part.js";

const PATIENCE = 1200;

export class ConnectionBar extends Part {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticker;
  #awaySince = 0;

  connected() {
    this.#awaySince = Date.now();
    this.when(["link"], () => this.#linked());
    this.on("abort", () => clearInterval(this.#ticker), this.signal);
  }

  #linked() {
    const { state } = this.store.link;
    clearInterval(this.#ticker);
    if (state === "open") return this.#back();
    this.#awaySince ||= Date.now();
    this.#ticker = setInterval(() => this.#paint(), 250);
    this.#paint();
  }

  #back() {
    this.#awaySince = 0;
    this.hidden = true;
  }

  #paint() {
    const { state, reason, retryAt } = this.store.link;
    const final = state === "closed" || state === "offline";
    this.hidden = !final && Date.now() - this.#awaySince < PATIENCE;
    this.#say(".what", this.#what(state, reason));
    this.#say(".when", state === "waiting" ? counted("seconds", Math.max(1, Math.ceil((retryAt - Date.now()) / 1000))) : "");
    this.find(".retry").hidden = state === "closed" || state === "connecting";
    this.find(".sign-in").hidden = reason !== "signed-out";
  }

  /** @param {string} state @param {string} reason */
  #what(state, reason) {
    if (state === "closed") return say(reason === "signed-out" ? "signed_out" : "unreachable");
    if (state === "offline") return say("offline");
    return say(this.store.me ? "reconnecting" : "connecting");
  }

  /** @param {string} selector @param {string} text */
  #say(selector, text) {
    const element = this.find(selector);
    if (element.textContent !== text) element.textContent = text;
  }
}
