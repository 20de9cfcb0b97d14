// @ts-check
/** One's own order of the rooms: dragged in the list, or moved by its menu. */
import { say } from "../words.js";

/** @typedef {import("../app.js").App} App */

/** @type {AbortController | null} */
let dragging = null;

/** A row is being dragged: it goes where the pointer is, within its section. @param {App} app @param {{event: DragEvent}} detail */
export function drag(app, { event }) {
  const row = /** @type {Element | null} */ (event.target)?.closest?.("li");
  if (!row) return;
  dragging?.abort();
  const { signal } = (dragging = new AbortController());
  row.classList.add("dragged");
  document.addEventListener("dragover", (over) => follow(row, over), { signal });
  document.addEventListener("drop", (drop) => dropped(app, row, drop), { signal });
  document.addEventListener("dragend", () => end(app, row), { signal });
}

/** @param {Element} row @param {DragEvent} event */
function follow(row, event) {
  const other = /** @type {Element} */ (event.target).closest?.("li");
  if (!other || other.parentElement !== row.parentElement) return;
  event.preventDefault();
  const { top, height } = other.getBoundingClientRect();
  if (other !== row) other[event.clientY > top + height / 2 ? "after" : "before"](row);
}

/** @param {App} app @param {Element} row @param {DragEvent} event */
function dropped(app, row, event) {
  event.preventDefault();
  const links = /** @type {NodeListOf<HTMLElement>} */ (row.parentElement?.querySelectorAll("a[data-room]"));
  order(app, [...links].map((link) => link.dataset.room ?? ""));
}

/** Dropped elsewhere, it goes back. @param {App} app @param {Element} row */
function end(app, row) {
  dragging?.abort();
  row.classList.remove("dragged");
  app.store.tell([{ what: "rooms" }]);
}

/**
 * Shown at once, taken back when the server objects.
 * @param {App} app
 * @param {string[]} names of a section's rooms
 * @param {string} [moved] the room whose new place is said
 */
export async function order(app, names, moved) {
  const rooms = names.map((name) => /** @type {import("../room.js").Room} */ (app.store.rooms.get(name)));
  const before = rooms.map((room) => room.position);
  put(app, rooms, names.map((_, index) => index + 1));
  const { error } = await app.api.put("me/rooms", { rooms: names });
  if (error) put(app, rooms, before);
  if (error) app.tell(error.message);
  else if (moved) app.tell(say("moved", { room: app.store.rooms.get(moved)?.title ?? moved, place: names.indexOf(moved) + 1, count: names.length }));
}

/** @param {App} app @param {import("../room.js").Room[]} rooms @param {number[]} positions */
function put(app, rooms, positions) {
  rooms.forEach((room, index) => (room.position = positions[index]));
  app.store.tell([{ what: "rooms" }]);
}
