// @ts-check
/** What every element of the chat shares: it reads the store, announces intentions, and cleans up after itself. */
import { find } from "../dom.js";

export class Part extends HTMLElement {
  #life = new AbortController();

  connectedCallback() {
    this.#life = new AbortController();
    this.connected();
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  connected() {}

  /** @returns {import("./chat-app.js").ChatApp} */
  get app() {
    return /** @type {any} */ (this.closest("chat-app") ?? document.querySelector("chat-app"));
  }

  get store() {
    return this.app.store;
  }

  get signal() {
    return this.#life.signal;
  }

  /**
   * @template {HTMLElement} [T=HTMLElement]
   * @param {string} selector
   * @returns {T}
   */
  find(selector) {
    return find(this, selector);
  }

  /**
   * @param {string} type
   * @param {(event: any) => void} handler
   * @param {EventTarget} [target]
   */
  on(type, handler, target = this) {
    target.addEventListener(type, handler, { signal: this.signal });
  }

  /** @param {(changes: import("../store.js").Change[]) => void} handler */
  follow(handler) {
    this.store.listen(handler, this.signal);
  }

  /** Hear only that something of these kinds has changed. @param {string[]} whats @param {() => void} handler */
  when(whats, handler) {
    this.follow((changes) => changes.some(({ what }) => whats.includes(what)) && handler());
  }

  /**
   * Say what the person wants; app.js does it.
   * @param {string} intention
   * @param {object} [detail]
   */
  announce(intention, detail = {}) {
    this.dispatchEvent(new CustomEvent(intention, { bubbles: true, detail }));
  }
}
