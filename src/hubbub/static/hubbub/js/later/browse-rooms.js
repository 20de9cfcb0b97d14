// @ts-check
/** The directory: every room that one may see, to join or open; and a form for a new one. */
import { path } from "../api.js";
import { copy, find, sign, write } from "../dom.js";
import { counted, say } from "../words.js";
import { Part } from "../elements/part.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").RoomState} RoomState
 * @typedef {{rooms: RoomState[], more_after: boolean}} Listed
 */

const PAUSE = 200;
const EDGE = 300;

class BrowseRooms extends Part {
  /** @type {RoomState[]} */
  #rooms = [];
  #heading = "";
  /** Which question is the last one: the answer to an earlier one comes too late. */
  #turn = 0;
  #more = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;

  connected() {
    this.#heading = this.find("h2").textContent ?? "";
    this.dialog = /** @type {HTMLDialogElement} */ (this.find("dialog"));
    this.search = /** @type {HTMLInputElement} */ (this.find("input[type=search]"));
    this.form = /** @type {HTMLFormElement} */ (this.find("form.create"));
    this.frame = this.find(".directory-frame");
    this.on("input", () => this.#soon(), this.search);
    this.on("change", () => this.#ask(), this.find(".directory-ways"));
    this.on("scroll", () => this.#scrolled(), this.frame);
    this.on("input", () => this.#address(), this.form);
    this.on("submit", (event) => (event.preventDefault(), this.#create()), this.form);
    this.on("click", (event) => this.#clicked(event));
  }

  open() {
    if (!this.dialog || this.dialog.open) return;
    this.#list([]);
    this.#creating(false);
    if (this.search) this.search.value = "";
    this.dialog.showModal();
    this.#ask();
  }

  #soon() {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#ask(), PAUSE);
  }

  get #query() {
    return this.search?.value.trim() ?? "";
  }

  /** The first page, or the one behind a room. @param {string} [after] */
  #ask(after = "") {
    clearTimeout(this.#pause);
    const turn = ++this.#turn;
    const { checked } = /** @type {HTMLInputElement} */ (this.find("[name=archived]"));
    const { value } = /** @type {HTMLSelectElement} */ (this.find("[name=sort]"));
    const wanted = { q: [...this.#query].slice(0, 100).join(""), archived: String(checked), sort: value, after };
    this.announce("list-rooms", { wanted, found: (/** @type {Listed} */ listed) => turn === this.#turn && this.#found(listed, after) });
  }

  /** @param {Listed} listed @param {string} after */
  #found({ rooms, more_after }, after) {
    this.#more = more_after;
    const known = new Set(after ? this.#rooms.map((room) => room.room) : []);
    this.#list([...(after ? this.#rooms : []), ...rooms.filter((room) => !known.has(room.room))]);
    this.find(".no-hit").hidden = this.#rooms.length > 0 || !this.#query;
    write(this, ".start-create span", this.#query && !this.#rooms.length ? say("create_named", { name: this.#query }) : say("create_room"));
  }

  /** Rows that stay are not touched, nor is the focus in them. @param {RoomState[]} rooms */
  #list(rooms) {
    const list = this.find(".directory");
    const kept = rooms.findIndex((room, index) => room !== this.#rooms[index]);
    const same = kept < 0 ? rooms.length : kept;
    while (list.children.length > same) list.lastElementChild?.remove();
    list.append(...rooms.slice(same).map(row));
    this.#rooms = rooms;
    this.find(".show-more").hidden = !this.#more || rooms.length === 0;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = /** @type {HTMLElement} */ (this.frame);
    if (scrollHeight - scrollTop - clientHeight < EDGE) this.#next();
  }

  #next() {
    if (!this.#more) return;
    this.#more = false;
    this.#ask(this.#rooms.at(-1)?.room);
  }

  /** @param {boolean} creating */
  #creating(creating) {
    for (const part of [".search", ".directory-ways", ".directory-frame", ".start-create"]) this.find(part).hidden = creating;
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
    if (target.closest(".show-more")) return this.#next();
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
  find(line, ".sign").append(sign(state.kind));
  write(line, ".note", counted("people", state.members));
  find(line, ".joined").hidden = !state.role;
  find(line, ".shut").hidden = !state.archived;
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
  async "list-rooms"(app, { wanted, found }) {
    const { value, error } = await app.api.get(`rooms?${new URLSearchParams(wanted)}`);
    if (error) app.tell(error.message);
    else found(value);
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
