// @ts-check
/** What one does with a room of the list: by a right click, a long press, or the menu key. */
import { Menu } from "../elements/menu.js";
import { section, sorted } from "../elements/room-list.js";
import { order } from "./room-order.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../room.js").Room} Room
 */

class RoomMenu extends Menu {
  /** @type {Room | null} */
  #room = null;

  /** @param {Room} room @param {HTMLElement} from */
  open(room, from) {
    this.#room = room;
    const place = neighbours(this.store, room);
    const here = place.indexOf(room);
    const offered = {
      favourite: !room.favourite, unfavourite: room.favourite, mute: !room.muted, unmute: room.muted, read: room.unread > 0,
      up: here > 0, down: here < place.length - 1, leave: room.kind !== "direct",
    };
    for (const entry of this.all) this.#offer(entry, room, offered);
    this.show(from);
  }

  /** @param {HTMLElement} entry @param {Room} room @param {Record<string, boolean>} offered */
  #offer(entry, room, offered) {
    const does = entry.dataset.does ?? "";
    entry.hidden = offered[does] === false;
    if (entry.role === "menuitemradio") entry.ariaChecked = String(does === `notify-${room.notifyChoice}`);
  }

  /** @param {string} does */
  chose(does) {
    const room = /** @type {Room} */ (this.#room);
    const [act, choice] = does.split("-");
    if (act === "notify") this.announce("keep-room", { room: room.name, changes: { notify: choice } });
    else if (does === "read") this.#read(room);
    else if (does === "up" || does === "down") this.announce("move-room", { room, step: does === "up" ? -1 : 1 });
    else this.announce("manage-room", { does, room: room.name });
  }

  /** Also what was marked as unread. @param {Room} room */
  #read(room) {
    room.held = false;
    this.announce("mark-read", { room: room.name, number: room.number });
  }
}

/** The rooms among which it stands, in their order. @param {import("../store.js").Store} store @param {Room} room */
const neighbours = (store, room) => sorted([...store.rooms.values()]).filter((other) => section(other) === section(room) && other.archived === room.archived);

export const ELEMENTS = { "room-menu": RoomMenu };

/** @param {App} app @param {{room: string, from: HTMLElement}} detail */
export function open(app, { room: name, from }) {
  const room = app.store.rooms.get(name);
  if (room) app.part("room-menu").open(room, from);
}

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const INTENTIONS = {
  "move-room"(app, { room, step }) {
    const rooms = neighbours(app.store, room);
    const here = rooms.indexOf(room);
    rooms.splice(here, 1);
    rooms.splice(here + step, 0, room);
    return order(app, rooms.map((one) => one.name), room.name);
  },
};
