// @ts-check
/**
 * The place beside the timeline: people, a thread, what is pinned, … one panel at a time. A panel is an element in it with a
 * name in `data-panel`, its title in `data-title` and, where it comes later, its module in `data-module`.
 */
import { write } from "../dom.js";
import { need } from "../later.js";
import { Part } from "./part.js";

/** @typedef {HTMLElement & {open?: (detail: any) => void, close?: () => void}} PanelElement */

const COVERS = matchMedia("(width < 720px)");
const REST = ".side, .main > .room, .main > room-place";

export class SidePanel extends Part {
  /** @type {PanelElement | null} */
  #panel = null;
  /** @type {HTMLElement | null} what opened it */
  #from = null;
  /** Which opening is the last one: one that is still on its way gives place to it. */
  #turn = 0;

  connected() {
    this.on("change", () => this.#cover(), COVERS);
    this.when(["view"], () => COVERS.matches && this.close());
  }

  /** The name of the panel that is shown, "" for none. */
  get current() {
    return this.#panel?.dataset.panel ?? "";
  }

  /**
   * @param {import("../app.js").App} app
   * @param {string} name
   * @param {object} detail for the panel
   * @param {HTMLElement} [from] what opens it, and has the focus again when it is closed
   */
  async open(app, name, detail, from) {
    const panel = /** @type {PanelElement} */ (this.find(`[data-panel="${name}"]`));
    const { module, title = "" } = panel.dataset;
    const turn = ++this.#turn;
    if (module && !(await need(app, module))) return;
    if (turn !== this.#turn) return;
    if (!this.contains(document.activeElement)) this.#from = from ?? /** @type {HTMLElement | null} */ (document.activeElement);
    this.#show(panel);
    this.head(".panel-title", title);
    this.head(".panel-count", "");
    panel.open?.(detail);
    if (this.#panel === panel && !this.contains(document.activeElement)) this.find(".close").focus();
  }

  close() {
    this.#turn += 1;
    if (!this.#panel) return;
    const focused = this.contains(document.activeElement);
    this.#show(null);
    if (focused) this.#giveBack();
  }

  /** @param {PanelElement | null} panel */
  #show(panel) {
    const before = this.#panel;
    this.#panel = panel;
    if (before) before.hidden = before !== panel;
    if (panel) panel.hidden = false;
    if (before && before !== panel) before.close?.();
    this.hidden = !panel;
    this.app.classList.toggle("with-panel", panel !== null);
    for (const button of this.app.querySelectorAll("[data-intent=toggle-panel]"))
      button.setAttribute("aria-expanded", String(/** @type {HTMLElement} */ (button).dataset.panel === this.current));
    this.#cover();
  }

  /** On a phone it covers the rest, which cannot be reached then. */
  #cover() {
    for (const rest of this.app.querySelectorAll(REST)) /** @type {HTMLElement} */ (rest).inert = COVERS.matches && this.#panel !== null;
  }

  #giveBack() {
    const row = /** @type {HTMLElement | null | undefined} */ (this.#from?.closest(".msg"));
    const places = [this.#from, row, this.app.querySelector("#composer-text")];
    /** @type {HTMLElement | null | undefined} */ (places.find((place) => place?.checkVisibility?.()))?.focus();
  }

  /** Write into the head that all panels share. @param {".panel-title" | ".panel-count"} part @param {string} text */
  head(part, text) {
    write(this, part, text);
  }
}
