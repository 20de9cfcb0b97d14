// @ts-check
/** Going to a room or a message: from memory if it is there, else with one subscription or one page. */
import * as address from "./address.js";
import { path } from "./api.js";
import { keep } from "./shelf.js";
import { PAGE } from "./timeline.js";
import { say } from "./words.js";

/** @typedef {import("./app.js").App} App */

/** Rooms that stay subscribed; further ones are caught up with when they are opened again. */
const KEPT = 12;
const LAST = "hubbub.room.";

export class Opening {
  /** @type {string[]} subscribed rooms, the latest first */
  #recent = [];
  /** What is on its way for an earlier wish is not shown. */
  #turn = 0;

  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.store = app.store;
  }

  /**
   * @param {string} name
   * @param {number | null} [number]
   * @param {"push" | "replace" | "none"} [how] what happens to the address
   */
  async go(name, number = null, how = "push") {
    this.#turn += 1;
    this.#address(name, number, how);
    this.app.marks.flush();
    if (!name) return this.store.show({ state: "none", room: "" });
    const room = this.store.rooms.get(name);
    return room ? this.#enter(room, number) : this.#look(name);
  }

  /** The room of the address, else the one of last time, else the first: a wide page is never empty. */
  async start() {
    const { room, number } = address.read(this.app.base, location.pathname);
    if (room) return this.go(room, number, "none");
    const last = this.#last();
    const wide = matchMedia("(width >= 720px)").matches;
    return this.go(wide ? last : "", null, "replace");
  }

  /** After every hello: all that was followed is followed again, each from where it was left. */
  resume() {
    for (const name of this.#recent) this.#subscribe(name);
  }

  /** @param {import("./room.js").Room} room @param {number | null} number */
  async #enter(room, number) {
    const staying = this.store.current === room;
    if (!staying) Object.assign(room, { line: room.unread ? room.read : null, held: false });
    this.#follow(room.name);
    this.#remember(room.name);
    const turn = this.#turn;
    const objection = number === null ? "" : await this.#bring(room, number);
    if (turn !== this.#turn) return;
    if (objection) this.app.tell(objection);
    const there = number !== null && room.timeline.showAround(number);
    const thread = there && room.messages.get(number)?.thread;
    const target = there && !(thread && room.timeline.aside.has(number)) ? number : null;
    if (!staying && target === null) this.#latest(room);
    this.store.show({ state: "room", room: room.name, number: target });
    if (thread) this.app.intend("open-thread", { room: room.name, number: thread, flash: number });
    if (room.welcome) this.app.intend("show-welcome");
  }

  /** @param {import("./room.js").Room} room */
  #latest(room) {
    room.timeline.following = true;
    if (room.seen !== null) room.timeline.showLatest(room.timeline.tail);
  }

  /** Load the surroundings of a message when they are not here; says why it cannot be. @param {import("./room.js").Room} room @param {number} number */
  async #bring(room, number) {
    if (room.timeline.has(number)) return "";
    if (!room.timeline.ranges.length) this.store.show({ state: "loading", room: room.name });
    await this.#begun(room);
    const { value, error } = await this.app.api.get(`${path("rooms", room.name, "messages")}?around=${number}&limit=${PAGE}`);
    if (value) this.store.page(room.name, value.messages);
    return room.timeline.has(number) ? "" : (error?.message ?? say("no_such_message"));
  }

  /** Until the first subscription is answered, which starts the timeline over. @param {import("./room.js").Room} room */
  #begun(room) {
    const waits = () => room.seen === null && this.store.rooms.get(room.name) === room;
    return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      if (!waits()) return resolve();
      const heard = new AbortController();
      this.store.listen(() => {
        if (waits()) return;
        heard.abort();
        resolve();
      }, heard.signal);
    });
  }

  /** Not one of mine: a room to join, or nothing. @param {string} name */
  async #look(name) {
    const turn = this.#turn;
    this.store.show({ state: "loading", room: name });
    const { value } = await this.app.api.get(path("rooms", name));
    if (turn !== this.#turn || this.store.rooms.has(name)) return;
    this.store.show(value ? { state: "preview", room: name, preview: value } : { state: "missing", room: name });
  }

  /** @param {string} name */
  #follow(name) {
    this.#recent = [name, ...this.#recent.filter((other) => other !== name)];
    this.#recent.splice(KEPT).forEach((other) => this.#unsubscribe(other));
    if (!this.store.rooms.get(name)?.live) this.#subscribe(name);
  }

  /** The server was too busy for it a moment ago. @param {string} name */
  again(name) {
    if (this.#recent.includes(name) && !this.store.rooms.get(name)?.live) this.#subscribe(name);
  }

  /** @param {string} name */
  #subscribe(name) {
    const since = this.store.rooms.get(name)?.seen;
    if (this.store.rooms.has(name)) this.app.socket.send({ type: "subscribe", room: name, ...(since == null ? {} : { since }) });
  }

  /** @param {string} name */
  #unsubscribe(name) {
    const room = this.store.rooms.get(name);
    if (room) room.live = false;
    this.app.socket.send({ type: "unsubscribe", room: name });
  }

  /** @param {string} name */
  forget(name) {
    this.#recent = this.#recent.filter((other) => other !== name);
  }

  /** @param {string} name @param {number | null} number @param {"push" | "replace" | "none"} how */
  #address(name, number, how) {
    const url = address.write(this.app.base, name, number);
    if (how === "replace") history.replaceState(null, "", url);
    else if (how === "push" && url !== location.pathname) history.pushState(null, "", url);
  }

  /** @param {string} name */
  #remember(name) {
    keep(this.app.shelf, LAST + this.store.me?.id, name);
  }

  #last() {
    const last = this.app.shelf?.getItem(LAST + this.store.me?.id) ?? "";
    return this.store.rooms.has(last) ? last : ([...this.store.rooms.values()].find((room) => room.kind !== "direct")?.name ?? "");
  }
}
