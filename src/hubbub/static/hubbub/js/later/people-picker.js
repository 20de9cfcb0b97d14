// @ts-check
/** Choosing people by name: for a direct conversation, or to add them to a room. */
import { path } from "../api.js";
import { enrolAgain, startDirect } from "../doing/people.js";
import { copy, find, write } from "../dom.js";
import { Options } from "../elements/options.js";
import { Part } from "../elements/part.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Person} Person
 */

class PeoplePicker extends Part {
  /** @type {Map<string, Person>} */
  #chosen = new Map();
  #asked = 0;

  connected() {
    this.dialog = /** @type {HTMLDialogElement} */ (this.find("dialog"));
    this.input = /** @type {HTMLInputElement} */ (this.find("input"));
    this.options = new Options(this.find(".options"), this.input, (choice) => this.#choose(choice.value), this.signal);
    this.on("input", () => this.#search(), this.input);
    this.on("keydown", (event) => this.#pressed(event), this.input);
    this.on("click", (event) => this.#clicked(event));
  }

  open() {
    if (!this.dialog || this.dialog.open) return;
    this.#chosen.clear();
    write(this, ".error", "");
    this.#paint();
    this.dialog.showModal();
    this.#search();
  }

  #search() {
    const turn = ++this.#asked;
    const query = this.input?.value.trim() ?? "";
    this.announce("find-people", { query, found: (/** @type {Person[]} */ people) => turn === this.#asked && this.#show(people) });
  }

  /** @param {Person[]} people */
  #show(people) {
    const others = people.filter((person) => person.id !== this.store.me?.id && !this.#chosen.has(person.username));
    this.options?.show(others.map((person) => ({ name: person.name, note: `@${person.username}`, look: "person", id: person.id, value: person })));
    this.find(".no-hit").hidden = others.length > 0 || !this.input?.value;
  }

  /** @param {Person} person */
  #choose(person) {
    this.#chosen.set(person.username, person);
    this.#paint();
    this.#search();
    this.input?.focus();
  }

  #paint() {
    const chips = [...this.#chosen.values()].map(chip);
    this.find(".chosen").replaceChildren(...chips);
    this.find(".chosen").hidden = chips.length === 0;
    /** @type {HTMLButtonElement} */ (this.find(".go-on")).disabled = chips.length === 0;
    if (this.input) this.input.value = "";
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === "Enter" && !this.input?.value && this.#chosen.size) return (event.preventDefault(), this.#done());
    if (event.key === "Backspace" && !this.input?.value) return this.#drop([...this.#chosen.keys()].at(-1) ?? "");
    return event.key === "Tab" ? undefined : this.options?.pressed(event);
  }

  /** @param {string} username */
  #drop(username) {
    if (!this.#chosen.delete(username)) return;
    this.#paint();
    this.#search();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    if (target === this.dialog || target.closest("[data-does=close]")) return this.dialog?.close();
    if (target.closest(".go-on")) return this.#done();
    const taken = /** @type {HTMLElement | null} */ (target.closest(".chip button") && target.closest(".chip"));
    if (taken) this.#drop(taken.dataset.username ?? "");
    return undefined;
  }

  #done() {
    const usernames = [...this.#chosen.keys()];
    const answered = (/** @type {string} */ objection) => (objection ? write(this, ".error", objection) : this.dialog?.close());
    this.announce(this.dataset.for === "invite" ? "add-people" : "start-direct", { usernames, answered });
  }
}

/** @param {Person} person */
function chip(person) {
  const row = copy("row-chosen");
  row.dataset.username = person.username;
  write(row, ".name", person.name);
  find(row, "button").setAttribute("aria-label", `${find(row, "button").getAttribute("aria-label")}: ${person.name}`);
  return row;
}

export const ELEMENTS = { "people-picker": PeoplePicker };

/** @param {App} app */
export const invite = (app) => app.part("people-picker[data-for=invite]").open();

/** @param {App} app */
export const direct = (app) => app.part("people-picker[data-for=direct]").open();

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const INTENTIONS = {
  "start-direct": startDirect,

  async "find-people"(app, { query, found }) {
    const { value } = await app.api.get(`users?q=${encodeURIComponent(query)}`);
    if (value) found(value.users);
  },

  async "add-people"(app, { usernames, answered }) {
    const room = app.store.view.room;
    for (const username of usernames) {
      const { error } = await app.api.put(path("rooms", room, "members", username), { role: "member" });
      if (error) return answered(error.message);
    }
    answered("");
    return enrolAgain(app, room);
  },
};
