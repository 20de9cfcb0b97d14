// @ts-check
/** What people want, by the name that the elements announce, and what is done about it. */
import * as address from "./address.js";
import { path } from "./api.js";
import { editMessage } from "./elements/message-editor.js";
import { MANAGING } from "./managing.js";
import { sorted } from "./elements/room-list.js";
import { PAGE } from "./timeline.js";
import { say } from "./words.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./elements/message-item.js").MessageItem} MessageItem
 */

/** @param {App} app @param {string} name @returns {any} */
const part = (app, name) => app.element.querySelector(name);

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const INTENTIONS = {
  ...MANAGING,

  "send-message"(app, { room, body, reply_to }) {
    const letter = app.outbox.add(room, body, reply_to);
    const known = app.store.rooms.get(room);
    if (known) known.line = null;
    app.store.pend(letter);
    part(app, "message-list").toEnd();
    app.flush();
  },

  "retry-message"(app, { client_id }) {
    const letter = app.outbox.retry(client_id);
    if (letter) app.store.pend(letter);
    app.flush();
  },

  "discard-message"(app, { client_id }) {
    const letter = app.outbox.find(client_id);
    app.outbox.remove(client_id);
    if (letter) app.store.unpend(letter.room, client_id);
  },

  "act-on-message"(app, { does, item, anchor }) {
    ACTS[does]?.(app, item, anchor);
  },

  async "toggle-reaction"(app, { message, emoji }) {
    const { current, me } = app.store;
    if (!current || !message) return;
    const mine = message.reactions.find((/** @type {any} */ one) => one.emoji === emoji)?.users.some((/** @type {any} */ user) => user.id === me?.id);
    const place = path("rooms", current.name, "messages", message.number, "reactions", emoji);
    answered(app, current.name, await (mine ? app.api.remove(place) : app.api.put(place)));
  },

  async "load-messages"(app, { room: name, before, after, latest }) {
    const room = app.store.rooms.get(name);
    if (!room || loading.has(room)) return;
    loading.add(room);
    const query = before ? `before=${before}&` : after ? `after=${after}&` : "";
    const { value, error } = await app.api.get(`${path("rooms", name, "messages")}?${query}limit=${PAGE}`);
    loading.delete(room);
    if (error) return app.tell(error.message);
    room.loaded(value.messages);
    if (before) room.timeline.older();
    else if (after) room.timeline.newer(room.number);
    else if (latest) room.timeline.showLatest(value.messages.at(-1)?.number ?? 0);
    app.store.page(name, value.messages);
  },

  "show-message"(app, { number }) {
    const room = app.store.current;
    if (room) app.opening.go(room.name, number);
  },

  "open-room"(app, { room }) {
    const known = [...app.store.rooms.keys()].find((name) => name.toLowerCase() === room.toLowerCase());
    app.opening.go(known ?? room);
  },

  "next-room"(app, { step, unread }) {
    const rooms = sorted([...app.store.rooms.values()]);
    const here = rooms.findIndex((room) => room.name === app.store.view.room);
    const order = rooms.map((_, index) => rooms[(here + step * (index + 1) + rooms.length * 2) % rooms.length]);
    const next = order.find((room) => room && (!unread || room.unread > 0));
    if (next) app.opening.go(next.name);
  },

  "go-home": (app) => app.opening.go(""),
  "mark-read": (app, { room, number }) => number > (app.store.rooms.get(room)?.read ?? 0) && app.markRead(room, number),
  "tell-typing": (app, { room }) => app.socket.send({ type: "typing", room }),
  "retry-now": (app) => app.socket.wake(),
  "open-switcher": (app) => part(app, "quick-switcher").open(),
  "open-shortcuts": (app) => part(app, "shortcuts-dialog").open(),
  "open-browse": (app) => part(app, "browse-rooms").open(),
  "open-invite": (app) => part(app, "people-picker[data-for=invite]").open(),
  "toggle-people": (app) => part(app, "people-panel").toggle(),
  "pick-emoji": (app, { anchor, chosen }) => part(app, "emoji-picker").open(anchor, chosen),

  "edit-last"(app) {
    const items = /** @type {MessageItem[]} */ ([...app.element.querySelectorAll("message-item.mine:not(.deleted, .pending)")]);
    const last = items.at(-1);
    if (last) ACTS.edit(app, last);
  },

  escape(app) {
    const panel = /** @type {HTMLElement} */ (part(app, ".panel"));
    if (!panel.hidden) return part(app, "people-panel").toggle(false);
    if (part(app, "message-composer").escape()) return undefined;
    part(app, "message-list").toEnd();
    return part(app, "#composer-text").focus();
  },

  async "copy-text"(app, { text, told }) {
    const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    app.tell(say(copied ? told : "copy_failed"));
  },
};

/** @type {WeakSet<object>} rooms with a page of history on the way */
const loading = new WeakSet();

/** @type {Record<string, (app: App, item: MessageItem, anchor?: HTMLElement) => unknown>} */
const ACTS = {
  react(app, item, anchor) {
    const chosen = (/** @type {string} */ emoji) => INTENTIONS["toggle-reaction"](app, { message: item.message, emoji });
    part(app, "emoji-picker").open(anchor, chosen);
  },

  reply: (app, item) => part(app, "message-composer").reply(item.message),

  edit(app, item) {
    editMessage(item, async (body) => {
      const answer = await app.api.patch(messagePath(app, item), { body });
      return answered(app, app.store.view.room, answer);
    });
  },

  async delete(app, item) {
    const question = { title: say("delete_title"), text: say("delete_text"), action: say("delete") };
    const place = messagePath(app, item);
    const room = app.store.view.room;
    if (await part(app, "confirm-dialog").ask(question)) answered(app, room, await app.api.remove(place));
  },

  "copy-link"(app, item) {
    const url = new URL(address.write(app.base, app.store.view.room, item.number), location.href).href;
    INTENTIONS["copy-text"](app, { text: url, told: "link_copied" });
  },
};

/** @param {App} app @param {MessageItem} item */
const messagePath = (app, item) => path("rooms", app.store.view.room, "messages", item.number ?? 0);

/**
 * The answer shows at once; the stream's copy of it then changes nothing.
 * @param {App} app
 * @param {string} room
 * @param {import("./api.js").Answer<any>} answer
 * @returns {string} the objection, if any
 */
function answered(app, room, { value, error }) {
  if (value) app.store.answered(room, value);
  if (error) app.tell(error.message);
  return error?.message ?? "";
}
