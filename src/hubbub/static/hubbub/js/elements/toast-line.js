// @ts-check
/** One short sentence about what just happened or did not. */
import { Part } from "./part.js";

const LASTS = 5000;

export class ToastLine extends Part {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {string} sentence */
  say(sentence) {
    clearTimeout(this.#timer);
    this.textContent = sentence;
    this.#timer = setTimeout(() => (this.textContent = ""), LASTS);
  }
}
