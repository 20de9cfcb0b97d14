// @ts-check
/**
 * What each frame means for the store: a table type → function, each saying what it changed. Called by the store alone.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Change} Change
 * @typedef {import("./wire.js").Message} Message
 */
import { Room, TYPING_LASTS } from "./room.js";

/** @type {Record<string, (store: Store, frame: any) => Change[]>} */
export const FOLDS = {
  hello(store, /** @type {import("./wire.js").Hello} */ frame) {
    const restored = store.epoch !== "" && store.epoch !== frame.epoch;
    if (restored) startOver(store);
    Object.assign(store, { me: frame.me, site: frame.site, epoch: frame.epoch });
    const names = new Set(frame.rooms.map((summary) => summary.room));
    const gone = [...store.rooms.keys()].filter((name) => !names.has(name));
    frame.rooms.forEach((summary) => admit(store, summary));
    return [{ what: "me" }, ...leave(store, gone), { what: "rooms" }, ...(restored ? [{ what: "view" }] : [])];
  },

  subscribed(store, /** @type {import("./wire.js").Subscribed} */ frame) {
    const room = store.rooms.get(frame.room);
    if (!room) return [];
    Object.assign(room, { live: true, online: new Set(frame.online) });
    const changes = frame.reset ? begin(store, room, frame.messages) : frame.messages.flatMap((m) => hear(store, room, m));
    room.seen = frame.rev;
    room.describe(frame.room_state);
    return [...changes, ...drop(room), { what: "room", room: room.name }, { what: "presence", room: room.name }];
  },

  message(store, /** @type {import("./wire.js").MessageFrame} */ frame) {
    const room = store.rooms.get(frame.room);
    if (!room) return [];
    room.seen = Math.max(room.seen ?? 0, frame.rev);
    return hear(store, room, frame.message);
  },

  room(store, /** @type {import("./wire.js").RoomFrame} */ frame) {
    const room = store.rooms.get(frame.room);
    if (!room) return [];
    room.seen = Math.max(room.seen ?? 0, frame.rev);
    if (frame.room_state.members !== room.members) room.roster = null;
    room.describe(frame.room_state);
    return [{ what: "room", room: room.name }];
  },

  posted(store, /** @type {import("./wire.js").Posted} */ frame) {
    const pending = store.rooms.get(frame.room)?.pending.get(frame.client_id);
    if (pending) pending.number = frame.number;
    return pending ? [{ what: "pending", room: frame.room, client_id: frame.client_id }] : [];
  },

  typing(store, /** @type {import("./wire.js").Typing} */ { room: name, user }) {
    if (user.id === store.me?.id) return [];
    store.rooms.get(name)?.typing.set(user.id, { name: user.name, until: store.now() + TYPING_LASTS });
    return [{ what: "typing", room: name }];
  },

  presence(store, /** @type {import("./wire.js").Presence} */ frame) {
    const room = store.rooms.get(frame.room);
    frame.joined.forEach((id) => room?.online.add(id));
    frame.left.forEach((id) => room?.online.delete(id));
    return room ? [{ what: "presence", room: room.name }] : [];
  },

  activity(store, /** @type {import("./wire.js").Activity} */ frame) {
    return Object.entries(frame.rooms).flatMap(([name, head]) => {
      const room = store.rooms.get(name);
      if (!room) return [];
      Object.assign(room, { number: Math.max(room.number, head.number), mentions: head.mentions });
      return [{ what: "badge", room: name }];
    });
  },

  read(store, /** @type {import("./wire.js").Read} */ frame) {
    const room = store.rooms.get(frame.room);
    if (!room || frame.number < room.read) return [];
    Object.assign(room, { read: frame.number, mentions: frame.mentions });
    return [{ what: "badge", room: room.name }];
  },

  rooms(store, /** @type {import("./wire.js").Rooms} */ frame) {
    frame.added.forEach((summary) => admit(store, summary));
    return [...leave(store, frame.removed), { what: "rooms" }];
  },
};

/** Another epoch: numbers and revs of before mean nothing now. @param {Store} store */
function startOver(store) {
  store.rooms.clear();
  store.people.clear();
}

/** @param {Store} store @param {import("./wire.js").Summary} summary */
function admit(store, summary) {
  const room = store.rooms.get(summary.room);
  if (room) room.update(summary);
  else store.rooms.set(summary.room, new Room(summary));
  for (const person of summary.people ?? []) store.people.set(person.id, person);
}

/** @param {Store} store @param {string[]} names */
function leave(store, names) {
  return names.filter((name) => store.rooms.delete(name)).map((name) => ({ what: "gone", room: name }));
}

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
  const stale = room.waiting().filter((pending) => pending.number && pending.number <= room.number);
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

/** @param {Store} store @param {Room} room @param {Message} message */
function count(store, room, message) {
  const mine = message.author.id === store.me?.id;
  if (mine && room.read === room.number) room.read = message.number;
  if (!mine && store.me && message.mentions?.includes(store.me.id)) room.mentions += 1;
  room.number = message.number;
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
