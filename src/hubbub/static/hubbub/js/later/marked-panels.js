// @ts-check
/** Lists of messages that carry a mark: what is pinned in the room in view, saved by the person, mentions of them. */
import { path } from "../api.js";
import { copy, find, write } from "../dom.js";
import { RowHands } from "../elements/row-hands.js";
import { say, stamp } from "../words.js";
import { Panel } from "./panel.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../elements/message-item.js").MessageItem} MessageItem
 * @typedef {import("../store.js").Change} Change
 * @typedef {{room: string, message: import("../types.js").Message, note: string}} Marked
 * @typedef {{found: Marked[], next: number | null, before: number | null}} Page
 */

/** Changes of one message, or of what the person has made of it. */
const PAINTS = new Set(["added", "changed"]);

/** A list of messages, from the room in view or from many. */
class MarkedPanel extends Panel {
  /** Its rows, by room and number. @type {Map<string, HTMLElement>} */
  #places = new Map();
  #turn = 0;

  connected() {
    this.list = this.find(".marked");
    this.hands = new RowHands(this, this.list);
    this.on("click", (event) => this.#clicked(event));
    this.follow((changes) => this.shown && this.#changed(changes));
  }

  /** @param {Change[]} changes */
  #changed(changes) {
    for (const change of changes) if (PAINTS.has(change.what)) this.#paint(change);
    if (changes.some((change) => this.stale(change))) this.open();
  }

  /** Whether the list is another one now. @param {Change} change */
  stale(change) {
    return change.what === "gone";
  }

  /** @param {Change} change */
  lists({ room, number }) {
    return this.#places.has(`${room}/${number}`);
  }

  open() {
    this.#load(null);
  }

  /** @param {number | null} before */
  #load(before) {
    const turn = ++this.#turn;
    this.announce("load-marked", { list: this.dataset.panel, before, found: (/** @type {Page} */ page) => turn === this.#turn && this.#take(page) });
  }

  close() {
    this.#turn += 1;
  }

  /** @param {Page} page */
  #take({ found, next, before }) {
    const focused = /** @type {HTMLElement | null} */ (this.list?.contains(document.activeElement) ? document.activeElement : null);
    const above = before === null ? [] : this.#places;
    const places = found.flatMap((one) => this.#place(one));
    this.#places = new Map([...above, ...places]);
    this.list?.replaceChildren(...this.#places.values());
    this.#learn(found);
    this.find(".marked-empty").hidden = this.#places.size > 0;
    this.find(".more-marked").hidden = next === null;
    this.find(".more-marked").dataset.before = String(next ?? "");
    this.hands?.settle();
    if (focused) (focused.isConnected ? focused : this.list)?.focus({ preventScroll: true });
  }

  /** The room knows them from now on, so that what is done with them is heard. @param {Marked[]} found */
  #learn(found) {
    const said = (/** @type {string} */ name) => found.filter(({ room }) => room === name).map(({ message }) => message);
    for (const name of new Set(found.map(({ room }) => room))) this.store.learn(name, said(name));
    for (const { room, message } of found) this.#paint({ what: "changed", room, number: message.number });
  }

  /** Its row, which stays the same one. @param {Marked} one @returns {[string, HTMLElement][]} */
  #place({ room, message, note }) {
    if (!this.store.rooms.has(room)) return [];
    const key = `${room}/${message.number}`;
    const place = this.#places.get(key) ?? copy("row-marked");
    Object.assign(find(place, ".where").dataset, { room, number: message.number });
    write(place, ".where", note);
    if (!place.querySelector("message-item")) place.append(copy("row-message"));
    return [[key, place]];
  }

  /** @param {Change} change */
  #paint({ room: name = "", number = 0 }) {
    const row = /** @type {MessageItem | null | undefined} */ (this.#places.get(`${name}/${number}`)?.querySelector("message-item"));
    const room = this.store.rooms.get(name);
    const message = room?.messages.get(number);
    if (row && room && message) row.show(message, room, this.store.me?.id ?? 0);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const where = /** @type {HTMLElement | null} */ (target.closest(".where"));
    const more = /** @type {HTMLElement | null} */ (target.closest(".more-marked"));
    if (where) this.announce("show-message", { room: where.dataset.room, number: Number(where.dataset.number) });
    if (more) this.#load(Number(more.dataset.before));
  }
}

class PinsPanel extends MarkedPanel {
  #room = "";
  #pins = 0;

  open() {
    const { name = "", pins = 0 } = this.store.current ?? {};
    [this.#room, this.#pins] = [name, pins];
    super.open();
  }

  /** @param {Change} change */
  stale(change) {
    const { current } = this.store;
    if (current?.name !== this.#room || current.pins !== this.#pins) return true;
    if (!PAINTS.has(change.what) || change.room !== this.#room) return false;
    return this.lists(change) !== (current.messages.get(change.number ?? 0)?.pinned ?? false);
  }
}

class SavedPanel extends MarkedPanel {
  /** @param {Change} change */
  stale(change) {
    const kept = this.store.rooms.get(change.room ?? "")?.saved.has(change.number ?? 0) ?? false;
    return change.what === "gone" || (change.what === "saved" && kept !== this.lists(change));
  }
}

class MentionsPanel extends MarkedPanel {}

export const ELEMENTS = { "pins-panel": PinsPanel, "saved-panel": SavedPanel, "mentions-panel": MentionsPanel };

/** Where each list is asked for, and what stands above each of its messages. */
const LISTS = {
  pins: {
    at: (/** @type {string} */ room) => path("rooms", room, "pins"),
    note: (/** @type {App} */ app, /** @type {any} */ one) => say("pinned_by", { name: one.by?.name ?? "", time: stamp(one.pinned) }),
  },
  saved: { at: () => "saved", note: where },
  mentions: { at: () => "mentions", note: where },
};

/** @param {App} app @param {any} one */
function where(app, one) {
  return `${app.store.rooms.get(one.room)?.title ?? one.room} · ${stamp(one.message.created)}`;
}

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const INTENTIONS = {
  async "load-marked"(app, { list, before, found }) {
    const name = /** @type {keyof typeof LISTS} */ (list);
    const [{ at, note }, room] = [LISTS[name], app.store.current?.name];
    if (name === "pins" && !room) return app.intend("close-panel", {});
    const { value, error } = await app.api.get(at(room ?? "") + (before ? `?before=${before}` : ""));
    if (error) return app.tell(error.message);
    const marked = value[name].map((/** @type {any} */ one) => ({ room: one.room ?? room, message: one.message, note: note(app, one) }));
    found({ found: marked, next: value.next ?? null, before });
  },
};
