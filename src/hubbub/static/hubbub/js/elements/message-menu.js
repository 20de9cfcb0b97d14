// @ts-check
/** The rest of what can be done with a message: a menu at its button, on a phone a sheet from below. */
import { allowed } from "../acts.js";
import { place } from "../dom.js";
import { Part } from "./part.js";

/** @typedef {import("./message-item.js").MessageItem} MessageItem */

const SHEET = matchMedia("(width < 720px)");
/** @type {Record<string, (index: number, last: number) => number>} */
const STEPS = {
  ArrowDown: (index, last) => (index === last ? 0 : index + 1),
  ArrowUp: (index, last) => (index <= 0 ? last : index - 1),
  Home: () => 0,
  End: (_, last) => last,
};

export class MessageMenu extends Part {
  /** @type {MessageItem | null} */
  #item = null;
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
    return this.#item !== null;
  }

  /** What the person may do with this message. @param {MessageItem} item */
  #offer(item) {
    for (const entry of this.#all()) entry.hidden = !allowed(entry.dataset.does ?? "", item, this.store.me);
  }

  #all() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-does]")]);
  }

  get #entries() {
    return this.#all().filter((entry) => entry.checkVisibility());
  }

  /** Whether there is anything in it for this message. @param {MessageItem} item */
  serves(item) {
    return this.#all().some((entry) => allowed(entry.dataset.does ?? "", item, this.store.me));
  }

  /** @param {MessageItem} item @param {HTMLElement} anchor */
  open(item, anchor) {
    if (!this.menu || !this.serves(item)) return;
    this.#offer(item);
    this.#item = item;
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
    this.#item = this.#from = null;
    if (this.contains(document.activeElement)) from?.focus({ preventScroll: true });
    from?.removeAttribute("aria-expanded");
    this.menu?.hidePopover();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const does = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-does]"))?.dataset.does;
    const [item, anchor] = [this.#item, this.#from];
    if (!does || !item) return;
    this.hide();
    this.announce("act-on-message", { does, item, anchor });
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
