// @ts-check
/** Intentions about messages: send, retry, react, load, show. What can be done with one that stands there: acts.js. */
import { ACTS } from "../acts.js";
import { path } from "../api.js";
import { later } from "../later.js";
import { PAGE } from "../timeline.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../elements/message-item.js").MessageItem} MessageItem
 */

/** @type {WeakSet<object>} rooms with a page of history on the way */
const loading = new WeakSet();

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const MESSAGES = {
  "send-message"(app, { room, ...post }) {
    const letter = app.outbox.add(room, post);
    const known = app.store.rooms.get(room);
    if (known && !letter.thread) known.line = null;
    app.store.pend(letter);
    if (!letter.thread) app.part("message-list").toEnd();
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
    ACTS[does]?.act(app, item, anchor);
  },

  "confirm-call": later("marks", "confirmCall"),
  "open-message-menu": (app, { item, anchor }) => app.part("message-menu").open(item, anchor),

  async "toggle-reaction"(app, { item, emoji }) {
    const { message, room } = item;
    if (!room || !message) return;
    const mine = message.reactions.find((/** @type {any} */ one) => one.emoji === emoji)?.users.some((/** @type {any} */ user) => user.id === app.store.me?.id);
    const place = path("rooms", room.name, "messages", message.number, "reactions", emoji);
    app.answered(room.name, await (mine ? app.api.remove(place) : app.api.put(place)));
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

  "show-message"(app, { number, room = app.store.current?.name }) {
    if (room) app.opening.go(room, number);
  },

  async "open-thread"(app, { room, ...thread }) {
    if (app.store.view.room !== room) await app.opening.go(room);
    if (app.store.view.room === room) app.intend("open-panel", { panel: "thread", room, ...thread });
  },

  "need-message": (app, { room, number }) => needed(app, room, number),

  "edit-last"(app, { from }) {
    const rows = from.closest("[data-panel], .room").querySelectorAll("message-item.mine:not(.deleted, .pending)");
    const last = /** @type {MessageItem | undefined} */ ([...rows].at(-1));
    if (last) ACTS.edit.act(app, last, last.article);
  },

  "mark-read": (app, { room, number }) => !app.store.rooms.get(room)?.held && number > (app.store.rooms.get(room)?.read ?? 0) && app.markRead(room, number),
  "tell-typing": (app, { room }) => app.socket.send({ type: "typing", room }),
};

/** @type {Map<string, Set<number>>} rooms with messages that are quoted and not here */
const wanted = new Map();
/** @type {Set<string>} what was asked for: once is enough */
const asked = new Set();

/** Those that are wanted at the same moment are asked for one after the other, each once. @param {App} app @param {string} room @param {number} number */
function needed(app, room, number) {
  if (asked.has(`${room}/${number}`)) return;
  asked.add(`${room}/${number}`);
  const numbers = wanted.get(room);
  if (numbers) return void numbers.add(number);
  wanted.set(room, new Set([number]));
  queueMicrotask(() => fetchWanted(app, room));
}

/** @param {App} app @param {string} room */
async function fetchWanted(app, room) {
  const numbers = [...(wanted.get(room) ?? [])];
  wanted.delete(room);
  const answers = await Promise.all(numbers.map((number) => app.api.get(path("rooms", room, "messages", number))));
  answers.forEach(({ error }, index) => error && asked.delete(`${room}/${numbers[index]}`));
  app.store.learn(room, answers.flatMap(({ value }) => (value ? [value] : [])));
}
