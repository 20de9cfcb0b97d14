// @ts-check
/** A small board of the emoji that people use most. */
import { place } from "../dom.js";
import { Part } from "./part.js";

const COMMON = "👍 ❤️ 😂 🎉 🙏 👀 ✅ 🔥 😊 😍 🤔 😅 😢 😮 👏 🙌 💯 🚀 ✨ 👋 🤝 💪 😎 🥳 😴 🤷 😬 🙈 ☕ 🍰 🐛 🔧 💡 📌 ❓ ❌".split(" ");
const COLUMNS = 6;

export class EmojiPicker extends Part {
  /** @type {(emoji: string) => void} */
  #chosen = () => {};
  /** @type {HTMLElement | null} */
  #from = null;

  connected() {
    this.board = this.find("[popover]");
    this.board.replaceChildren(...COMMON.map(button));
    this.on("click", (event) => this.#clicked(event));
    this.on("keydown", (event) => this.#pressed(event));
  }

  /** @param {HTMLElement} anchor @param {(emoji: string) => void} chosen */
  open(anchor, chosen) {
    this.#chosen = chosen;
    this.#from = /** @type {HTMLElement | null} */ (document.activeElement);
    this.board?.showPopover();
    if (this.board) place(this.board, anchor, "above");
    this.find("button").focus();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const emoji = /** @type {Element} */ (event.target).closest("button")?.textContent;
    if (!emoji) return;
    this.board?.hidePopover();
    this.#from?.focus();
    this.#chosen(emoji);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    /** @type {Record<string, number>} */
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
    const buttons = [...this.querySelectorAll("button")];
    const index = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) + (steps[event.key] ?? 0);
    if (!(event.key in steps) || !buttons[index]) return;
    event.preventDefault();
    buttons[index].focus();
  }
}

/** @param {string} emoji */
function button(emoji) {
  const key = document.createElement("button");
  key.type = "button";
  key.textContent = emoji;
  return key;
}
