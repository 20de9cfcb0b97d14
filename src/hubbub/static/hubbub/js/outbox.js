// @ts-check
/**
 * Sends that wait for the server's word. Kept in the browser's storage under the person's id, so a reload, a crash or
 * a long tunnel loses nothing; each keeps its `client_id`, so sending it twice makes one message.
 *
 * @typedef {{body: string, reply_to?: number | null, thread?: number | null, in_room?: boolean, uploads?: number[], files?: import("./types.js").Upload[]}} Post what the person wrote, as the command `post` has it
 *
 * @typedef {object} Delivery
 * @property {string} client_id
 * @property {string} room
 * @property {string} created
 * @property {string} failed why it was refused, "" while it waits
 * @property {number} [notBefore] the clock before which the server does not want it
 * @property {boolean} [kept] whether the storage took it
 * @property {string} [held] the code with which it was refused the last time, when time alone cures it
 *
 * @typedef {Post & Delivery} Letter
 */
import { keep } from "./shelf.js";

/** Refusals that time alone cures. */
const PASSING = new Set(["rate_limited", "unavailable"]);

export class Outbox {
  /** @type {Letter[]} */
  letters = [];

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length"> | null} storage
   * @param {number | string} person
   * @param {() => number} now
   */
  constructor(storage, person, now = Date.now) {
    this.storage = storage;
    this.prefix = `hubbub.outbox.${person}.`;
    this.now = now;
    this.letters = this.#read();
  }

  /**
   * @param {string} room
   * @param {Post} post
   * @param {string} [client_id]
   * @returns {Letter}
   */
  add(room, post, client_id = crypto.randomUUID()) {
    const letter = { ...post, client_id, room, created: new Date(this.now()).toISOString(), failed: "" };
    this.letters.push(letter);
    this.#keep(letter);
    return letter;
  }

  /** Take over what a closed tab has left; what another tab has sent or given up is let go, and handed back. */
  merge() {
    const found = this.#read();
    const gone = this.letters.filter((letter) => letter.kept && !found.some((one) => one.client_id === letter.client_id));
    this.letters = this.letters.filter((letter) => !gone.includes(letter)).concat(found.filter((letter) => !this.find(letter.client_id)));
    return gone;
  }

  /** @param {string} client_id */
  find(client_id) {
    return this.letters.find((letter) => letter.client_id === client_id) ?? null;
  }

  /** What should be on the wire now, oldest first. Nothing overtakes a letter that the server does not want yet. */
  due() {
    const waiting = this.letters.filter((letter) => !letter.failed);
    const early = waiting.findIndex((letter) => (letter.notBefore ?? 0) > this.now());
    return early < 0 ? waiting : waiting.slice(0, early);
  }

  /** As the socket says it. @param {Letter} letter @returns {import("./types.js").Command} */
  command({ created, failed, notBefore, held, kept, files, ...said }) {
    const given = Object.entries(said).filter(([, value]) => value !== null);
    return /** @type {any} */ ({ type: "post", ...Object.fromEntries(given) });
  }

  /** Milliseconds until a postponed letter is due, or null. */
  nextIn() {
    const later = this.letters.filter((letter) => !letter.failed && (letter.notBefore ?? 0) > this.now());
    return later.length ? Math.min(...later.map((letter) => letter.notBefore ?? 0)) - this.now() : null;
  }

  /** The server has it, or the person gave it up. @param {string} client_id */
  remove(client_id) {
    this.letters = this.letters.filter((letter) => letter.client_id !== client_id);
    this.storage?.removeItem(this.prefix + client_id);
  }

  /**
   * @param {{code: string, message: string, client_id?: string, retry_after?: number}} error
   * @returns {Letter | null} the letter that it was about
   */
  refuse(error) {
    const letter = error.client_id ? this.find(error.client_id) : null;
    if (!letter) return null;
    if (PASSING.has(error.code)) this.#hold(letter, error.code, error.retry_after ?? 2);
    else letter.failed = error.message;
    this.#keep(letter);
    return letter;
  }

  /** @param {Letter} letter @param {string} code @param {number} seconds */
  #hold(letter, code, seconds) {
    letter.held = code;
    letter.notBefore = this.now() + seconds * 1000;
  }

  /** @param {string} client_id */
  retry(client_id) {
    const letter = this.find(client_id);
    if (!letter) return null;
    letter.failed = "";
    delete letter.notBefore;
    this.#keep(letter);
    return letter;
  }

  /** @returns {Letter[]} */
  #read() {
    const letters = this.#keys().map((key) => parse(this.storage?.getItem(key)));
    return letters.filter((letter) => letter !== null).sort((a, b) => (a.created < b.created ? -1 : 1));
  }

  #keys() {
    const count = this.storage?.length ?? 0;
    const keys = Array.from({ length: count }, (_, index) => this.storage?.key(index) ?? "");
    return keys.filter((key) => key.startsWith(this.prefix));
  }

  /** A key a letter, so that two tabs never write over each other. @param {Letter} letter */
  #keep(letter) {
    letter.kept = keep(this.storage, this.prefix + letter.client_id, JSON.stringify({ ...letter, kept: true }));
  }
}

/**
 * @param {string | null | undefined} text
 * @returns {Letter | null}
 */
function parse(text) {
  try {
    const letter = JSON.parse(text ?? "null");
    return letter?.client_id && letter.room ? letter : null;
  } catch {
    return null;
  }
}
