// @ts-check
/** The settings of a room, for who may manage it. What others change meanwhile shows where nothing has been typed. */
import { path } from "../api.js";
import { write } from "../dom.js";
import { mayManage } from "../wire.js";
import { lasting, say } from "../words.js";
import { Panel } from "./panel.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../room.js").Room} Room
 * @typedef {Record<string, string>} Fields
 */

const NAMES = ["title", "topic", "posting", "calling", "slow", "welcome"];

class RoomSettings extends Panel {
  #room = "";
  /** What the room says now. @type {Fields} */
  #known = {};
  #welcomeRev = 0;

  connected() {
    this.form = /** @type {HTMLFormElement} */ (this.find("form"));
    this.when(["view", "room", "rooms", "gone"], () => this.shown && this.#paint());
    this.on("input", () => this.#weigh(), this.form);
    this.on("submit", (event) => (event.preventDefault(), this.#save()), this.form);
    this.on("reset", (event) => (event.preventDefault(), this.#fill(this.#known), this.#weigh()), this.form);
    this.on("click", (event) => this.#clicked(event));
  }

  open() {
    this.#paint();
    if (this.shown) this.#field("title").focus();
  }

  #paint() {
    const room = this.store.current;
    if (!room || !mayManage(room.kind, room.role)) return this.announce("close-panel");
    if (room.name !== this.#room) this.#begin(room);
    this.#offer(room.slow);
    this.#learn({ title: room.title, topic: room.topic, posting: room.posting, calling: room.calling, slow: String(room.slow) });
    this.#askForWelcome(room);
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".settings-end button")))
      button.hidden = (button.dataset.does === "archive") === room.archived;
    return this.#weigh();
  }

  /** @param {Room} room */
  #begin(room) {
    this.#room = room.name;
    this.#known = {};
    this.#welcomeRev = 0;
    this.#fill({ title: room.title, topic: room.topic, posting: room.posting, calling: room.calling, slow: String(room.slow), welcome: "" });
    this.#known = { welcome: "" };
    this.#say("", "");
  }

  /** A time that the list does not have was set by a program. @param {number} slow */
  #offer(slow) {
    const list = /** @type {HTMLSelectElement} */ (this.#field("slow"));
    if (![...list.options].some((option) => option.value === String(slow))) list.add(new Option(lasting(slow), String(slow)));
  }

  /** Newer values stand in the fields that nobody has touched. @param {Fields} fields */
  #learn(fields) {
    const untouched = Object.keys(fields).filter((name) => !(name in this.#known) || this.#value(name) === this.#known[name]);
    Object.assign(this.#known, fields);
    this.#fill(Object.fromEntries(untouched.map((name) => [name, fields[name]])));
  }

  /** @param {Room} room */
  #askForWelcome(room) {
    if (room.welcomeRev === this.#welcomeRev) return;
    this.#welcomeRev = room.welcomeRev;
    this.announce("read-room-welcome", { room: room.name, found: (/** @type {string} */ body) => this.#welcome(room.name, body) });
  }

  /** @param {string} room @param {string} body */
  #welcome(room, body) {
    if (room !== this.#room) return;
    this.#learn({ welcome: body });
    this.#weigh();
  }

  /** @param {Fields} fields */
  #fill(fields) {
    for (const [name, value] of Object.entries(fields)) if (this.#value(name) !== value) this.#field(name).value = value;
  }

  /** @param {string} name @returns {any} an input, or the radio buttons of this name */
  #field(name) {
    return this.form?.elements.namedItem(name);
  }

  /** @param {string} name @returns {string} */
  #value(name) {
    return this.#field(name).value;
  }

  /** @returns {Record<string, string | number>} what has been changed and not saved */
  get #changes() {
    const changed = NAMES.filter((name) => name in this.#known && this.#value(name) !== this.#known[name]);
    return Object.fromEntries(changed.map((name) => [name, name === "slow" ? Number(this.#value(name)) : this.#value(name)]));
  }

  #weigh() {
    const changed = Object.keys(this.#changes).length > 0;
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (this.form?.querySelectorAll("button"))) button.disabled = !changed;
    if (changed) write(this, ".saved", "");
  }

  #save() {
    const changes = this.#changes;
    const room = this.#room;
    if (!Object.keys(changes).length) return;
    this.announce("save-room", { room, changes, answered: (/** @type {string} */ objection) => room === this.#room && this.#saved(changes, objection) });
  }

  /** @param {Record<string, string | number>} changes @param {string} objection @returns {boolean} that it has been said here */
  #saved(changes, objection) {
    if (!objection) this.#learn(Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, String(value)])));
    this.#say(objection, objection ? "" : say("settings_saved"));
    this.#weigh();
    if (!objection && document.activeElement === document.body) this.#field("title").focus();
    return true;
  }

  /** @param {string} objection @param {string} saved */
  #say(objection, saved) {
    write(this, ".error", objection);
    write(this, ".saved", saved);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const does = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".settings-end [data-does]"))?.dataset.does;
    if (does) this.announce("manage-room", { does, room: this.#room });
  }
}

export const ELEMENTS = { "room-settings": RoomSettings };

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const INTENTIONS = {
  async "save-room"(app, { room, changes, answered }) {
    const { value, error } = await app.api.patch(path("rooms", room), changes);
    const objection = error ? (Object.values(error.fields)[0] ?? error.message) : "";
    if (!answered(objection) && objection) app.tell(objection);
    if (!value) return;
    app.store.rooms.get(room)?.describe(value);
    app.store.tell([{ what: "room", room }]);
  },

  async "read-room-welcome"(app, { room, found }) {
    const { value } = await app.api.get(path("rooms", room, "welcome"));
    if (value) found(value.body);
  },
};
