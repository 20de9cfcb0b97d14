// @ts-check
/** One question before something that cannot be taken back. */
import { write } from "../dom.js";
import { Part } from "./part.js";

export class ConfirmDialog extends Part {
  /**
   * @param {{title: string, text: string, action: string}} question
   * @returns {Promise<boolean>}
   */
  ask({ title, text, action }) {
    const dialog = /** @type {HTMLDialogElement} */ (this.find("dialog"));
    write(this, "h2", title);
    write(this, "p", text);
    write(this, ".danger", action);
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
  }
}
