// @ts-check
/** One's own order of the rooms: dragged in the list, or moved by its menu. */
import { say } from "../words.js";

/** @typedef {import("../app.js").App} App */

/** A row goes where the pointer is, within its section, until the drag is over. @param {App} app @param {{event: DragEvent, over: AbortSignal}} detail */
export function drag(app, { event, over: signal }) {
  const row = /** @type {Element | null} */ (event.target)?.closest?.("li");
  if (!row || signal.aborted) return;
  row.classList.add("dragged");
  document.addEventListener("dragover", (over) => follow(row, over), { signal });
  document.addEventListener("drop", (drop) => dropped(app, row, drop), { signal });
  signal.addEventListener("abort", () => end(app, row));
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
