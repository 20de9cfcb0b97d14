// @ts-check
/** What a room says to who has just come, above the timeline until it is put away. */
import { path } from "../api.js";
import { find, paintEmoji } from "../dom.js";
import { Part } from "../elements/part.js";
import { fill } from "../html.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {{body: string, html: string | null, rev: number}} Text
 */

class RoomWelcome extends Part {
  /** The room and the rev of the text that is shown, or on its way. */
  #shown = "";

  connected() {
    this.when(["view", "kept", "room", "gone"], () => this.show());
    this.on("click", (event) => this.#clicked(event));
  }

  show() {
    const room = this.store.current;
    if (!room?.welcome) return this.#hide();
    const wanted = `${room.name} ${room.welcomeRev}`;
    if (wanted === this.#shown) return undefined;
    if (!this.#shown.startsWith(`${room.name} `)) this.hidden = true;
    this.#shown = wanted;
    return this.announce("read-welcome", { room: room.name, found: (/** @type {Text | undefined} */ text) => this.#shown === wanted && this.#fill(text) });
  }

  /** Nothing, where it could not be asked for: then the next change asks again. @param {Text} [text] */
  #fill(text) {
    if (text) this.#put(text);
    else this.#shown = "";
  }

  /** @param {Text} text */
  #put({ body, html }) {
    const place = find(this, ".body");
    place.classList.toggle("plain", html === null);
    if (html === null) place.textContent = body;
    else fill(place, html);
    paintEmoji(place);
    this.hidden = body === "";
  }

  /** The focus was in it, and is not lost. */
  #hide() {
    const focused = this.contains(document.activeElement);
    this.#shown = "";
    this.hidden = true;
    if (focused) find(document, "#composer-text, .read-only").focus();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const name = /** @type {HTMLElement | null} */ (target.closest(".mention, .room-link"));
    if (target.closest("[data-does=put-away]")) this.announce("keep-room", { room: this.store.current?.name, changes: { welcomed: true } });
    else if (name?.dataset.room) this.announce("open-room", { room: name.dataset.room });
    else if (name) this.announce("open-direct", { username: name.dataset.username });
  }
}

export const ELEMENTS = { "room-welcome": RoomWelcome };

/** @param {App} app */
export const show = (app) => app.part("room-welcome").show();

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const INTENTIONS = {
  async "read-welcome"(app, { room, found }) {
    const { value } = await app.api.get(path("rooms", room, "welcome"));
    found(value);
  },
};
