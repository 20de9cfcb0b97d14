// @ts-check
/** The site's own emoji: a picture in place of each `:name:` that a message or a reaction holds. */
import { ownEmoji } from "./emoji-table.js";

/** @typedef {import("../app.js").App} App */

const FRESH_FOR = 60_000;

/** @type {Promise<Map<string, string>> | null} addresses of the pictures by name */
let known = null;
let read = 0;

/** @param {App} app */
function pictures(app) {
  known ??= ask(app);
  return known;
}

/** @param {App} app */
async function ask(app) {
  read = Date.now();
  const { value } = await app.api.get("emoji");
  if (!value) known = null;
  return new Map((value?.emoji ?? []).map((/** @type {{name: string, url: string}} */ one) => [one.name, app.api.base + one.url]));
}

/** Somebody has changed them here. */
export function forget() {
  known = null;
}

/** As a group of the board. @param {App} app */
export async function group(app) {
  if (Date.now() - read > FRESH_FOR) forget();
  const emoji = [...(await pictures(app))].map(([name, url]) => ownEmoji({ name, url }));
  return { name: "site", emoji };
}

/** Put the pictures in; one that is not known may be new. @param {App} app @param {{within: ParentNode}} detail */
export async function paint(app, { within }) {
  let found = await pictures(app);
  const marks = () => /** @type {HTMLElement[]} */ ([...within.querySelectorAll(".emoji[data-emoji]:not(:has(img))")]);
  if (marks().some((mark) => !found.has(mark.dataset.emoji ?? "")) && Date.now() - read > FRESH_FOR) {
    forget();
    found = await pictures(app);
  }
  for (const mark of marks()) put(mark, found.get(mark.dataset.emoji ?? ""));
}

/** @param {HTMLElement} mark @param {string | undefined} url */
function put(mark, url) {
  if (!url) return;
  const name = `:${mark.dataset.emoji}:`;
  mark.replaceChildren(Object.assign(document.createElement("img"), { src: url, alt: name, title: name }));
}
