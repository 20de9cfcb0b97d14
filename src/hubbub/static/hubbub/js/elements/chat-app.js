// @ts-check
/** The whole chat: holds the store for everyone in it, shows one pane at a time on a phone, knows the keys. */
import { Store } from "../store.js";
import { isTyping } from "../dom.js";
import { Part } from "./part.js";

/** @type {Record<string, {name: string, detail?: object}>} */
const SINGLE_KEYS = { "?": { name: "open-shortcuts" }, "/": { name: "open-panel", detail: { panel: "search" } } };

export class ChatApp extends Part {
  #store = new Store();
  /** @type {import("../drafts.js").Drafts | null} */
  drafts = null;

  get store() {
    return this.#store;
  }

  connected() {
    this.on("click", (event) => this.#clicked(event));
    this.on("keydown", (event) => this.#pressed(event), document);
    this.when(["view"], () => this.#pane());
  }

  #pane() {
    this.dataset.pane = this.store.view.state === "none" ? "rooms" : "room";
  }

  /** Any button or link may name an intention in `data-intent`; the rest of its data is the detail. @param {MouseEvent} event */
  #clicked(event) {
    const element = /** @type {Element} */ (event.target).closest?.("[data-intent]");
    if (!(element instanceof HTMLElement) || event.ctrlKey || event.metaKey) return;
    if (element instanceof HTMLAnchorElement) event.preventDefault();
    const { intent = "", ...detail } = element.dataset;
    this.announce(intent, { ...detail, from: element });
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const intention = this.#intention(event);
    if (!intention) return;
    event.preventDefault();
    this.announce(intention.name, intention.detail);
  }

  /** @param {KeyboardEvent} event @returns {{name: string, detail?: object} | null} */
  #intention(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return { name: "open-switcher" };
    if (document.querySelector("dialog[open], :popover-open")) return null;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown"))
      return { name: "next-room", detail: { step: event.key === "ArrowUp" ? -1 : 1, unread: event.shiftKey } };
    if (event.key === "Escape" && !event.defaultPrevented) return { name: "escape" };
    return (!isTyping(event.target) && SINGLE_KEYS[event.key]) || null;
  }
}
