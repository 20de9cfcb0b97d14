// @ts-check
/**
 * What one does with the rows of a list, wherever it stands: pointer and focus bring the toolbar, a long press the menu,
 * arrows move the focus (roving), keys act, and names, quotes, code and reactions answer a click.
 */
import { actOf, allowed } from "../acts.js";
import { copy, isTyping } from "../dom.js";
import { onHold } from "./holding.js";

/**
 * @typedef {import("./message-actions.js").MessageActions} MessageActions
 * @typedef {import("./message-item.js").MessageItem} MessageItem
 */

const NAMES = ".mention, .room-link";
const OPENS_ITSELF = "a, button, textarea, form";

/** @type {MessageActions | undefined} */
let only;
const toolbar = () => (only ??= copy("row-actions"));

/** @param {EventTarget | null} target */
const itemOf = (target) => /** @type {MessageItem | null} */ (/** @type {Element} */ (target).closest("message-item"));

export class RowHands {
  /**
   * @param {import("./part.js").Part} part that the list belongs to
   * @param {HTMLElement} list
   */
  constructor(part, list) {
    this.part = part;
    this.list = list;
    part.on("click", (event) => this.#clicked(event), list);
    part.on("keydown", (event) => this.#pressed(event), list);
    part.on("focusin", (event) => this.#focused(event.target), list);
    part.on("edited", (event) => event.target.article.focus({ preventScroll: true }), list);
    part.on("pointerover", (event) => event.pointerType === "mouse" && this.#point(event.target), list);
    part.on("pointermove", (event) => event.pointerType === "mouse" && !itemOf(event.target)?.contains(toolbar()) && this.#point(event.target), list);
    onHold(part, list, (target) => (target.closest(OPENS_ITSELF) ? null : itemOf(target)), (item) => part.announce("open-message-menu", { item, anchor: item.article }));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const item = itemOf(target);
    if (!item || target.closest("message-actions")) return;
    const button = target.closest("button");
    const name = /** @type {HTMLElement | null} */ (target.closest(NAMES));
    if (button) this.#button(button, item);
    else if (name) this.#name(name);
    else if (!target.closest(OPENS_ITSELF)) toolbar().serve(item);
  }

  /** @param {HTMLElement} button @param {MessageItem} item */
  #button(button, item) {
    const { part } = this;
    if (button.matches(".quote")) return part.announce("show-message", { number: Number(button.dataset.number), room: item.room?.name });
    if (button.matches(".copy")) return part.announce("copy-text", { text: button.parentElement?.querySelector("pre")?.textContent ?? "", told: "code_copied" });
    if (button.dataset.emoji) return part.announce("toggle-reaction", { item, emoji: button.dataset.emoji });
    const does = button.dataset.does ?? "";
    if (item.pending) part.announce(does === "retry" ? "retry-message" : "discard-message", { client_id: item.pending.client_id });
    else if (allowed(does, item, part.store.me)) part.announce("act-on-message", { does, item, anchor: button });
  }

  /** @param {HTMLElement} name */
  #name(name) {
    if (name.dataset.room) this.part.announce("open-room", { room: name.dataset.room });
    else this.part.announce("open-direct", { username: name.dataset.username });
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const item = itemOf(event.target);
    if (!item || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") return this.#step(event, item);
    const does = actOf(event.key);
    if (!does || !allowed(does, item, this.part.store.me)) return;
    event.preventDefault();
    const button = /** @type {HTMLElement | null} */ (item.querySelector(`message-actions [data-does="${does}"]`));
    this.part.announce("act-on-message", { does, item, anchor: button ?? item.article });
  }

  /** @param {KeyboardEvent} event @param {MessageItem} item */
  #step(event, item) {
    const rows = /** @type {MessageItem[]} */ ([...this.list.querySelectorAll("message-item")]);
    const next = rows[rows.indexOf(item) + (event.key === "ArrowUp" ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    this.focus(next);
  }

  /** @param {MessageItem} item */
  focus(item) {
    item.article.focus({ preventScroll: true });
    item.article.scrollIntoView({ block: "nearest" });
  }

  /** One row of the list can be reached with Tab: the last one, until another had the focus. */
  settle() {
    const rows = /** @type {NodeListOf<MessageItem>} */ (this.list.querySelectorAll("message-item"));
    if (rows.length && !this.list.querySelector('.msg[tabindex="0"]')) rows[rows.length - 1].article.tabIndex = 0;
  }

  /** @param {EventTarget | null} target */
  #focused(target) {
    const item = itemOf(target);
    if (!item) return;
    this.list.querySelectorAll('.msg[tabindex="0"]').forEach((article) => article.setAttribute("tabindex", "-1"));
    item.article.tabIndex = 0;
    toolbar().serve(item);
  }

  /** @param {EventTarget | null} target */
  #point(target) {
    const item = itemOf(target);
    if (item && !toolbar().contains(document.activeElement) && !document.querySelector(":popover-open")) toolbar().serve(item);
  }
}
