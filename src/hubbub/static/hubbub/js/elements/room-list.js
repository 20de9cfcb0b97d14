// @ts-check
/** The rooms and the people in the sidebar: what is open, what is unread, who calls; one's own order of them. */
import { copy, find, paintAvatar, sign, write } from "../dom.js";
import { counted } from "../words.js";
import { onHold } from "./holding.js";
import { Part } from "./part.js";

/** @typedef {import("../room.js").Room} Room */

const SECTIONS = ["favourites", "rooms", "direct"];
const WHOLE = new Set(["rooms", "gone", "me", "view"]);
const ROW = new Set(["room", "badge", "presence", "added", "settled"]);

export class RoomList extends Part {
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();

  connected() {
    this.follow((changes) => this.#changed(changes));
    this.on("click", (event) => this.#clicked(event));
    this.on("contextmenu", (event) => this.#asked(event));
    this.on("dragstart", (event) => this.#dragged(event));
    onHold(this, this, linkOf, (link) => this.announce("open-room-menu", { room: link.dataset.room, from: link }));
  }

  /** How it is done is fetched only now, and the drag may be over before. @param {DragEvent} event */
  #dragged(event) {
    const over = new AbortController();
    document.addEventListener("dragend", () => over.abort(), { once: true });
    this.announce("drag-room", { event, over: over.signal });
  }

  /** @param {import("../store.js").Change[]} changes */
  #changed(changes) {
    if (changes.some((change) => change.what === "threads" || change.what === "gone")) this.#threads();
    if (changes.some((change) => WHOLE.has(change.what))) return this.#all();
    const names = new Set(changes.filter((change) => ROW.has(change.what)).map((change) => change.room));
    for (const name of names) this.#one(name ?? "");
    if (changes.some((change) => change.what === "presence")) this.#directs();
  }

  #all() {
    const rooms = sorted([...this.store.rooms.values()]);
    const names = new Set(rooms.map((room) => room.name));
    for (const [name, row] of this.#rows) if (!names.has(name)) this.#drop(name, row);
    const focused = /** @type {HTMLElement | null} */ (this.querySelector(":focus"));
    for (const kind of SECTIONS) this.#section(kind, rooms.filter((room) => section(room) === kind));
    if (focused !== document.activeElement) focused?.focus({ preventScroll: true });
  }

  /** @param {string} kind @param {Room[]} rooms */
  #section(kind, rooms) {
    const list = this.find(`ul[data-kind="${kind}"]`);
    rooms.forEach((room, index) => {
      const row = this.#row(room);
      if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
      this.#paint(room, row);
    });
    const empty = /** @type {HTMLElement} */ (this.querySelector(`[data-empty="${kind}"]`) ?? list.parentElement);
    empty.hidden = (rooms.length > 0) === empty.matches("p");
    list.hidden = rooms.length === 0;
  }

  /** @param {Room} room */
  #row(room) {
    const known = this.#rows.get(room.name);
    if (known) return known;
    const row = copy("row-room");
    const link = find(row, "a");
    link.dataset.room = room.name;
    /** @type {HTMLAnchorElement} */ (link).href = this.app.dataset.chat + encodeURIComponent(room.name) + "/";
    find(row, ".sign").append(room.kind === "direct" ? avatar(room) : sign(room.kind));
    this.#rows.set(room.name, row);
    return row;
  }

  #threads() {
    const count = this.store.threads.unread().length;
    const badge = this.find(".threads-link .badge");
    badge.hidden = count === 0;
    badge.textContent = count < 100 ? String(count) : "99+";
    write(this, ".threads-link .badge-text", count ? `, ${counted("unread", count)}` : "");
    this.find(".threads-link").classList.toggle("new", count > 0);
  }

  #directs() {
    for (const room of this.store.rooms.values()) if (room.kind === "direct") this.#one(room.name);
  }

  /** @param {string} name */
  #one(name) {
    const [room, row] = [this.store.rooms.get(name), this.#rows.get(name)];
    if (room && row) this.#paint(room, row);
  }

  /** @param {Room} room @param {HTMLElement} row */
  #paint(room, row) {
    const link = find(row, "a");
    const open = this.store.view.room === room.name;
    write(row, ".name", room.title);
    link.classList.toggle("on", open);
    link.classList.toggle("new", room.unread > 0 && !room.muted && !open);
    link.classList.toggle("muted", room.muted || room.archived);
    if (open) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    this.#badge(room, row);
    if (room.kind === "direct") find(row, ".avatar").classList.toggle("here", this.#isHere(room));
  }

  /** @param {Room} room @param {HTMLElement} row */
  #badge(room, row) {
    const badge = find(row, ".badge");
    const shown = room.calls > 0 || (room.unread > 0 && !room.muted);
    badge.hidden = !shown;
    badge.classList.toggle("dot", room.calls === 0);
    badge.textContent = room.calls ? String(Math.min(room.calls, 99)) : "";
    write(row, ".badge-text", shown ? `, ${tally(room)}` : "");
  }

  /** Seen online in this direct room or in any other room that is followed. @param {Room} room */
  #isHere(room) {
    const rooms = [...this.store.rooms.values()].filter((other) => other.live);
    return room.people.some((person) => rooms.some((other) => other.online.has(person.id)));
  }

  /** @param {string} name @param {HTMLElement} row */
  #drop(name, row) {
    row.remove();
    this.#rows.delete(name);
  }

  /** By the right button, or the menu key. @param {PointerEvent} event */
  #asked(event) {
    const link = linkOf(/** @type {Element} */ (event.target));
    if (!link || event.pointerType === "touch") return;
    event.preventDefault();
    this.announce("open-room-menu", { room: link.dataset.room, from: link });
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = linkOf(/** @type {Element} */ (event.target));
    if (!link?.dataset.room || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.announce("open-room", { room: link.dataset.room });
  }
}

/** @param {Room} room */
const tally = (room) => (room.kind !== "direct" && room.mentions ? counted("mentions", room.mentions) : counted("unread", room.unread));

/** @param {Element} target @returns {HTMLAnchorElement | null} */
const linkOf = (target) => target.closest("a[data-room]");

/** @param {Room} room */
export const section = (room) => (room.favourite ? "favourites" : room.kind === "direct" ? "direct" : "rooms");

/** As the person has put them, those without a place first, and by title. @param {Room[]} rooms */
export const sorted = (rooms) =>
  rooms.sort((a, b) => rank(a) - rank(b) || Number(a.archived) - Number(b.archived) || a.position - b.position || a.title.localeCompare(b.title));

/** @param {Room} room */
const rank = (room) => SECTIONS.indexOf(section(room));

/** @param {Room} room */
function avatar(room) {
  const span = document.createElement("span");
  span.className = "avatar small";
  paintAvatar(span, room.people[0] ?? { id: 0, name: room.title });
  return span;
}
