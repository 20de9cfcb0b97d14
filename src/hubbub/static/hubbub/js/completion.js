// @ts-check
/**
 * What a word before the caret could become. A source is a row of SOURCES: the mark that begins such a word → what is found
 * for the rest of it. No DOM.
 *
 * @typedef {{start: number, mark: string, query: string}} Token
 *
 * @typedef {import("./elements/options.js").Choice} Suggestion its value takes the word's place
 *
 * @typedef {object} Place where it is typed
 * @property {import("./room.js").Room | null} room
 * @property {import("./store.js").Store} store
 * @property {(intention: string, detail?: object) => void} announce to ask for what is not here; a change of the store asks again
 *
 * @typedef {object} Source
 * @property {(query: string, place: Place) => Suggestion[] | Promise<Suggestion[]>} find best first
 * @property {number} [least] characters after the mark before anything is offered
 */

import { mayManage } from "./wire.js";
import { say } from "./words.js";

const TOKEN = /(?:^|[\s(])([^\p{L}\p{N}\s])([\p{L}\p{N}_.+-]{0,50})$/u;
const MOST = 8;

/** @type {Record<string, Source>} */
export const SOURCES = {
  "@": { find: people },
  "#": { find: rooms },
  ":": { find: emoji, least: 2 },
};

/**
 * @param {string} text
 * @param {number} caret
 * @returns {Token | null}
 */
export function tokenAt(text, caret) {
  const [, mark = "", query = ""] = TOKEN.exec(text.slice(0, caret)) ?? [];
  const source = SOURCES[mark];
  return source && query.length >= (source.least ?? 0) ? { mark, query, start: caret - query.length - mark.length } : null;
}

/** @param {Token} token @param {Place} place */
export const suggestions = async (token, place) => (await SOURCES[token.mark].find(token.query, place)).slice(0, MOST);

/**
 * Best first: what begins with the query, then what has a word that does, then what contains it.
 * @template T
 * @param {T[]} items
 * @param {string} query
 * @param {(item: T) => string[]} words
 * @returns {T[]}
 */
export function ranked(items, query, words) {
  const wanted = fold(query);
  const scored = items.map((item) => ({ item, score: Math.min(...words(item).map((word) => score(fold(word), wanted))) }));
  return scored.filter((one) => one.score < 3).sort((a, b) => a.score - b.score).map((one) => one.item);
}

/** @param {string} word @param {string} wanted */
function score(word, wanted) {
  if (word.startsWith(wanted)) return 0;
  if (word.split(/[\s_.-]+/).some((part) => part.startsWith(wanted))) return 1;
  return word.includes(wanted) ? 2 : 3;
}

/** @param {string} text */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** @param {string} query @param {Place} place @returns {Suggestion[]} */
function people(query, place) {
  const { room, store } = place;
  if (room) place.announce("need-roster", { room: room.name });
  const others = [...(room?.roster ?? store.people.values())].filter((one) => one.id !== store.me?.id);
  const found = ranked(others, query, (one) => [one.username, one.name]).map(({ id, name, username }) => (
    /** @type {Suggestion} */ ({ look: "person", id, name, note: `@${username}`, value: `@${username} ` })
  ));
  const many = calls(query, room);
  return [...found.slice(0, MOST - many.length), ...many];
}

/** Behind the people: everybody at once, where that is allowed. @param {string} query @param {Place["room"]} room @returns {Suggestion[]} */
function calls(query, room) {
  const may = room && (room.calling === "everyone" || (room.calling === "moderators" && mayManage(room.kind, room.role)));
  const words = may ? ["all", "here"].filter((word) => word.startsWith(fold(query))) : [];
  return words.map((word) => ({ look: "sign", sign: "@", name: word, note: say(`call_${word}`), value: `@${word} ` }));
}

/** @param {string} query @param {Place} place @returns {Suggestion[]} */
function rooms(query, { store }) {
  const named = [...store.rooms.values()].filter((room) => room.kind === "public");
  return ranked(named, query, (room) => [room.name, room.title]).map(({ name, title }) => (
    { look: "room", name: title, note: `#${name}`, value: `#${name} ` }
  ));
}

/** @param {string} query @param {Place} place @returns {Promise<Suggestion[]>} */
function emoji(query, place) {
  return new Promise((found) => place.announce("complete-emoji", { query, found }));
}

/**
 * @param {string} text
 * @param {number} caret
 * @param {Token} token
 * @param {string} insert
 */
export function completed(text, caret, token, insert) {
  const after = text.slice(caret).replace(/^ /, "");
  const before = text.slice(0, token.start) + insert;
  return { text: before + after, caret: before.length };
}
