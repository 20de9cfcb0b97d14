// @ts-check
/** All keys on one page. */
import { Part } from "../elements/part.js";

class ShortcutsDialog extends Part {
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

export const ELEMENTS = { "shortcuts-dialog": ShortcutsDialog };

/** @param {import("../app.js").App} app */
export const open = (app) => app.part("shortcuts-dialog").open();
