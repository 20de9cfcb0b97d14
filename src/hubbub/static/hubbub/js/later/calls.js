// @ts-check
/**
 * What calls for the person while they look elsewhere, decided as the server decides it for pushes (hubbub/notifying.py).
 * No DOM and no network: the store says what is new, whoever asks brings the messages.
 *
 * @typedef {import("../room.js").Room} Room
 * @typedef {import("../store.js").Store} Store
 * @typedef {import("../types.js").Message} Message
 * @typedef {{name: string, after: number, upto: number}} New the messages of a room among which one may call
 */
import { names } from "../folds/messages.js";

export class News {
  /** @type {Map<string, {number: number, mentions: number}>} what was known of each room */
  #heads = new Map();
  /** @type {Map<string, number>} the last answer in each thread */
  #answers = new Map();

  /** What is known already is no news. @param {Store} store */
  constructor(store) {
    this.store = store;
    this.look();
  }

  /** What has come since the last look. @returns {New[]} */
  look() {
    const { rooms, threads } = this.store;
    const said = [...rooms.values()].flatMap((room) => this.#head(room));
    const answered = threads.unread().flatMap((mark) => this.#answer(mark));
    return [...said, ...answered].filter(({ name }) => wanted(rooms.get(name)));
  }

  /** @param {Room} room @returns {New[]} */
  #head({ name, number, mentions, notify }) {
    const before = this.#heads.get(name) ?? { number, mentions };
    this.#heads.set(name, { number, mentions });
    const may = notify === "all" || mentions > before.mentions;
    return may && number > before.number ? [{ name, after: before.number, upto: number }] : [];
  }

  /** @param {import("../types.js").ThreadMark} mark @returns {New[]} */
  #answer({ room: name, number, last }) {
    const before = this.#answers.get(`${name}/${number}`) ?? 0;
    this.#answers.set(`${name}/${number}`, last);
    return last > before ? [{ name, after: last - 1, upto: last }] : [];
  }
}

/** @param {Room} [room] */
const wanted = (room) => room && !room.muted && room.notify !== "nothing";

/** The last one that calls for the person and that they have not read. @param {Message[]} messages @param {Room} room @param {Store} store */
export const calling = (messages, room, store) => messages.findLast((one) => calls(one, room, store) && !isRead(one, room, store));

/** @param {Message} message @param {Room} room @param {Store} store */
function calls(message, room, { me, threads }) {
  if (message.author.id === me?.id || message.deleted || message.kind !== "user") return false;
  const following = message.thread !== null && threads.get(room.name, message.thread)?.following;
  return names(message, me?.id ?? 0) || following || (room.notify === "all" && message.in_room);
}

/** The mark of the room says nothing of what stands in a thread only. @param {Message} message @param {Room} room @param {Store} store */
function isRead({ number, thread, in_room }, room, { threads }) {
  const mark = thread === null ? null : threads.get(room.name, thread);
  return (in_room && number <= room.read) || number <= (mark?.read ?? 0);
}
