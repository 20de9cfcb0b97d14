// @ts-check
/** What can be done with a message. There is one of these; it moves to the row under the pointer or the focus. */
import { mayManage } from "../wire.js";
import { find } from "../dom.js";
import { Part } from "./part.js";

export class MessageActions extends Part {
  connected() {
    this.on("click", (event) => this.#clicked(event));
  }

  /** @param {import("./message-item.js").MessageItem} item */
  serve(item) {
    const { current, me } = this.store;
    const message = item.message;
    if (!current || !message || message.deleted || message.kind === "system") return this.remove();
    const mine = message.author.id === me?.id;
    const writable = !current.archived;
    this.#allow("react", writable);
    this.#allow("reply", writable);
    this.#allow("edit", writable && mine);
    this.#allow("delete", mine || mayManage(current.kind, current.role));
    if (this.parentElement !== item.article) item.article.append(this);
  }

  /** @param {string} does @param {boolean} allowed */
  #allow(does, allowed) {
    find(this, `[data-does="${does}"]`).hidden = !allowed;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("button");
    const item = /** @type {import("./message-item.js").MessageItem | null} */ (this.closest("message-item"));
    if (button && item) this.announce("act-on-message", { does: button.dataset.does, item, anchor: button });
  }
}
