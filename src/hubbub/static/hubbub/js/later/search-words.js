// @ts-check
/** What is typed in the search field: which operator stands before the caret, what could follow it, what is asked. No DOM. */
import { ranked } from "../completion.js";
import { say } from "../words.js";

/** @typedef {{name: string, note: string, look: "room" | "private" | "person" | "sign", sign?: string, id?: number, value: string}} Suggestion */

const OPERATOR = /(?:^|\s)(from|in|has|before|after|mentions):(\S*)$/i;
const UNFINISHED = /(?:^|\s)(?!(?:from|in|has|before|after|mentions):)\S*[\p{L}\p{N}]{3}$/iu;
const KINDS = ["link", "file", "image", "pin"];
const MOST = 8;
const DAY = 86_400_000;

/**
 * The operator whose value is being typed, and where the value begins.
 * @param {string} text
 * @param {number} caret
 */
export function operatorAt(text, caret) {
  const found = OPERATOR.exec(text.slice(0, caret));
  return found ? { name: found[1].toLowerCase(), value: found[2], start: caret - found[2].length } : null;
}

/**
 * What could stand after an operator, best first; nothing when what stands there is complete.
 * @param {{name: string, value: string}} operator
 * @param {import("../store.js").Store} store
 * @param {(query: string) => Promise<any[]>} findPeople
 * @returns {Promise<Suggestion[]>}
 */
export async function suggestions({ name, value }, store, findPeople) {
  const query = value.replace(/^[@#"]/, "");
  const found = await (SOURCES[name]?.(query, store, findPeople) ?? []);
  return found.some((one) => one.value.toLowerCase() === query.toLowerCase()) ? [] : found.slice(0, MOST);
}

/** @type {Record<string, (query: string, store: import("../store.js").Store, findPeople: (query: string) => Promise<any[]>) => Suggestion[] | Promise<Suggestion[]>>} */
const SOURCES = {
  async from(query, store, findPeople) {
    const me = { name: store.me?.name ?? "", note: say("search_me"), look: /** @type {const} */ ("person"), id: store.me?.id, value: "me" };
    const people = query ? await findPeople(query) : [...(store.current?.roster ?? [])].map((one) => ({ ...one, value: { username: one.username } }));
    const others = people.filter((one) => one.id !== store.me?.id);
    const known = others.map((one) => ({ name: one.name, note: `@${one.value.username}`, look: /** @type {const} */ ("person"), id: one.id, value: one.value.username }));
    return "me".startsWith(query.toLowerCase()) ? [me, ...known] : known;
  },

  in(query, store) {
    const rooms = [...store.rooms.values()].filter((room) => room.kind !== "direct");
    return ranked(rooms, query, (room) => [room.name, room.title]).map((room) => (
      { name: room.title, note: `#${room.name}`, look: room.kind === "private" ? "private" : "room", value: room.name }
    ));
  },

  has: (query) => KINDS.filter((kind) => kind.startsWith(query.toLowerCase())).map((kind) => sign(kind, "", kind)),
  mentions: (query) => ("me".startsWith(query.toLowerCase()) ? [sign("me", "", "me")] : []),
  before: (query) => days().filter((one) => one.value.startsWith(query)),
  after: (query) => days().filter((one) => one.value.startsWith(query)),
};

/** @param {string} name @param {string} note @param {string} value @returns {Suggestion} */
const sign = (name, note, value) => ({ name, note, look: "sign", sign: "", value });

/** @param {Date} [now] */
function days(now = new Date()) {
  const named = [
    [say("today"), now],
    [say("yesterday"), new Date(now.getTime() - DAY)],
    [say("search_week"), new Date(now.getTime() - 7 * DAY)],
    [say("search_month"), new Date(now.getFullYear(), now.getMonth(), 1)],
    [say("search_year"), new Date(now.getFullYear(), 0, 1)],
  ];
  return named.map(([name, date]) => sign(/** @type {string} */ (name), isoDay(/** @type {Date} */ (date)), isoDay(/** @type {Date} */ (date))));
}

/** The day where the person is. @param {Date} date */
export const isoDay = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/**
 * @param {string} text
 * @param {number} caret
 * @param {number} start where the value begins
 * @param {string} value
 */
export function completed(text, caret, start, value) {
  const before = `${text.slice(0, start)}${value} `;
  return { text: before + text.slice(caret).trimStart(), caret: before.length };
}

/** What the server is asked: the word at the end may go on, for it may still be typed. @param {string} text */
export function asked(text) {
  const quoted = (text.match(/["“”„«»]/g)?.length ?? 0) % 2 === 1;
  return !quoted && UNFINISHED.test(text) ? `${text}*` : text.trim();
}

/**
 * A snippet in pieces: those that are marked, and those between. Marks count characters of Unicode.
 * @param {string} snippet
 * @param {[number, number][]} marks
 */
export function pieces(snippet, marks) {
  const characters = [...snippet];
  const cut = (/** @type {number} */ start, /** @type {number} */ end) => characters.slice(start, end).join("");
  let last = 0;
  const found = [];
  for (const [start, end] of marks) {
    found.push({ text: cut(last, start), marked: false }, { text: cut(start, end), marked: true });
    last = end;
  }
  return [...found, { text: cut(last, characters.length), marked: false }].filter((piece) => piece.text);
}
