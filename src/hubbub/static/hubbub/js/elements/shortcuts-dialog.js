// @ts-check
/** All keys on one page. */
import { Part } from "./part.js";

export class ShortcutsDialog extends Part {
  get dialog() {
    return /** @type {HTMLDialogElement} */ (this.find("dialog"));
  }

  connected() {
    this.on("click", (event) => (event.target === this.dialog || event.target.closest("[data-does=close]")) && this.dialog.close());
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
  }
}
