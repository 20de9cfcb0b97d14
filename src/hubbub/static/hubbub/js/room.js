// @ts-check
/** One room as this browser knows it: its state, the messages that were heard, what is still on the way. */
import { Timeline } from "./timeline.js";

export const TYPING_LASTS = 6000;

/**
 * @typedef {import("./types.js").Message} Message
 * @typedef {import("./outbox.js").Letter & {number?: number}} Pending
 */

export class Room {
  /** The room's clock up to which every change was heard, null before the first subscription. */
  /** @type {number | null} */
  seen = null;
  /** Subscribed on the present connection. */
  live = false;
  /** @type {Map<number, Message>} */
  messages = new Map();
  /** @type {Map<string, Pending>} */
  pending = new Map();
  timeline = new Timeline();
  /** @type {Set<number>} */
  online = new Set();
  /** @type {Map<number, {name: string, until: number}>} */
  typing = new Map();
  /** @type {(import("./types.js").Person & {role: import("./types.js").Role})[] | null} */
  roster = null;
  members = 0;
  /** The last number read when the room was opened; the New line stands after it. */
  /** @type {number | null} */
  line = null;

  /** Numbers of the messages that the person keeps for later. */
  /** @type {Set<number>} */
  saved = new Set();
  /** The person has marked something as unread, so looking at it does not read it, until they leave or read on. */
  held = false;
  pins = 0;
  /** @type {import("./types.js").Posting} */
  calling = "everyone";
  /** When the person last wrote here, by this browser's clock. */
  wroteAt = -Infinity;
  /** @type {import("./types.js").Notify} */
  notify = "mentions";
  /** @type {"default" | import("./types.js").Notify} */
  notifyChoice = "default";
  muted = false;
  favourite = false;
  position = 0;
  /** It has a welcome that the person has not put away. */
  welcome = false;
  /** When that text last changed, 0 for none or unknown. */
  welcomeRev = 0;

  /** @param {import("./types.js").Summary} summary */
  constructor(summary) {
    this.name = summary.room;
    this.title = summary.title;
    this.topic = summary.topic ?? "";
    this.kind = summary.kind;
    this.archived = summary.archived;
    this.posting = summary.posting;
    this.slow = summary.slow;
    this.keepSo(summary);
    this.role = summary.role;
    this.people = summary.people ?? [];
    this.number = summary.number;
    this.shown = summary.shown;
    this.read = summary.read;
    this.mentions = summary.mentions;
  }

  /** @param {import("./types.js").Summary} summary */
  update(summary) {
    const { title, topic, kind, archived, posting, slow, role, people, mentions } = summary;
    Object.assign(this, { title, topic: topic ?? "", kind, archived, posting, slow, role, people: people ?? [], mentions });
    this.keepSo(summary);
    this.number = Math.max(this.number, summary.number);
    this.shown = Math.max(this.shown, summary.shown);
    this.read = Math.max(this.read, summary.read);
  }

  /** On a new line: what was read before and is not now was marked as unread elsewhere. @param {number} read */
  begin(read) {
    if (read < this.read) Object.assign(this, { read, line: read, held: true });
  }

  /** How the person keeps it. @param {import("./types.js").Kept} kept */
  keepSo({ notify, notify_choice, muted, favourite, position, welcome }) {
    Object.assign(this, { notify, notifyChoice: notify_choice, muted, favourite, position, welcome });
  }

  /** Milliseconds until slow mode lets the person write again. @param {number} now */
  wait(now) {
    return this.slow && this.role === "member" ? Math.max(0, this.wroteAt + this.slow * 1000 - now) : 0;
  }

  /** @param {import("./types.js").RoomState} state */
  describe(state) {
    if (this.kind !== "direct") this.title = state.title;
    this.topic = state.topic;
    this.archived = state.archived;
    this.posting = state.posting;
    this.slow = state.slow;
    this.members = state.members;
    this.pins = state.pins;
    this.calling = state.calling;
    this.welcomeRev = state.welcome;
    if (state.role !== undefined) this.role = state.role;
    this.number = Math.max(this.number, state.number);
    this.shown = Math.max(this.shown, state.shown);
  }

  /** Messages of the timeline behind the read mark; what stands only in a thread is left out as far as it is known. */
  get unread() {
    return Math.max(0, this.shown - this.read - this.timeline.asides(this.read + 1, this.shown));
  }

  /** The first message of the timeline after a number. @param {number} number */
  after(number) {
    do number += 1;
    while (this.timeline.aside.has(number));
    return number;
  }

  /** What stands in the thread of a message, by number, as far as it is known. @param {number} root */
  thread(root) {
    return this.list().filter((message) => message.thread === root);
  }

  /** What calls for the person: mentions, and everything said in private, unless they muted it. */
  get calls() {
    return this.kind === "direct" && !this.muted ? this.unread : this.mentions;
  }

  /** Start over: the server sends a page instead of the changes. */
  reset() {
    this.messages.clear();
    this.timeline.clear();
  }

  /**
   * Keep a message unless a newer state of it is known.
   * @param {Message} message
   * @returns {"added" | "changed" | null}
   */
  keep(message) {
    const known = this.messages.get(message.number);
    if (known && known.rev >= message.rev) return null;
    this.messages.set(message.number, message);
    if (!message.in_room) this.timeline.aside.add(message.number);
    return known ? "changed" : "added";
  }

  /** A message off the stream extends what is loaded only at the end; an old one that changed does not. */
  /** @param {number} number */
  extend(number) {
    if (number === this.timeline.tail + 1) this.timeline.load(number, number);
    this.timeline.follow(number);
  }

  /** @param {Message[]} page in number order, without a hole */
  loaded(page) {
    if (page.length) this.timeline.load(page[0].number, page[page.length - 1].number);
  }

  /** Pending copies in the order in which they were written: those of the timeline, or of a thread. @param {number} [root] */
  waiting(root) {
    return [...this.pending.values()].filter(({ thread, in_room }) => (root ? thread === root : !thread || in_room));
  }

  /** All loaded messages, in number order. */
  list() {
    return [...this.messages.values()].sort((a, b) => a.number - b.number);
  }

  /** @param {number} now */
  typists(now) {
    return [...this.typing.values()].filter((typist) => typist.until > now).map((typist) => typist.name);
  }

  /** @param {number} now @returns {boolean} whether somebody stopped */
  expire(now) {
    const before = this.typing.size;
    for (const [id, typist] of this.typing) if (typist.until <= now) this.typing.delete(id);
    return this.typing.size < before;
  }
}
