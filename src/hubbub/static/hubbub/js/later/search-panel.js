// @ts-check
/** Looking for messages: a field that completes, and what was found, the newest first. */
import * as address from "../address.js";
import { copy, find, paintAvatar, write } from "../dom.js";
import { Options } from "../elements/options.js";
import { clock, counted, day, dayKey, moment, say } from "../words.js";
import { Panel } from "./panel.js";
import { asked, completed, operatorAt, pieces, suggestions } from "./search-words.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {{room: string, number: number, thread: number | null, author: import("../types.js").Person, created: string, snippet: string, marks: [number, number][], files: number}} Hit
 */

const PAUSE = 250;

class SearchPanel extends Panel {
  #turn = 0;
  #suggested = 0;
  #timer = 0;
  #busy = false;
  #again = false;
  #shown = "";
  #lastDay = "";
  /** @type {number | null} where the next page begins */
  #before = null;

  connected() {
    this.field = /** @type {HTMLInputElement} */ (this.find("input"));
    this.hits = this.find(".hits");
    this.options = new Options(this.find("#search-options"), this.field, (choice) => this.#complete(choice), this.signal);
    this.on("input", () => this.#typed(), this.field);
    this.on("blur", () => this.#suggest([]), this.field);
    this.on("keydown", (event) => this.#pressed(event));
    this.on("submit", (event) => (event.preventDefault(), this.#ask()));
    this.on("click", (event) => this.#clicked(event));
  }

  /** @param {{query?: string}} detail */
  open({ query } = {}) {
    if (!this.field) return;
    if (query) this.field.value = query;
    this.field.focus();
    this.field.select();
    if (query) this.#ask();
  }

  close() {
    this.#suggest([]);
  }

  // What is typed

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#ask(), PAUSE);
    this.#offer();
  }

  async #offer() {
    const { value = "", selectionStart } = this.field ?? {};
    const operator = operatorAt(value, selectionStart ?? value.length);
    const turn = ++this.#suggested;
    const found = operator ? await suggestions(operator, this.store, (query) => this.#people(query)) : [];
    if (turn === this.#suggested && this.field === document.activeElement) this.#suggest(found);
  }

  /** @param {string} query @returns {Promise<any[]>} */
  #people(query) {
    return new Promise((found) => this.announce("find-anything", { query, found }));
  }

  /** @param {any[]} found */
  #suggest(found) {
    this.options?.show(found);
    this.field?.setAttribute("aria-expanded", String(found.length > 0));
  }

  /** @param {import("../elements/options.js").Choice} choice */
  #complete(choice) {
    const { value = "", selectionStart } = this.field ?? {};
    const caret = selectionStart ?? value.length;
    const operator = operatorAt(value, caret);
    if (!operator || !this.field) return;
    const after = completed(value, caret, operator.start, choice.value);
    this.field.value = after.text;
    this.field.setSelectionRange(after.caret, after.caret);
    this.#suggest([]);
    this.#ask();
  }

  /** @param {string} text */
  #insert(text) {
    if (!this.field) return;
    this.field.value = [this.field.value.trim(), text].filter(Boolean).join(" ");
    this.field.focus();
    this.#typed();
  }

  // Asking

  /** One question at a time; what is typed meanwhile is asked when it is answered. */
  async #ask() {
    clearTimeout(this.#timer);
    const text = asked(this.field?.value ?? "");
    if (this.options?.open || text === this.#shown) return;
    if (this.#busy) return void (this.#again = true);
    this.#shown = text;
    if (!text) return this.#clear();
    await this.#answer(text, null);
    if (!this.#again) return;
    this.#again = false;
    await this.#ask();
  }

  /** @param {string} text @param {number | null} before */
  async #answer(text, before) {
    const turn = ++this.#turn;
    this.#busy = true;
    if (!before && !this.hits?.children.length) this.#show({ skeleton: true });
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
    const page = before ? `&before=${before}` : "";
    const place = `search?q=${encodeURIComponent(text)}&zone=${encodeURIComponent(zone)}${page}`;
    const { value, error } = await this.#get(place);
    this.#busy = false;
    if (turn !== this.#turn) return;
    if (error) this.#refused(error, before);
    else this.#found(text, value, before);
  }

  /** @param {string} place @returns {Promise<import("../api.js").Answer<any>>} */
  #get(place) {
    return new Promise((answered) => this.announce("ask-search", { place, answered }));
  }

  #clear() {
    this.#turn += 1;
    this.hits?.replaceChildren();
    this.#show({ hints: true });
  }

  /** @param {import("../api.js").Refusal} error @param {number | null} before */
  #refused(error, before) {
    this.#show({ note: error.message, more: before !== null });
    if (before) return;
    this.hits?.replaceChildren();
    this.#shown = "";
  }

  /** @param {string} text @param {{hits: Hit[], before: number | null, complete: boolean, message: string}} page @param {number | null} before */
  #found(text, page, before) {
    if (!before) this.#lastDay = "";
    const rows = page.hits.map((hit) => this.#row(hit));
    if (before) this.hits?.append(...rows);
    else this.hits?.replaceChildren(...rows);
    if (!before) this.find(".search-found").scrollTop = 0;
    else rows[0]?.querySelector("a")?.focus();
    this.#before = page.before;
    const none = !this.hits?.children.length;
    write(this, ".search-none-title", page.complete ? say("search_none", { query: text.replace(/\*$/, "") }) : say("search_none_yet"));
    this.find(".search-none-advice").hidden = !page.complete;
    this.#show({ none, note: page.message, more: page.before !== null });
    write(this, ".search-status", counted("search_hits", this.hits?.children.length ?? 0));
  }

  /** @param {{hints?: boolean, skeleton?: boolean, none?: boolean, note?: string, more?: boolean}} what */
  #show({ hints = false, skeleton = false, none = false, note = "", more = false }) {
    this.find(".search-hints").hidden = !hints;
    this.find(".search-skeleton").hidden = !skeleton;
    this.find(".search-none").hidden = !none;
    write(this, ".search-note", note).hidden = !note;
    this.find(".search-more").hidden = !more;
  }

  // What was found

  /** @param {Hit} hit */
  #row(hit) {
    const row = copy("row-hit");
    const link = /** @type {HTMLAnchorElement} */ (find(row, "a"));
    const room = this.store.rooms.get(hit.room)?.title || hit.room;
    link.href = address.write(this.app.dataset.chat ?? "", hit.room, hit.number);
    Object.assign(link.dataset, { room: hit.room, number: hit.number, thread: hit.thread ?? "" });
    paintAvatar(find(row, ".avatar"), hit.author);
    write(row, ".who", hit.author.name);
    Object.assign(write(row, "time", clock(hit.created)), { dateTime: hit.created, title: moment(hit.created) });
    write(row, ".hit-where", say(hit.thread ? "search_thread" : "search_in", { room }));
    find(row, ".hit-text").append(...pieces(hit.snippet, hit.marks).map(piece));
    find(row, ".hit-files").hidden = !hit.files;
    write(row, ".hit-files > span", counted("search_files", hit.files));
    this.#under(row, hit.created);
    return row;
  }

  /** Each day has a line above its first hit. @param {HTMLElement} row @param {string} created */
  #under(row, created) {
    if (dayKey(created) === this.#lastDay) return;
    this.#lastDay = dayKey(created);
    write(row, ".hit-day", day(created)).hidden = false;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const insert = /** @type {HTMLElement | null} */ (target.closest("[data-insert]"))?.dataset.insert;
    if (insert) this.#insert(insert);
    if (target.closest(".search-more") && !this.#busy) this.#answer(this.#shown, this.#before);
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a.hit"));
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) this.#go(link, event);
  }

  /** @param {HTMLAnchorElement} link @param {MouseEvent} event */
  #go(link, event) {
    event.preventDefault();
    this.querySelector(".hit[aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    const { room, number, thread } = link.dataset;
    this.announce("show-message", { room, number: Number(number), thread: thread ? Number(thread) : null });
  }

  /** Arrows go from the field through the hits and back. @param {KeyboardEvent} event */
  #pressed(event) {
    const inField = event.target === this.field;
    if (inField && event.key === "Escape" && this.options?.open) return event.preventDefault(), this.#suggest([]);
    if (inField && this.options?.pressed(event)) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const places = [/** @type {HTMLElement} */ (this.field), .../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("a.hit, .search-more:not([hidden])"))];
    const next = places[places.indexOf(/** @type {HTMLElement} */ (event.target)) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next || !places.includes(/** @type {HTMLElement} */ (event.target))) return;
    event.preventDefault();
    next.focus();
  }
}

/** @param {{text: string, marked: boolean}} part */
function piece({ text, marked }) {
  if (!marked) return text;
  return Object.assign(document.createElement("mark"), { textContent: text });
}

export const ELEMENTS = { "search-panel": SearchPanel };

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const INTENTIONS = {
  "ask-search": async (app, { place, answered }) => answered(await app.api.get(place)),
};
