// @ts-check
/** What is said to people: the sentences that Django wrote into the page, numbers and times in their language. */

/** @type {Record<string, any>} */
let words = {};
export let language = "en";

/** @param {Document} page */
export function learn(page) {
  language = regional(page.documentElement.lang || "en");
  words = JSON.parse(page.getElementById("hubbub-words")?.textContent ?? "{}");
}

/** The page's language as it is spoken where the person is, which decides on clocks and dates. @param {string} base */
const regional = (base) => navigator.languages.find((one) => one.split("-")[0] === base.split("-")[0]) ?? base;

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export const say = (key, values = {}) => put(words[key] ?? key, values);

/**
 * A sentence with a number in it, in the right plural.
 * @param {string} key
 * @param {number} number
 */
export function counted(key, number) {
  const forms = words[key] ?? {};
  const form = new Intl.PluralRules(language).select(number);
  return put(forms[form] ?? forms.other ?? key, { count: number.toLocaleString(language) });
}

/** @param {string[]} names */
export const listed = (names) => new Intl.ListFormat(language, { type: "conjunction" }).format(names);

/**
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
const put = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Intl.DateTimeFormatOptions} options */
function format(options) {
  const key = JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, known);
  return known;
}

/** A number of seconds in words, in the largest unit that says it exactly. @param {number} seconds */
export function lasting(seconds) {
  const [size, unit] = /** @type {[number, string]} */ (UNITS.find(([size]) => seconds % size === 0));
  return counted(unit, seconds / size);
}

/** @type {[number, string][]} */
const UNITS = [[3600, "hours_long"], [60, "minutes_long"], [1, "seconds_long"]];

/** @param {string} iso */
export const clock = (iso) => format({ hour: "numeric", minute: "2-digit" }).format(new Date(iso));

/** @param {string} iso */
export const moment = (iso) => format({ dateStyle: "full", timeStyle: "short" }).format(new Date(iso));

/** The same where there is little room. @param {string} iso */
export const stamp = (iso) => format({ dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));

/** @param {string} iso */
export const dayKey = (iso) => new Date(iso).toDateString();

/**
 * @param {string} iso
 * @param {Date} [now]
 */
export function day(iso, now = new Date()) {
  const date = new Date(iso);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === now.toDateString()) return say("today");
  if (date.toDateString() === yesterday.toDateString()) return say("yesterday");
  const year = date.getFullYear() === now.getFullYear() ? {} : /** @type {const} */ ({ year: "numeric" });
  return format({ weekday: "long", day: "numeric", month: "long", ...year }).format(date);
}
