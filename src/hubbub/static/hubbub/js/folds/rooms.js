// @ts-check
/**
 * Frames about rooms: which are mine, their state, who is there, what is unread.
 *
 * @typedef {import("../store.js").Store} Store
 * @typedef {import("../store.js").Change} Change
 */
import { Room, TYPING_LASTS } from "../room.js";

/** @type {Record<string, (store: Store, frame: any) => Change[]>} */
export const ROOMS = {
  hello(store, /** @type {import("../types.js").Hello} */ frame) {
    const restored = store.epoch !== "" && store.epoch !== frame.epoch;
    if (restored) startOver(store);
    Object.assign(store, { me: frame.me, site: frame.site, epoch: frame.epoch });
    const names = new Set(frame.rooms.map((summary) => summary.room));
    const gone = [...store.rooms.keys()].filter((name) => !names.has(name));
    frame.rooms.forEach((summary) => admit(store, summary));
    frame.rooms.forEach(({ room, read }) => store.rooms.get(room)?.begin(read));
    for (const room of store.rooms.values()) room.saved = new Set(frame.saved?.[room.name]);
    store.threads.begin(frame.threads);
    return [{ what: "me" }, { what: "threads" }, ...leave(store, gone), { what: "rooms" }, ...(restored ? [{ what: "view" }] : [])];
  },

  room(store, /** @type {import("../types.js").RoomFrame} */ frame) {
    const room = store.rooms.get(frame.room);
    if (!room) return [];
    room.seen = Math.max(room.seen ?? 0, frame.rev);
    if (frame.room_state.members !== room.members) room.roster = null;
    room.describe(frame.room_state);
    return [{ what: "room", room: room.name }];
  },

  rooms(store, /** @type {import("../types.js").Rooms} */ frame) {
    frame.added.forEach((summary) => admit(store, summary));
    return [...leave(store, frame.removed), { what: "rooms" }];
  },

  kept(store, /** @type {import("../types.js").KeptFrame} */ frame) {
    for (const [name, kept] of Object.entries(frame.rooms)) store.rooms.get(name)?.keepSo(kept);
    return [{ what: "rooms" }, ...Object.keys(frame.rooms).map((room) => ({ what: "kept", room }))];
  },

  preferences: (store, /** @type {import("../types.js").PreferencesFrame} */ frame) => {
    store.preferences = frame.preferences;
    return [{ what: "preferences" }];
  },

  activity(store, /** @type {import("../types.js").Activity} */ frame) {
    const heads = Object.entries(frame.rooms).flatMap(([name, head]) => {
      const room = store.rooms.get(name);
      if (!room) return [];
      const [number, shown] = [Math.max(room.number, head.number), Math.max(room.shown, head.shown)];
      Object.assign(room, { number, shown, mentions: head.mentions });
      return [{ what: "badge", room: name }];
    });
    return [...heads, ...store.threads.reply(frame.threads ?? {})];
  },

  thread: (store, /** @type {import("../types.js").ThreadFrame} */ mark) => [store.threads.set(mark)],

  read(store, /** @type {import("../types.js").Read} */ frame) {
    const room = store.rooms.get(frame.room);
    if (!room || (frame.number < room.read && !frame.back)) return [];
    Object.assign(room, { read: frame.number, mentions: frame.mentions });
    if (!frame.back) return [{ what: "badge", room: room.name }];
    Object.assign(room, { held: true, line: frame.number });
    return [{ what: "badge", room: room.name }, { what: "page", room: room.name }];
  },

  typing(store, /** @type {import("../types.js").Typing} */ { room: name, user }) {
    if (user.id === store.me?.id) return [];
    store.rooms.get(name)?.typing.set(user.id, { name: user.name, until: store.now() + TYPING_LASTS });
    return [{ what: "typing", room: name }];
  },

  presence(store, /** @type {import("../types.js").Presence} */ frame) {
    const room = store.rooms.get(frame.room);
    frame.joined.forEach((id) => room?.online.add(id));
    frame.left.forEach((id) => room?.online.delete(id));
    return room ? [{ what: "presence", room: room.name }] : [];
  },
};

/** Another epoch: numbers and revs of before mean nothing now. @param {Store} store */
function startOver(store) {
  store.rooms.clear();
  store.threads.clear();
  store.people.clear();
}

/** @param {Store} store @param {import("../types.js").Summary} summary */
function admit(store, summary) {
  let room = store.rooms.get(summary.room);
  if (room) room.update(summary);
  else store.rooms.set(summary.room, (room = new Room(summary)));
  if (summary.wait) room.wroteAt = store.now() + (summary.wait - summary.slow) * 1000;
  for (const person of summary.people ?? []) store.people.set(person.id, person);
}

/** @param {Store} store @param {string[]} names */
function leave(store, names) {
  const gone = names.filter((name) => store.rooms.delete(name));
  gone.forEach((name) => store.threads.leave(name));
  return gone.map((name) => ({ what: "gone", room: name }));
}
