// @ts-check
/**
 * Everything that this browser knows. `apply(frame)` folds one frame in and says exactly what changed; elements
 * listen and redraw that and nothing else. No DOM, no clock of its own.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Message} Message
 * @typedef {import("./types.js").RoomState} RoomState
 * @typedef {{what: string, room?: string, number?: number, client_id?: string, fresh?: boolean}} Change
 *   me · rooms (the list) · room (its state) · badge · timeline (start over) · page · added · changed · settled ·
 *   preferences · pending · typing · presence · roster · gone · view · link
 *
 * @typedef {object} View what the main pane shows
 * @property {"none" | "loading" | "room" | "preview" | "missing" | "removed"} state
 * @property {string} room
 * @property {RoomState} [preview]
 * @property {string} [title] of the room that is gone
 * @property {number | null} [number] the message that the address names
 */
import { FOLDS } from "./folds.js";
import { Threads } from "./threads.js";
import { keep } from "./folds/messages.js";

export class Store {
  /** @type {import("./types.js").Me | null} */
  me = null;
  site = { name: "" };
  epoch = "";
  /** @type {Map<string, import("./room.js").Room>} */
  rooms = new Map();
  /** @type {Map<number, import("./types.js").Person>} */
  people = new Map();
  threads = new Threads();
  /** @type {View} */
  view = { state: "none", room: "" };
  /** @type {import("./types.js").Preferences | null} how the person wants to be told; asked for after the first paint */
  preferences = null;
  /** How the connection is; the socket's own words. */
  link = { state: "idle", reason: "", retryAt: 0 };
  /** @type {Set<(changes: Change[]) => void>} */
  #listeners = new Set();

  /** @param {() => number} [now] */
  constructor(now = Date.now) {
    this.now = now;
  }

  /**
   * @param {(changes: Change[]) => void} listener
   * @param {AbortSignal} [signal]
   */
  listen(listener, signal) {
    this.#listeners.add(listener);
    signal?.addEventListener("abort", () => this.#listeners.delete(listener));
  }

  /** @param {Frame} frame */
  apply(frame) {
    const fold = FOLDS[frame.type];
    return this.tell(fold ? fold(this, /** @type {any} */ (frame)) : []);
  }

  /** @param {Change[]} changes */
  tell(changes) {
    if (changes.length) for (const listener of this.#listeners) listener(changes);
    return changes;
  }

  /** The room in the main pane, when the person is in it. */
  get current() {
    return this.view.state === "room" ? (this.rooms.get(this.view.room) ?? null) : null;
  }

  /** @param {View} view */
  show(view) {
    this.view = view;
    this.tell([{ what: "view", room: view.room }]);
  }

  /** @param {{state: string, reason: string, retryAt: number}} link */
  linked(link) {
    this.link = link;
    if (link.state !== "open") for (const room of this.rooms.values()) room.live = false;
    this.tell([{ what: "link" }]);
  }

  /**
   * A page of history from the API: newer states win, the room's clock stays where the stream left it.
   * @param {string} name
   * @param {Message[]} messages
   */
  page(name, messages) {
    const room = this.rooms.get(name);
    if (!room) return [];
    for (const message of messages) keep(this, room, message);
    room.loaded(messages);
    return this.tell([{ what: "page", room: name }]);
  }

  /**
   * Messages from beside the timeline: of a thread, or that another one quotes. They join no page.
   * @param {string} name
   * @param {Message[]} messages
   */
  learn(name, messages) {
    const room = this.rooms.get(name);
    if (!room) return [];
    return this.tell(messages.flatMap((message) => keep(this, room, message).map((change) => ({ ...change, what: "changed" }))));
  }

  /**
   * One message from the answer to an action; the stream brings it again, and it changes nothing then.
   * @param {string} name
   * @param {Message} message
   */
  answered(name, message) {
    const room = this.rooms.get(name);
    if (!room?.messages.has(message.number)) return [];
    return this.tell(keep(this, room, message));
  }

  /** @param {import("./types.js").Summary} summary */
  join(summary) {
    return this.apply({ type: "rooms", added: [summary], removed: [] });
  }

  /** @param {string} name @param {import("./room.js").Room["roster"]} roster */
  enrol(name, roster) {
    const room = this.rooms.get(name);
    if (!room) return;
    room.roster = roster;
    for (const person of roster ?? []) this.people.set(person.id, person);
    this.tell([{ what: "roster", room: name }]);
  }

  /** @param {import("./outbox.js").Letter} letter */
  pend(letter) {
    const room = this.rooms.get(letter.room);
    if (!room) return;
    room.pending.set(letter.client_id, letter);
    this.tell([{ what: "pending", room: letter.room, client_id: letter.client_id }]);
  }

  /** @param {string} name @param {string} client_id */
  unpend(name, client_id) {
    this.rooms.get(name)?.pending.delete(client_id);
    this.tell([{ what: "pending", room: name, client_id }]);
  }

  /** @param {string} name @param {number} number */
  markRead(name, number) {
    const room = this.rooms.get(name);
    if (!room || number <= room.read) return false;
    Object.assign(room, { read: Math.min(number, room.number), held: false });
    if (room.unread === 0) room.mentions = 0;
    this.tell([{ what: "badge", room: name }]);
    return true;
  }

  /** Forget who stopped typing. */
  expire() {
    const now = this.now();
    const stopped = [...this.rooms.values()].filter((room) => room.expire(now));
    this.tell(stopped.map((room) => ({ what: "typing", room: room.name })));
  }

  badges() {
    const rooms = [...this.rooms.values()];
    const calls = rooms.reduce((sum, room) => sum + room.calls, 0);
    return { calls, unread: rooms.filter((room) => room.unread > 0 && !room.muted).length + this.threads.unread().length };
  }
}
