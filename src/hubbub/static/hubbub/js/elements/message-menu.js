// @ts-check
/** The rest of what can be done with a message. */
import { allowed } from "../acts.js";
import { Menu } from "./menu.js";

/** @typedef {import("./message-item.js").MessageItem} MessageItem */

export class MessageMenu extends Menu {
  /** @type {MessageItem | null} */
  #item = null;

  /** What the person may do with this message. @param {MessageItem} item */
  #offer(item) {
    for (const entry of this.all) entry.hidden = !allowed(entry.dataset.does ?? "", item, this.store.me);
  }

  /** Whether there is anything in it for this message. @param {MessageItem} item */
  serves(item) {
    return this.all.some((entry) => allowed(entry.dataset.does ?? "", item, this.store.me));
  }

  /** @param {MessageItem} item @param {HTMLElement} anchor */
  open(item, anchor) {
    if (!this.serves(item)) return;
    this.#offer(item);
    this.#item = item;
    this.show(anchor);
  }

  /** @param {string} does @param {HTMLElement} anchor */
  chose(does, anchor) {
    this.announce("act-on-message", { does, item: this.#item, anchor });
  }
}
