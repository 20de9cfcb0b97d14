// @ts-check
/** A thread beside the timeline: what it hangs on, what was answered, and a box of its own. */
import { path } from "../api.js";
import { find, write } from "../dom.js";
import { gist } from "../elements/message-item.js";
import { RowHands } from "../elements/row-hands.js";
import { Scroll } from "../scroll.js";
import { clock, counted, say } from "../words.js";
import { Panel } from "./panel.js";
import { ThreadRows } from "./thread-rows.js";

/**
 * @typedef {import("../elements/message-item.js").MessageItem} MessageItem
 * @typedef {import("../store.js").Change} Change
 * @typedef {import("../types.js").Message} Message
 */

const ROWS = new Set(["added", "changed", "settled", "pending", "page"]);
/** Refusals with which there is nothing to show any more. */
const CLOSES = new Set(["not_found", "forbidden"]);

class ThreadPanel extends Panel {
  /** The room's name and the number of the root. */
  room = "";
  root = 0;
  /** Which messages of the thread are loaded: all between these two. */
  #from = Infinity;
  #to = Infinity;
  /** After which message the New line stands, null for none. @type {number | null} */
  #line = null;
  /** @type {number | null} a message to bring into view */
  #target = null;
  /** Up to where reading was told. */
  #told = 0;
  #turn = 0;

  connected() {
    this.rows = new ThreadRows(this.find(".rows"));
    this.hands = new RowHands(this, this.find(".rows"));
    this.eye = new Scroll(this.log, () => this.querySelectorAll("message-item"));
    this.follow((changes) => this.shown && this.#changed(changes));
    this.on("click", (event) => this.#clicked(event));
    this.on("visibilitychange", () => this.#read(), document);
    this.on("scroll", () => this.#read(), this.log);
    const also = /** @type {HTMLInputElement} */ (this.find("[name=in_room]"));
    this.composer.extend({ fields: () => (also.checked ? { in_room: true } : {}), sent: () => (also.checked = false) });
  }

  /** @returns {import("../elements/message-composer.js").MessageComposer} */
  get composer() {
    return this.find("message-composer");
  }

  get log() {
    return this.find(".thread-scroll");
  }

  get known() {
    return this.store.rooms.get(this.room) ?? null;
  }

  get #loaded() {
    return this.#from !== Infinity;
  }

  /** @param {{room: string, number: number, flash?: number | null}} thread */
  async open({ room, number, flash = null }) {
    if (room !== this.room || number !== this.root) this.#begin(room, number);
    [this.#target, this.#told] = [flash || null, 0];
    const name = this.known?.kind === "direct" ? this.known.title : `#${this.known?.title ?? room}`;
    this.count(name);
    write(this, ".also", say("also_in_room", { room: name }));
    this.composer.aim(room, number);
    this.#draw();
    if (!flash && matchMedia("(pointer: fine)").matches) this.composer.text?.focus({ preventScroll: true });
    if (await this.#load(flash ? `around=${flash}` : "", true)) this.#settle();
  }

  /** @param {string} room @param {number} number */
  #begin(room, number) {
    this.rows?.clear();
    Object.assign(this, { room, root: number });
    [this.#from, this.#to, this.#line] = [Infinity, Infinity, null];
  }

  close() {
    this.#turn += 1;
    this.#line = null;
  }

  /** @param {string} window @param {boolean} [anew] @returns {Promise<boolean>} whether it is shown */
  async #load(window, anew = false) {
    const turn = ++this.#turn;
    /** @type {import("../api.js").Answer<any>} */
    const { value, error } = await new Promise((found) => this.announce("load-thread", { ...this.#place, window, found }));
    if (turn !== this.#turn) return false;
    if (error && CLOSES.has(error.code)) this.announce("close-panel");
    if (value) this.#take(value, window, anew);
    return Boolean(value);
  }

  /** @param {any} page @param {string} window @param {boolean} anew */
  #take(page, window, anew) {
    const { mark } = page;
    this.#bound(page, window, anew);
    if (anew) this.#line = mark.following && mark.read < mark.last ? mark.read : null;
    this.eye?.keep(() => {
      this.store.learn(this.room, [page.root, ...page.messages]);
      this.store.apply({ type: "thread", ...mark });
      this.#draw();
    });
  }

  /** The room starts over, or the first answer never came: what is looked at stays where it is. */
  async #again() {
    const [first, atEnd] = [!this.#loaded, this.eye?.atEnd];
    const number = this.#target ?? (atEnd ? null : /** @type {MessageItem | null | undefined} */ (this.eye?.first)?.number);
    if (!(await this.#load(number ? `around=${number}` : "", true))) return;
    if (first) this.#settle();
    else if (atEnd) this.eye?.toEnd();
    this.#read();
  }

  /** @param {any} page @param {string} window @param {boolean} anew */
  #bound({ messages, more_before, more_after }, window, anew) {
    const [first, last] = [messages[0]?.number ?? Infinity, messages.at(-1)?.number ?? 0];
    if (anew || window.startsWith("before")) this.#from = more_before ? first : 0;
    if (anew || window.startsWith("after")) this.#to = more_after ? last : Infinity;
  }

  /** Bring into view what was asked for, else where reading stopped, else the end. */
  #settle() {
    const wanted = this.rows?.get(this.#target ?? -1);
    const fresh = this.querySelector("message-item:has(.fresh:not([hidden]))");
    if (wanted) this.#flash(wanted);
    else if (fresh) fresh.scrollIntoView({ block: "center" });
    else this.eye?.toEnd();
    this.#read();
  }

  /** @param {MessageItem} row */
  #flash(row) {
    this.#target = null;
    row.scrollIntoView({ block: "center" });
    row.classList.remove("flash");
    requestAnimationFrame(() => row.classList.add("flash"));
    this.hands?.focus(row);
  }

  get #place() {
    return { room: this.room, number: this.root };
  }

  /** @param {Change[]} changes */
  #changed(changes) {
    if (changes.some(({ what, room }) => (what === "view" && this.store.view.room !== this.room) || (what === "gone" && room === this.room)))
      return this.announce("close-panel");
    const ours = changes.filter((change) => change.room === this.room || change.what === "me");
    if (ours.some(({ what }) => what === "timeline" || (what === "me" && !this.#loaded))) return void this.#again();
    if (ours.some(({ what }) => what === "me")) this.#told = 0;
    if (ours.some((change) => change.what === "threads")) this.#follows();
    if (!ours.some((change) => ROWS.has(change.what))) return undefined;
    const atEnd = this.eye?.atEnd;
    this.#draw();
    if (atEnd || ours.some((change) => change.what === "pending" && this.rows?.get(change.client_id ?? ""))) this.eye?.toEnd();
    this.#read();
    ours.filter((change) => change.fresh).forEach((change) => this.#say(change.number ?? 0));
    return undefined;
  }

  #draw() {
    const room = this.known;
    if (!room || !this.store.me) return;
    this.rows?.draw(room, this.store.me, { root: this.root, from: this.#from, to: this.#to, line: this.#line });
    this.find("[data-does=before]").hidden = this.#from === 0 || !this.#loaded;
    this.find("[data-does=after]").hidden = this.#to === Infinity;
    const count = room.messages.get(this.root)?.replies?.count ?? 0;
    write(this, ".thread-count", count ? counted("replies", count) : say("no_replies"));
    this.hands?.settle();
    this.#follows();
  }

  #follows() {
    const button = this.find("[data-does=follow]");
    const following = this.store.threads.get(this.room, this.root)?.following ?? false;
    button.setAttribute("aria-pressed", String(following));
    button.textContent = say(following ? "following" : "follow");
  }

  /** What stands on the screen has been read, once the end does. */
  #read() {
    if (!this.shown || document.hidden || !this.#loaded || this.#to !== Infinity || !this.eye?.atEnd) return;
    const [room, mark] = [this.known, this.store.threads.get(this.room, this.root)];
    const last = room?.thread(this.root).at(-1)?.number ?? 0;
    if (!room || last <= Math.max(this.#told, mark?.read ?? 0)) return;
    this.#told = last;
    if (mark) this.announce("read-thread", { ...this.#place, upto: last, failed: () => (this.#told = 0) });
    if (room.mentions && room.shown <= room.read) this.announce("mark-read", { room: room.name, number: last });
  }

  /** Author first, text next, time last. @param {number} number */
  #say(number) {
    const message = this.known?.messages.get(number);
    if (message?.thread !== this.root || message.author.id === this.store.me?.id) return;
    const line = document.createElement("p");
    line.textContent = say("say_message", { name: message.author.name, text: gist(message), time: clock(message.created) });
    find(this, ".announcer").replaceChildren(line);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const does = /** @type {Element} */ (event.target).closest("[data-does]")?.getAttribute("data-does");
    if (does === "before") this.#load(`before=${this.#from}`);
    if (does === "after") this.#load(`after=${this.#to}`);
    if (does === "follow") this.announce("follow-thread", { ...this.#place, on: !this.store.threads.get(this.room, this.root)?.following });
  }
}

export const ELEMENTS = { "thread-panel": ThreadPanel };

/** Where the API has the thread. @param {{room: string, number: number}} thread */
const place = ({ room, number }) => path("rooms", room, "messages", number);

/** @type {Record<string, (app: import("../app.js").App, detail: any) => unknown>} */
export const INTENTIONS = {
  async "load-thread"(app, { window, found, ...thread }) {
    const answer = await app.api.get(`${place(thread)}/thread?${window}`);
    if (answer.error) app.tell(answer.error.message);
    found(answer);
  },

  async "read-thread"(app, { upto, failed, ...thread }) {
    const { error } = await app.api.post(`${place(thread)}/thread/read`, { number: upto });
    if (error) failed();
  },

  async "follow-thread"(app, { on, ...thread }) {
    const { value, error } = await (on ? app.api.put(`${place(thread)}/follow`) : app.api.remove(`${place(thread)}/follow`));
    if (error) return app.tell(error.message);
    return app.store.apply({ type: "thread", ...value });
  },
};
