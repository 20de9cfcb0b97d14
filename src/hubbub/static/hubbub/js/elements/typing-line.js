// @ts-check
/** Who is typing in the open room. */
import { say } from "../words.js";
import { Part } from "./part.js";

export class TypingLine extends Part {
  connected() {
    this.when(["typing", "view", "gone"], () => this.#paint());
  }

  #paint() {
    const line = /** @type {HTMLElement} */ (this);
    const text = sentence(this.store.current?.typists(Date.now()) ?? []);
    if (line.textContent !== text) line.textContent = text;
  }
}

/** @param {string[]} names */
function sentence(names) {
  if (names.length === 0) return "";
  if (names.length === 1) return say("typing_one", { name: names[0] });
  return names.length === 2 ? say("typing_two", { name: names[0], other: names[1] }) : say("typing_many");
}
