// @ts-check
/** The toolbar of a row. There is one of these; it moves to the row under the pointer or the focus. */
import { allowed } from "../acts.js";
import { find } from "../dom.js";
import { Part } from "./part.js";

/** @typedef {import("./message-item.js").MessageItem} MessageItem */

export class MessageActions extends Part {
  connected() {
    this.on("click", (event) => this.#clicked(event));
  }

  /** @param {MessageItem} item */
  serve(item) {
    const { me } = this.store;
    const buttons = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-does]")]);
    for (const button of buttons) button.hidden = !allowed(button.dataset.does ?? "", item, me);
    const more = find(this, ".more");
    more.hidden = !this.menu.serves(item);
    if (more.hidden && buttons.every((button) => button.hidden)) return this.remove();
    if (this.parentElement !== item.article) item.article.append(this);
  }

  get menu() {
    return /** @type {import("./message-menu.js").MessageMenu} */ (find(this.app, "message-menu"));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const anchor = /** @type {Element} */ (event.target).closest("button");
    const item = /** @type {MessageItem | null} */ (this.closest("message-item"));
    if (!anchor || !item) return;
    if (anchor.matches(".more")) this.announce("open-message-menu", { item, anchor });
    else this.announce("act-on-message", { does: anchor.dataset.does, item, anchor });
  }
}
