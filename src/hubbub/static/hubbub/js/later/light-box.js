// @ts-check
/** Pictures over the page, one at a time: arrows lead to the others of the message, a click shows it in its full size. */
import { find, write } from "../dom.js";
import { Part } from "../elements/part.js";
import { say } from "../words.js";
import { addressOf } from "./message-files.js";
import { size } from "./sizes.js";

/** @typedef {import("../types.js").Upload} Upload */

class LightBox extends Part {
  /** @type {Upload[]} */
  #pictures = [];
  #index = 0;

  connected() {
    this.dialog = /** @type {HTMLDialogElement} */ (this.find("dialog"));
    this.image = /** @type {HTMLImageElement} */ (this.find("img"));
    this.on("click", (event) => this.#clicked(event));
    this.on("keydown", (event) => this.#pressed(event));
    this.on("close", () => this.image?.removeAttribute("src"), this.dialog);
  }

  /** @param {Upload[]} pictures @param {number} index */
  open(pictures, index) {
    this.#pictures = pictures;
    this.#show(index);
    this.dialog?.showModal();
  }

  /** @param {number} index */
  #show(index) {
    const count = this.#pictures.length;
    this.#index = (index + count) % count;
    const { name, url, width, height, ...upload } = this.#pictures[this.#index];
    this.dialog?.classList.remove("full");
    Object.assign(this.image ?? {}, { src: addressOf(url), alt: name, width: width ?? 0, height: height ?? 0 });
    write(this, ".box-name", name);
    write(this, ".box-note", [size(upload.size), count > 1 ? say("nth_picture", { number: this.#index + 1, count }) : ""].filter(Boolean).join(" · "));
    Object.assign(find(this, ".box-save"), { href: addressOf(url), download: name });
    this.querySelectorAll("[data-step]").forEach((button) => ((/** @type {HTMLElement} */ (button)).hidden = count < 2));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const step = target.closest("[data-step]")?.getAttribute("data-step");
    if (step) this.#show(this.#index + Number(step));
    else if (target === this.image) this.dialog?.classList.toggle("full");
    else if (!target.closest("a, .box-about") || target.closest("[data-does=close]")) this.dialog?.close();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || this.#pictures.length < 2) return;
    event.preventDefault();
    this.#show(this.#index + (document.dir === "rtl" ? -step : step));
  }
}

export const ELEMENTS = { "light-box": LightBox };

/** @param {import("../app.js").App} app @param {{pictures: Upload[], index: number}} detail */
export const open = (app, { pictures, index }) => app.part("light-box").open(pictures, index);
