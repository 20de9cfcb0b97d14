// @ts-check
/** The threads that the person follows or has written in: those with something new first. */
import { copy, find, write } from "../dom.js";
import { gist } from "../elements/message-item.js";
import { clock, counted, day, dayKey, say } from "../words.js";
import { Panel } from "./panel.js";

/** @typedef {{root: import("../types.js").Message, mark: import("../types.js").ThreadMark, unread: number}} Followed */

class ThreadsPanel extends Panel {
  /** @type {Map<string, Followed>} */
  #threads = new Map();
  /** @type {string | null} */
  #cursor = null;
  #turn = 0;

  connected() {
    this.when(["threads"], () => this.shown && this.#load());
    this.on("click", (event) => this.#clicked(event));
  }

  open() {
    return this.#load();
  }

  /** @param {string | null} [cursor] */
  async #load(cursor = null) {
    const turn = ++this.#turn;
    /** @type {import("../api.js").Answer<any>} */
    const { value } = await new Promise((found) => this.announce("load-threads", { cursor, found }));
    if (!value || turn !== this.#turn) return;
    if (!cursor) this.#threads.clear();
    for (const one of /** @type {Followed[]} */ (value.threads)) this.#threads.set(`${one.mark.room}/${one.mark.number}`, one);
    this.#cursor = value.cursor;
    this.#draw();
  }

  #draw() {
    const list = this.find(".threads");
    const at = [...list.children].findIndex((row) => row.contains(document.activeElement));
    list.replaceChildren(...[...this.#threads.values()].map((one) => this.#row(one)));
    if (at >= 0) /** @type {HTMLElement | null} */ (list.children[at]?.querySelector("button"))?.focus();
    this.find(".threads-empty").hidden = this.#threads.size > 0;
    this.find("[data-does=more]").hidden = this.#cursor === null;
  }

  /** @param {Followed} thread */
  #row({ root, mark, unread }) {
    const row = copy("row-thread");
    const room = this.store.rooms.get(mark.room);
    const button = find(row, "button");
    Object.assign(button.dataset, { room: mark.room, number: mark.number });
    button.classList.toggle("new", mark.following && unread > 0);
    write(row, ".thread-room", room?.kind === "direct" ? room.title : `#${room?.title ?? mark.room}`);
    const last = root.replies?.last ?? root.created;
    write(row, "time", dayKey(last) === dayKey(new Date().toISOString()) ? clock(last) : day(last)).setAttribute("datetime", last);
    write(row, ".who", root.author.name);
    write(row, ".words", root.deleted ? say("deleted_quote") : gist(root));
    write(row, ".thread-new", mark.following && unread ? counted("new_replies", unread) : "");
    write(row, ".thread-count", counted("replies", root.replies?.count ?? 0));
    return row;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
    if (button?.dataset.does === "more") this.#load(this.#cursor);
    if (button?.dataset.room) this.announce("open-thread", { room: button.dataset.room, number: Number(button.dataset.number), from: null });
  }
}

export const ELEMENTS = { "threads-panel": ThreadsPanel };

/** @type {Record<string, (app: import("../app.js").App, detail: any) => unknown>} */
export const INTENTIONS = {
  "load-threads": async (app, { cursor, found }) => found(await app.api.get(`threads?limit=30${cursor ? `&cursor=${cursor}` : ""}`)),
};
