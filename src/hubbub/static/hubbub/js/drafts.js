// @ts-check
/** What a person has typed and not sent, a room each, over reloads. */
import { keep } from "./shelf.js";

export class Drafts {
  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem"> | null} storage
   * @param {number | string} person
   */
  constructor(storage, person) {
    this.storage = storage;
    this.prefix = `hubbub.draft.${person}.`;
  }

  /** @param {string} room */
  get(room) {
    return this.storage?.getItem(this.prefix + room) ?? "";
  }

  /**
   * @param {string} room
   * @param {string} text
   */
  set(room, text) {
    if (text) keep(this.storage, this.prefix + room, text);
    else this.storage?.removeItem(this.prefix + room);
  }
}
