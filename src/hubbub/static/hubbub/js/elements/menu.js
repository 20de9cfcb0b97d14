// @ts-check
/** A menu that is opened from somewhere and gives the focus back there: at its button, on a phone a sheet from below. */
import { place } from "../dom.js";
import { Part } from "./part.js";

const SHEET = matchMedia("(width < 720px)");
/** @type {Record<string, (index: number, last: number) => number>} */
const STEPS = {
  ArrowDown: (index, last) => (index === last ? 0 : index + 1),
  ArrowUp: (index, last) => (index <= 0 ? last : index - 1),
  Home: () => 0,
  End: (_, last) => last,
};

export class Menu extends Part {
  /** @type {HTMLElement | null} what opened it */
  #from = null;

  connected() {
    this.menu = this.find("[popover]");
    this.on("click", (event) => this.#clicked(event));
    this.on("keydown", (event) => this.#pressed(event));
    this.on("pointerdown", (event) => this.opened && !this.menu?.contains(event.target) && this.hide(), document);
    this.on("blur", () => this.hide(), window);
  }

  get opened() {
    return this.#from !== null;
  }

  /** Every entry, offered or not. */
  get all() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-does]")]);
  }

  get #entries() {
    return this.all.filter((entry) => entry.checkVisibility());
  }

  /** An entry was chosen; the menu is hidden. @param {string} _does @param {HTMLElement} _from */
  chose(_does, _from) {}

  /** @param {HTMLElement} anchor */
  show(anchor) {
    if (!this.menu) return;
    this.#from = anchor;
    anchor.setAttribute("aria-expanded", "true");
    this.menu.style.cssText = "";
    this.menu.showPopover();
    if (!SHEET.matches) place(this.menu, anchor);
    (SHEET.matches ? this.menu : this.#entries[0])?.focus();
  }

  hide() {
    const from = this.#from;
    if (!this.opened) return;
    this.#from = null;
    if (this.contains(document.activeElement)) from?.focus({ preventScroll: true });
    from?.removeAttribute("aria-expanded");
    this.menu?.hidePopover();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const does = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-does]"))?.dataset.does;
    const from = this.#from;
    if (!does || !from) return;
    this.hide();
    this.chose(does, from);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === "Escape" || event.key === "Tab") this.hide();
    else if (!this.#step(event.key)) return;
    event.preventDefault();
  }

  /** By an arrow, or by the first letter of an entry. @param {string} key */
  #step(key) {
    const entries = this.#entries;
    const here = entries.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const round = [...entries.slice(here + 1), ...entries.slice(0, here + 1)];
    const begins = (/** @type {HTMLElement} */ entry) => entry.textContent?.trim().toLocaleLowerCase().startsWith(key.toLocaleLowerCase());
    const next = STEPS[key] ? entries[STEPS[key](here, entries.length - 1)] : key.length === 1 ? round.find(begins) : null;
    next?.focus();
    return Boolean(next);
  }
}
