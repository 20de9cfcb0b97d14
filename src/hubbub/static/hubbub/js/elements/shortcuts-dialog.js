// @ts-check
/** All keys on one page. */
import { Part } from "./part.js";

export class ShortcutsDialog extends Part {
  connected() {
    this.on("click", (event) => (event.target.matches("dialog") || event.target.closest("[data-does=close]")) && this.find("dialog").close());
  }

  open() {
    const dialog = /** @type {HTMLDialogElement} */ (this.find("dialog"));
    if (!dialog.open) dialog.showModal();
  }
}
