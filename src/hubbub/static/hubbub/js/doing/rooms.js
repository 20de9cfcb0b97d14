// @ts-check
/** Intentions about rooms: go to one, join, rename, archive, leave. Making one and the directory: later/browse-rooms.js. */
import * as address from "../address.js";
import { path } from "../api.js";
import { sorted } from "../elements/room-list.js";
import { later } from "../later.js";
import { say } from "../words.js";

/** @typedef {import("../app.js").App} App */

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const ROOMS = {
  "open-room"(app, { room }) {
    const known = [...app.store.rooms.keys()].find((name) => name.toLowerCase() === room.toLowerCase());
    app.opening.go(known ?? room);
  },

  "next-room"(app, { step, unread }) {
    const rooms = sorted([...app.store.rooms.values()]);
    const here = rooms.findIndex((room) => room.name === app.store.view.room);
    const order = rooms.map((_, index) => rooms[(here + step * (index + 1) + rooms.length * 2) % rooms.length]);
    const next = order.find((room) => room && (!unread || room.unread > 0));
    if (next) app.opening.go(next.name);
  },

  "go-home": (app) => app.opening.go(""),

  async "join-room"(app, { room }) {
    const { value, error } = await app.api.post(path("rooms", room, "join"));
    if (error) return app.tell(error.message);
    app.store.join(value);
    return app.opening.go(value.room);
  },

  async "change-room"(app, { room, changes }) {
    const { value, error } = await app.api.patch(path("rooms", room), changes);
    if (error) return app.tell(error.message);
    app.store.rooms.get(room)?.describe(value);
    return app.store.tell([{ what: "room", room }]);
  },

  "manage-room"(app, { does, room }) {
    ROOM_ACTS[does]?.(app, room);
  },

  /** How the person keeps it; their other pages hear of it, too. */
  async "keep-room"(app, { room, changes }) {
    const { value, error } = await app.api.patch(path("rooms", room, "me"), changes);
    if (error) app.tell(error.message);
    else app.store.apply({ type: "kept", rooms: { [room]: value } });
  },

  "show-welcome": later("room-welcome", "show"),
  "open-room-menu": later("room-menu", "open"),
  "drag-room": later("room-order", "drag"),
};

/** What the room's menu offers: its `data-does` → what is done. @type {Record<string, (app: App, room: string) => unknown>} */
const ROOM_ACTS = {
  add: (app) => later("people-picker", "invite")(app),
  archive: (app, room) => confirmed(app, "archive", room, () => app.api.patch(path("rooms", room), { archived: true })),
  reopen: (app, room) => ROOMS["change-room"](app, { room, changes: { archived: false } }),
  leave: (app, room) => leave(app, room),
  settings: (app) => app.intend("open-panel", { panel: "room-settings", from: app.part(".room-menu-button") }),
  favourite: (app, room) => ROOMS["keep-room"](app, { room, changes: { favourite: true } }),
  unfavourite: (app, room) => ROOMS["keep-room"](app, { room, changes: { favourite: false } }),
  mute: (app, room) => ROOMS["keep-room"](app, { room, changes: { muted: true } }),
  unmute: (app, room) => ROOMS["keep-room"](app, { room, changes: { muted: false } }),
  "copy-link": (app, room) => app.intend("copy-text", { text: new URL(address.write(app.base, room), location.href).href, told: "link_copied" }),
};

/** @param {App} app @param {string} room */
async function leave(app, room) {
  const left = await confirmed(app, "leave", room, () => app.api.post(path("rooms", room, "leave")));
  if (left && app.store.view.room === room) await app.opening.go("");
}

/**
 * @param {App} app
 * @param {"archive" | "leave"} what
 * @param {string} room
 * @param {() => Promise<import("../api.js").Answer<any>>} act
 */
async function confirmed(app, what, room, act) {
  const title = say(`${what}_title`, { room: app.store.rooms.get(room)?.title ?? room });
  if (!(await app.part("confirm-dialog").ask({ title, text: say(`${what}_text`), action: say(what) }))) return false;
  const { error } = await act();
  if (error) app.tell(error.message);
  return !error;
}
