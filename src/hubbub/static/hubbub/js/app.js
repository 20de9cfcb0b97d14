// @ts-check
/** The only file that knows everyone: builds store, socket and outbox, and joins them to the elements. */
import * as address from "./address.js";
import { Api } from "./api.js";
import { badge } from "./badge.js";
import { Drafts } from "./drafts.js";
import { define } from "./elements/all.js";
import { askAgain, catchFiles } from "./files.js";
import { INTENTIONS } from "./intentions.js";
import { need } from "./later.js";
import { Marks } from "./marks.js";
import { Opening } from "./opening.js";
import { Outbox } from "./outbox.js";
import { shelf } from "./shelf.js";
import { Socket } from "./socket.js";
import { learn, say } from "./words.js";

const TICK = 1000;
const AFTER_PAINT = 1500;

export class App {
  /** @type {Outbox} */
  outbox;
  #started = false;

  /** @param {import("./elements/chat-app.js").ChatApp} element */
  constructor(element) {
    const { api = "", chat = "", csrf = "", socket = "" } = element.dataset;
    this.element = element;
    this.store = element.store;
    this.base = chat;
    this.shelf = shelf();
    this.api = new Api(api, csrf, say("unreachable"));
    this.outbox = new Outbox(null, 0);
    this.socket = new Socket(new URL(socket, location.href.replace(/^http/, "ws")).href);
    this.marks = new Marks((command) => this.socket.send(command));
    this.opening = new Opening(this);
  }

  start() {
    this.socket.onframe = (frame) => this.#frame(frame);
    this.socket.onstate = () => this.#linked();
    this.answer(INTENTIONS);
    this.store.listen((changes) => this.#changed(changes));
    this.#listen();
    setInterval(() => this.#tick(), TICK);
    this.socket.open();
  }

  /** From now on these intentions are answered. @param {Record<string, (app: App, detail: any) => unknown>} intentions */
  answer(intentions) {
    for (const [name, act] of Object.entries(intentions))
      this.element.addEventListener(name, (event) => act(this, /** @type {CustomEvent} */ (event).detail));
  }

  /** What an element would announce. @param {string} intention @param {object} [detail] */
  intend(intention, detail = {}) {
    this.element.announce(intention, detail);
  }

  /** The first element of the chat that fits. @param {string} selector @returns {any} */
  part(selector) {
    return this.element.querySelector(selector);
  }

  #listen() {
    catchFiles(this);
    addEventListener("online", () => this.socket.wake());
    addEventListener("offline", () => this.socket.lose());
    addEventListener("popstate", () => this.#wentBack());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.marks.flush() : this.socket.wake()));
  }

  #wentBack() {
    const { room, number } = address.read(this.base, location.pathname);
    this.opening.go(room, number, "none");
  }

  /** @param {import("./types.js").Frame} frame */
  #frame(frame) {
    this.store.apply(frame);
    if (frame.type === "hello") this.#greeted();
    if (frame.type === "posted") this.outbox.remove(frame.client_id);
    if (frame.type === "read") this.marks.confirm(frame.room, frame.back ? Infinity : frame.number);
    if (frame.type === "error") this.#refused(frame);
  }

  #greeted() {
    this.store.linked(this.#link());
    if (this.#started) this.#resume();
    else this.#firstTime();
    this.#showWaiting();
    this.flush();
    for (const [room, number] of this.marks.resend()) this.store.markRead(room, number);
  }

  #firstTime() {
    this.#started = true;
    const id = this.store.me?.id ?? 0;
    this.outbox = new Outbox(this.shelf, id);
    this.element.drafts = new Drafts(this.shelf, id);
    this.opening.start();
    setTimeout(() => this.#soon(), AFTER_PAINT);
  }

  #resume() {
    this.opening.resume();
    askAgain();
    void this.#soon();
  }

  /** What the first page can do without, and will surely be wanted. */
  async #soon() {
    for (const name of ["quick-switcher", "message-editor"]) void need(this, name);
    (await need(this, "notifying"))?.start(this);
  }

  #showWaiting() {
    for (const { room, client_id } of this.outbox.merge()) this.store.unpend(room, client_id);
    const hidden = this.outbox.letters.filter((letter) => !this.store.rooms.get(letter.room)?.pending.has(letter.client_id));
    hidden.forEach((letter) => this.store.pend(letter));
  }

  /** Send what waits; sending it twice is harmless, its `client_id` is the same. */
  flush() {
    for (const letter of this.outbox.due()) this.socket.send(this.outbox.command(letter));
  }

  /** @param {import("./types.js").ErrorFrame} error */
  #refused(error) {
    const letter = this.outbox.refuse(error);
    if (letter && error.fields?.calls) this.intend("confirm-call", { letter, people: Number(error.fields.calls) });
    if (letter && this.store.rooms.has(letter.room)) return this.store.pend(letter);
    if (letter?.failed) return this.#returned(letter, error.message);
    const { room, retry_after } = error;
    if (room && retry_after) setTimeout(() => this.#again(room), retry_after * 1000);
    return undefined;
  }

  /** What the server did not take of a room a moment ago. @param {string} room */
  #again(room) {
    this.opening.again(room);
    this.marks.again(room);
  }

  /** Written for a room that is mine no more: there is no row to show it in. @param {import("./outbox.js").Letter} letter @param {string} message */
  #returned({ client_id, body }, message) {
    this.outbox.remove(client_id);
    this.tell(`${message} “${body}”`);
  }

  /** @param {import("./store.js").Change[]} changes */
  #changed(changes) {
    for (const change of changes) {
      if (change.what === "settled") this.outbox.remove(change.client_id ?? "");
      if (change.what === "gone") this.#lost(change.room ?? "");
    }
    if (changes.some((change) => change.what === "rooms")) this.#found();
    badge(this.store, this.element);
  }

  /** @param {string} name */
  #lost(name) {
    this.opening.forget(name);
    if (this.store.view.room !== name) return;
    this.store.show({ state: "removed", room: name, title: this.element.dataset.title });
  }

  /** The room that is looked at has just become one of mine. */
  #found() {
    const { state, room } = this.store.view;
    if (["preview", "removed", "missing"].includes(state) && this.store.rooms.has(room)) this.opening.go(room, null, "none");
  }

  #linked() {
    if (this.socket.state !== "open") this.store.linked(this.#link());
    if (this.socket.state === "waiting") this.#askWhy();
  }

  #link() {
    return { state: this.socket.state, reason: this.socket.reason, retryAt: this.socket.retryAt };
  }

  /** A refused upgrade looks like a lost network; the API says whether it was a sign-out. */
  async #askWhy() {
    const { error } = await this.api.get("me");
    if (error?.code === "unauthorized") this.socket.close("signed-out");
  }

  /** @param {string} room @param {number} number */
  markRead(room, number) {
    this.store.markRead(room, number);
    this.marks.set(room, number);
  }

  #tick() {
    this.store.expire();
    if (this.outbox.letters.some((letter) => letter.notBefore && !letter.failed)) this.#postponed();
  }

  #postponed() {
    const due = this.outbox.due().filter((letter) => letter.notBefore);
    if (!due.length) return;
    due.forEach((letter) => this.outbox.retry(letter.client_id));
    this.flush();
  }

  /**
   * A message from the answer to an action shows at once; the stream's copy of it then changes nothing.
   * @param {string} room
   * @param {import("./api.js").Answer<any>} answer
   * @returns {string} the objection, if any
   */
  answered(room, { value, error }) {
    if (value) this.store.answered(room, value);
    if (error) this.tell(error.message);
    return error?.message ?? "";
  }

  /** @param {string} sentence */
  tell(sentence) {
    this.part("toast-line")?.say(sentence);
  }
}

learn(document);
define();
new App(/** @type {import("./elements/chat-app.js").ChatApp} */ (document.querySelector("chat-app"))).start();
