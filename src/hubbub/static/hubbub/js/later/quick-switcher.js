// @ts-check
/** Ctrl K: any room or person, a few letters away. */
import { ranked } from "../completion.js";
import { Options } from "../elements/options.js";
import { Part } from "../elements/part.js";
import { say } from "../words.js";

const MOST = 12;

class QuickSwitcher extends Part {
  #asked = 0;
  /** @type {import("../elements/options.js").Choice[]} */
  #found = [];

  connected() {
    this.dialog = /** @type {HTMLDialogElement} */ (this.find("dialog"));
    this.input = /** @type {HTMLInputElement} */ (this.find("input"));
    this.options = new Options(this.find("ul"), this.input, (choice) => this.#go(choice), this.signal);
    this.on("input", () => this.#typed(), this.input);
    this.on("keydown", (event) => this.options?.pressed(event), this.input);
    this.on("click", (event) => event.target === this.dialog && this.dialog?.close(), this.dialog);
  }

  open() {
    if (!this.dialog || !this.input || this.dialog.open) return;
    this.input.value = "";
    this.#found = [];
    this.dialog.showModal();
    this.#show();
  }

  #typed() {
    this.#found = [];
    this.#show();
    const query = this.input?.value.trim();
    const turn = ++this.#asked;
    if (query) this.announce("find-anything", { query, found: (/** @type {any} */ found) => turn === this.#asked && this.#more(found) });
  }

  /** @param {import("../elements/options.js").Choice[]} found */
  #more(found) {
    this.#found = found;
    this.#show();
  }

  #show() {
    const query = this.input?.value.trim() ?? "";
    const mine = [...this.store.rooms.values()].sort((a, b) => b.unread - a.unread).map(choice);
    const shown = query ? ranked(mine, query, (one) => [one.name, one.note]) : mine;
    const keys = new Set(shown.map((one) => one.value.key));
    const all = [...shown, ...this.#found.filter((one) => !keys.has(one.value.key))].slice(0, MOST);
    this.options?.show(query ? [...all, forMessages(query)] : all);
    this.find(".no-hit").hidden = all.length > 0 || query !== "";
  }

  /** @param {import("../elements/options.js").Choice} choice */
  #go(choice) {
    this.dialog?.close();
    if (choice.value.search) this.announce("open-panel", { panel: "search", query: choice.value.search });
    else if (choice.value.room) this.announce("open-room", { room: choice.value.room });
    else this.announce("open-direct", { username: choice.value.username });
  }
}

/** @param {string} query @returns {import("../elements/options.js").Choice} */
const forMessages = (query) => ({ name: say("search_for", { query }), note: "", look: "sign", sign: "⌕", value: { search: query } });

/** @param {import("../room.js").Room} room @returns {import("../elements/options.js").Choice} */
function choice(room) {
  const other = room.people.length === 1 ? room.people[0] : null;
  const look = room.kind === "direct" ? "person" : room.kind === "private" ? "private" : "room";
  return {
    name: room.title,
    note: other ? `@${other.username}` : room.kind === "direct" ? "" : `#${room.name}`,
    look,
    id: room.people[0]?.id,
    value: { room: room.name, key: other ? `@${other.username}` : room.name },
  };
}

export const ELEMENTS = { "quick-switcher": QuickSwitcher };

/** @param {import("../app.js").App} app */
export const open = (app) => app.part("quick-switcher").open();
