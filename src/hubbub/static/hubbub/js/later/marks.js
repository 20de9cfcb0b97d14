// @ts-check
/** Marks that one puts on messages, and the panels that show what carries one: pinned, saved, mentions, earlier texts. */
import { answered, place } from "../acts.js";
import { path } from "../api.js";
import { copy, find, write } from "../dom.js";
import { RowHands } from "../elements/row-hands.js";
import { fill } from "../html.js";
import { counted, moment, say, stamp } from "../words.js";
import { Panel } from "./panel.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../elements/message-item.js").MessageItem} MessageItem
 * @typedef {{room: string, message: import("../types.js").Message, note: string}} Marked
 * @typedef {{body: string, html: string | null, created: string}} Revision
 * @typedef {{found: Marked[], next: number | null, before: number | null}} Page
 */

// What is done

/** @param {App} app @param {MessageItem} item */
export const pin = async (app, item) => answered(app, item, await app.api.put(`${place(item)}/pin`));

/** @param {App} app @param {MessageItem} item */
export const unpin = async (app, item) => answered(app, item, await app.api.remove(`${place(item)}/pin`));

/** @param {App} app @param {MessageItem} item */
export const save = (app, item) => keep(app, item, true);

/** @param {App} app @param {MessageItem} item */
export const unsave = (app, item) => keep(app, item, false);

/** @param {App} app @param {MessageItem} item @param {boolean} saved */
async function keep(app, item, saved) {
  const at = `${place(item)}/saved`;
  const { error } = await (saved ? app.api.put(at) : app.api.remove(at));
  if (error) return app.tell(error.message);
  app.store.apply({ type: "saved", room: item.room?.name ?? "", number: item.number ?? 0, saved });
  app.tell(say(saved ? "saved" : "unsaved"));
}

/** The frame that all tabs hear moves the mark; what was read a moment ago is not sent behind it. @param {App} app @param {MessageItem} item */
export async function markUnread(app, item) {
  if (item.room) item.room.held = true;
  app.marks.confirm(item.room?.name ?? "", Infinity);
  const { error } = await app.api.post(path("rooms", item.room?.name ?? "", "unread"), { number: item.number });
  app.tell(error ? error.message : say("marked_unread"));
}

/** From a list, which need not be one of the room in view: where it was said. @param {App} app @param {MessageItem} item */
export async function reply(app, { message, room }) {
  if (!message || !room) return;
  if (!message.in_room) return app.intend("open-thread", { room: room.name, number: message.thread, flash: message.number });
  await app.opening.go(room.name, message.number);
  if (app.store.current === room) app.part(".room message-composer").reply(message);
}

/** @param {App} app @param {number} people @returns {Promise<boolean>} */
export const askToCall = (app, people) =>
  app.part("confirm-dialog").ask({ title: counted("call_people", people), text: say("call_text"), action: say("call") });

/** @param {App} app @param {{letter: import("../outbox.js").Letter, people: number}} detail */
export async function confirmCall(app, { letter, people }) {
  if (!(await askToCall(app, people))) return;
  Object.assign(letter, { confirmed: true });
  app.intend("retry-message", { client_id: letter.client_id });
}

// What is shown

/** Which changes of the store make a list another one, by the panel's name. */
const STIRS = {
  pins: new Set(["view", "changed", "gone"]),
  saved: new Set(["saved", "gone"]),
  mentions: new Set(["gone"]),
};

/** A list of messages, from the room in view or from many. */
class MarkedPanel extends Panel {
  #turn = 0;

  connected() {
    this.list = this.find(".marked");
    this.hands = new RowHands(this, this.list);
    this.on("click", (event) => this.#clicked(event));
    const stirs = STIRS[/** @type {keyof typeof STIRS} */ (this.dataset.panel)];
    this.follow((changes) => this.shown && changes.some((change) => stirs.has(change.what)) && this.open());
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
    if (before === null) this.list?.replaceChildren();
    this.list?.append(...found.flatMap((one) => this.#row(one)));
    this.find(".marked-empty").hidden = Boolean(this.list?.childElementCount);
    this.find(".more-marked").hidden = next === null;
    this.find(".more-marked").dataset.before = String(next ?? "");
    this.hands?.settle();
  }

  /** @param {Marked} one */
  #row({ room: name, message, note }) {
    const room = this.store.rooms.get(name);
    if (!room) return [];
    const place = copy("row-marked");
    const row = /** @type {MessageItem} */ (copy("row-message"));
    Object.assign(find(place, ".where").dataset, { room: name, number: message.number });
    write(place, ".where", note);
    place.append(row);
    row.show(message, room, this.store.me?.id ?? 0);
    return [place];
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

/** The texts that a message had before. */
class HistoryPanel extends Panel {
  #at = "";

  /** @param {{item?: MessageItem}} detail */
  open({ item }) {
    this.find(".earlier").replaceChildren();
    const at = (this.#at = item ? place(item) : "");
    if (at) this.announce("load-history", { at, found: (/** @type {Revision[]} */ revisions) => this.shown && at === this.#at && this.#take(revisions) });
  }

  /** @param {Revision[]} revisions */
  #take(revisions) {
    this.find(".earlier").replaceChildren(...revisions.reverse().map(earlier));
    this.find(".earlier").focus();
  }
}

/** @param {Revision} revision */
function earlier({ body, html, created }) {
  const row = copy("row-earlier");
  write(row, "time", say("until", { time: moment(created) }));
  if (html === null) write(row, ".body", body).classList.add("plain");
  else fill(find(row, ".body"), html);
  return row;
}

class PinsPanel extends MarkedPanel {}
class SavedPanel extends MarkedPanel {}
class MentionsPanel extends MarkedPanel {}

export const ELEMENTS = { "pins-panel": PinsPanel, "saved-panel": SavedPanel, "mentions-panel": MentionsPanel, "history-panel": HistoryPanel };

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

  async "load-history"(app, { at, found }) {
    const texts = [];
    for (let before = ""; ; ) {
      const { value, error } = await app.api.get(`${at}/revisions${before}`);
      if (error) return app.tell(error.message);
      texts.unshift(...value.revisions);
      if (!value.next) return found(texts);
      before = `?before=${value.next}`;
    }
  },
};
