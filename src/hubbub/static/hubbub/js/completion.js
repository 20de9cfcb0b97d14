// @ts-check
/** What `@` and `#` before the caret could become. No DOM. */

/**
 * @typedef {{start: number, mark: "@" | "#", query: string}} Token
 * @typedef {{name: string, note: string, insert: string, kind: "person" | "room", id?: number}} Suggestion
 */

const TOKEN = /(?:^|[\s(])([@#])([\p{L}\p{N}_.-]{0,50})$/u;
const MOST = 8;

/**
 * @param {string} text
 * @param {number} caret
 * @returns {Token | null}
 */
export function tokenAt(text, caret) {
  const match = TOKEN.exec(text.slice(0, caret));
  if (!match) return null;
  const mark = /** @type {"@" | "#"} */ (match[1]);
  return { mark, query: match[2], start: caret - match[2].length - 1 };
}

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

/**
 * @param {Token} token
 * @param {{people: {id: number, username: string, name: string}[], rooms: {name: string, title: string}[]}} known
 * @returns {Suggestion[]}
 */
export function suggestions(token, known) {
  if (token.mark === "@") return ranked(known.people, token.query, (one) => [one.username, one.name]).slice(0, MOST).map(person);
  return ranked(known.rooms, token.query, (one) => [one.name, one.title]).slice(0, MOST).map(room);
}

/** @param {{id: number, username: string, name: string}} one @returns {Suggestion} */
const person = (one) => ({ kind: "person", name: one.name, note: `@${one.username}`, insert: `@${one.username} `, id: one.id });

/** @param {{name: string, title: string}} one @returns {Suggestion} */
const room = (one) => ({ kind: "room", name: one.title, note: `#${one.name}`, insert: `#${one.name} ` });

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
