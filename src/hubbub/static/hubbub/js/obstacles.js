// @ts-check
/** Why one may not write: the first of these that says something, which stands where the message box would. */
import { say } from "./words.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("./store.js").Store} Store
 */

/** @type {((room: Room | null, store: Store) => string)[]} */
export const OBSTACLES = [
  (_, store) => (store.link.reason === "signed-out" ? say("signed_out") : ""),
  (room) => (room?.archived ? say("read_only_archived") : ""),
  (room) => (room?.posting === "nobody" ? say("read_only_nobody") : ""),
  (room) => (room?.posting === "moderators" && room.role === "member" ? say("read_only_moderators") : ""),
];

/** @param {Room | null} room @param {Store} store */
export const obstacle = (room, store) => OBSTACLES.map((says) => says(room, store)).find(Boolean) ?? "";
