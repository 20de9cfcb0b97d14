// @ts-check
/**
 * Frames about messages: those of a room that is opened, each one after that, and the word on one's own.
 *
 * @typedef {import("../store.js").Store} Store
 * @typedef {import("../store.js").Change} Change
 * @typedef {import("../room.js").Room} Room
 * @typedef {import("../types.js").Message} Message
 */

/** @type {Record<string, (store: Store, frame: any) => Change[]>} */
export const MESSAGES = {
  subscribed(store, /** @type {import("../types.js").Subscribed} */ frame) {
    const room = store.rooms.get(frame.room);
    if (!room) return [];
    Object.assign(room, { live: true, online: new Set(frame.online) });
    const changes = frame.reset ? begin(store, room, frame.messages) : frame.messages.flatMap((m) => hear(store, room, m));
    room.seen = frame.rev;
    room.describe(frame.room_state);
    return [...changes, ...drop(room), { what: "room", room: room.name }, { what: "presence", room: room.name }];
  },

  message(store, /** @type {import("../types.js").MessageFrame} */ frame) {
    const room = store.rooms.get(frame.room);
    if (!room) return [];
    room.seen = Math.max(room.seen ?? 0, frame.rev);
    return hear(store, room, frame.message);
  },

  saved(store, /** @type {import("../types.js").SavedFrame} */ { room: name, number, saved }) {
    const room = store.rooms.get(name);
    if (saved) room?.saved.add(number);
    else room?.saved.delete(number);
    return room ? [{ what: "changed", room: name, number }, { what: "saved", room: name, number }] : [];
  },

  posted(store, /** @type {import("../types.js").Posted} */ frame) {
    const pending = store.rooms.get(frame.room)?.pending.get(frame.client_id);
    if (pending) pending.number = frame.number;
    return pending ? [{ what: "pending", room: frame.room, client_id: frame.client_id }] : [];
  },
};

/** @param {Store} store @param {Room} room @param {Message[]} messages */
function begin(store, room, messages) {
  room.reset();
  messages.forEach((message) => keep(store, room, message));
  room.loaded(messages);
  room.timeline.showLatest(messages.at(-1)?.number ?? 0);
  return [{ what: "timeline", room: room.name }];
}

/** A pending copy that was acknowledged and whose message lies outside the page. @param {Room} room */
function drop(room) {
  const stale = [...room.pending.values()].filter((pending) => pending.number && pending.number <= room.number);
  return stale.map(({ client_id }) => {
    room.pending.delete(client_id);
    return { what: "pending", room: room.name, client_id };
  });
}

/** @param {Store} store @param {Room} room @param {Message} message @returns {Change[]} */
function hear(store, room, message) {
  const fresh = message.number > room.number;
  if (fresh) count(store, room, message);
  room.extend(message.number);
  const changes = keep(store, room, message);
  if (fresh) changes.forEach((change) => Object.assign(change, { fresh }));
  if (room.typing.delete(message.author.id)) changes.push({ what: "typing", room: room.name });
  return fresh ? [...changes, { what: "badge", room: room.name }] : changes;
}

/** Whether it mentions somebody who did not write it. @param {Message} message @param {number} person */
export const names = (message, person) => message.calls === "all" || Boolean(message.mentions?.includes(person));

/** @param {Store} store @param {Room} room @param {Message} message */
function count(store, room, message) {
  const mine = message.author.id === store.me?.id;
  if (mine && message.in_room && room.unread === 0) room.read = message.number;
  if (mine) room.wroteAt = store.now();
  if (!mine && store.me && names(message, store.me.id)) room.mentions += 1;
  room.number = message.number;
  if (message.in_room) room.shown = message.number;
}

/** @param {Store} store @param {Room} room @param {Message} message @returns {Change[]} */
export function keep(store, room, message) {
  store.people.set(message.author.id, message.author);
  const what = room.keep(message);
  if (!what) return [];
  const pending = message.client_id && message.author.id === store.me?.id && room.pending.delete(message.client_id);
  const change = { what: pending ? "settled" : what, room: room.name, number: message.number };
  return [pending ? { ...change, client_id: message.client_id ?? "" } : change];
}
