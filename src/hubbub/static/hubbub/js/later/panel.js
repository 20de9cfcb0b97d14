// @ts-check
/** What every panel beside the timeline shares: it is shown by the side-panel that holds it, one at a time. */
import { Part } from "../elements/part.js";

export class Panel extends Part {
  get side() {
    return /** @type {import("../elements/side-panel.js").SidePanel} */ (this.closest("side-panel"));
  }

  /** Whether it is the one that is shown. */
  get shown() {
    return this.side.current === this.dataset.panel;
  }

  /** It has been shown; `detail` is what `open-panel` said. What should have the focus may take it now. @param {any} _detail */
  open(_detail) {}

  /** It is shown no more. */
  close() {}

  /** Its name in the common head. @param {string} text */
  heading(text) {
    this.side.head(".panel-title", text);
  }

  /** What stands beside the name, quietly. @param {string} text */
  count(text) {
    this.side.head(".panel-count", text);
  }
}
