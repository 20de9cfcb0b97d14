// @ts-check
/** The directory: every room that one may see, to join or open; and a form for a new one. */
import { path } from "../api.js";
import { ranked } from "../completion.js";
import { copy, find, write } from "../dom.js";
import { counted, say } from "../words.js";
import { Part } from "../elements/part.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").RoomState} RoomState
 */

class BrowseRooms extends Part {
  /** @type {RoomState[]} */
  #rooms = [];
  #heading = "";

  connected() {
    this.#heading = this.find("h2").textContent ?? "";
    this.dialog = /** @type {HTMLDialogElement} */ (this.find("dialog"));
    this.search = /** @type {HTMLInputElement} */ (this.find("input[type=search]"));
    this.form = /** @type {HTMLFormElement} */ (this.find("form.create"));
    this.on("input", () => this.#show(), this.search);
    this.on("input", () => this.#address(), this.form);
    this.on("submit", (event) => (event.preventDefault(), this.#create()), this.form);
    this.on("click", (event) => this.#clicked(event));
  }

  open() {
    if (!this.dialog || this.dialog.open) return;
    this.#rooms = [];
    this.#creating(false);
    if (this.search) this.search.value = "";
    this.dialog.showModal();
    this.announce("list-rooms", { found: (/** @type {RoomState[]} */ rooms) => this.#listed(rooms) });
  }

  /** @param {RoomState[]} rooms */
  #listed(rooms) {
    this.#rooms = rooms.filter((room) => room.kind !== "direct").sort((a, b) => a.title.localeCompare(b.title));
    this.#show();
  }

  #show() {
    const query = this.search?.value.trim() ?? "";
    const shown = query ? ranked(this.#rooms, query, (room) => [room.room, room.title]) : this.#rooms;
    this.find(".directory").replaceChildren(...shown.map(row));
    this.find(".no-hit").hidden = shown.length > 0 || !query;
    write(this, ".start-create span", query && !shown.length ? say("create_named", { name: query }) : say("create_room"));
  }

  /** @param {boolean} creating */
  #creating(creating) {
    for (const part of [".search", ".directory", ".start-create"]) this.find(part).hidden = creating;
    this.find(".no-hit").hidden = true;
    if (!this.form) return;
    this.form.hidden = !creating;
    write(this, "h2", creating ? say("create_room") : this.#heading);
    this.form.reset();
    write(this, ".create .error", "");
    const title = this.#field("title");
    if (creating && !this.#rooms.some((room) => room.title === this.search?.value)) title.value = this.search?.value ?? "";
    if (creating) title.focus();
    this.#address();
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return /** @type {any} */ (this.form?.elements.namedItem(name));
  }

  #address() {
    write(this, ".address", slug(this.#field("title").value) || "…");
  }

  #create() {
    const title = this.#field("title").value.trim();
    const detail = { room: slug(title), title, topic: this.#field("topic").value.trim(), kind: this.#field("kind").value };
    this.announce("create-room", { ...detail, answered: (/** @type {string} */ objection) => this.#answered(objection) });
  }

  /** @param {string} objection */
  #answered(objection) {
    write(this, ".create .error", objection);
    this.#field("title").setAttribute("aria-invalid", String(objection !== ""));
    if (objection) this.#field("title").focus();
    else this.dialog?.close();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const does = target.closest("[data-does]")?.getAttribute("data-does");
    const room = /** @type {HTMLElement | null} */ (target.closest(".directory-row"))?.dataset.room;
    if (target === this.dialog || does === "close") return this.dialog?.close();
    if (target.closest(".start-create")) return this.#creating(true);
    if (does === "cancel-create") return this.#creating(false);
    if (!room) return undefined;
    this.dialog?.close();
    return this.announce(does === "join" ? "join-room" : "open-room", { room });
  }
}

/** @param {RoomState} state */
function row(state) {
  const line = copy("row-directory");
  line.dataset.room = state.room;
  write(line, ".name", state.title);
  write(line, ".note", counted("people", state.members));
  write(line, ".topic", state.topic);
  find(line, "[data-does=join]").hidden = Boolean(state.role) || state.archived;
  find(line, "[data-does=open]").hidden = !state.role;
  for (const button of line.querySelectorAll("button")) button.setAttribute("aria-label", `${button.textContent} ${state.title}`);
  return line;
}

/** A title as an address: words joined by hyphens. @param {string} title */
export const slug = (title) =>
  [...title.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+|-+$/g, "")].slice(0, 50).join("");

export const ELEMENTS = { "browse-rooms": BrowseRooms };

/** @param {App} app */
export const open = (app) => app.part("browse-rooms").open();

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const INTENTIONS = {
  async "list-rooms"(app, { found }) {
    const { value, error } = await app.api.get("rooms");
    if (error) app.tell(error.message);
    else found(value.rooms);
  },

  async "create-room"(app, { answered, ...wanted }) {
    const { value, error } = await app.api.post("rooms", wanted);
    answered(error ? objection(error) : "");
    if (value) await arrive(app, value.room);
  },
};

/** A new room is told by the socket too; whichever comes first opens it. @param {App} app @param {string} name */
async function arrive(app, name) {
  if (app.store.rooms.has(name)) return app.opening.go(name);
  const { value } = await app.api.post(path("rooms", name, "join"));
  if (value) app.store.join(value);
  return app.opening.go(name);
}

/** @param {import("../api.js").Refusal} error */
const objection = (error) => Object.values(error.fields)[0] ?? error.message;
