// @ts-check
/**
 * Every emoji with its names, read once: what the picker shows and what `:` completes to. No DOM.
 *
 * @typedef {object} Emoji
 * @property {string} sign what is written: the emoji, or `:name:` for one of the site's own
 * @property {string} name
 * @property {string[]} codes
 * @property {string[]} keywords
 * @property {boolean} toned whether it comes in skin tones
 * @property {string} [url] the picture of one of the site's own
 *
 * @typedef {{name: string, emoji: Emoji[]}} Group
 */
import { keep } from "../shelf.js";

export const TONES = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];
const LOOK = "\ufe0f";
const MOST_RECENT = 24;
const OFTEN = "👍 ❤️ 😂 🎉 🙏 👀 ✅ 🔥 😊 😍 🤔 😅 😢 😮 👏 🙌 💯 🚀".split(" ");

/** @type {Promise<Group[]> | null} */
let coming = null;

/** @returns {Promise<Group[]>} */
export function groups() {
  coming ??= read().catch((error) => {
    coming = null;
    throw error;
  });
  return coming;
}

async function read() {
  const answer = await fetch(import.meta.resolve("../../emoji.json"));
  if (!answer.ok) throw new Error(answer.statusText);
  return parsed(await answer.json());
}

/**
 * @param {{name: string, emoji: [string, string, string, string, 0 | 1][]}[]} table as requirements/emoji.py writes it
 * @returns {Group[]}
 */
export const parsed = (table) => table.map((group) => ({ name: group.name, emoji: group.emoji.map(made) }));

/** @param {[string, string, string, string, 0 | 1]} row @returns {Emoji} */
const made = ([sign, name, codes, keywords, toned]) => (
  { sign, name, codes: codes.split(" "), keywords: keywords.split(" ").filter(Boolean), toned: toned === 1 }
);

/** One of the site's own. @param {{name: string, url: string}} own @returns {Emoji} */
export const ownEmoji = ({ name, url }) => ({ sign: `:${name}:`, name: name.replaceAll("_", " "), codes: [name], keywords: [], toned: false, url });

/**
 * Best first: a code or the name begins with what is looked for, a word of them does, a keyword does.
 * @param {Group[]} table
 * @param {string} query
 */
export function search(table, query) {
  const wanted = query.toLowerCase().trim().replace(/[\s_]+/g, "_");
  const scored = table.flatMap((group) => group.emoji).map((one) => ({ one, score: score(one, wanted) }));
  return scored.filter(({ score }) => score < 4).sort((a, b) => a.score - b.score).map(({ one }) => one);
}

/** @param {Emoji} one @param {string} wanted */
function score({ codes, name, keywords }, wanted) {
  const names = [...codes, name.toLowerCase().replaceAll(" ", "_")];
  if (names.includes(wanted)) return 0;
  if (names.some((word) => word.startsWith(wanted))) return 1;
  if (names.some((word) => word.includes(`_${wanted}`))) return 2;
  return keywords.some((word) => word.startsWith(wanted)) ? 3 : 4;
}

/** In a skin tone, 0 for yellow: it stands behind the first sign, in place of its look. @param {Emoji} one @param {number} tone */
export function inTone(one, tone) {
  if (!one.toned || !TONES[tone]) return one.sign;
  const [first, ...rest] = one.sign;
  if (rest[0] === LOOK) rest.shift();
  return first + TONES[tone] + rest.join("");
}

/** What this browser remembers: the emoji that were used last, and the tone. @param {Storage | null} shelf */
export const memory = (shelf) => ({
  get recent() {
    return /** @type {string[]} */ (JSON.parse(shelf?.getItem("hubbub:emoji") ?? "null") ?? OFTEN);
  },
  get tone() {
    return Number(shelf?.getItem("hubbub:tone") ?? 0) || 0;
  },
  /** @param {string} sign */
  use(sign) {
    keep(shelf, "hubbub:emoji", JSON.stringify([sign, ...this.recent.filter((one) => one !== sign)].slice(0, MOST_RECENT)));
  },
  /** @param {number} tone */
  setTone(tone) {
    keep(shelf, "hubbub:tone", String(tone));
  },
});
