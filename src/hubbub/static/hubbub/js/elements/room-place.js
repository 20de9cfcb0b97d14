// @ts-check
/** What stands in the main pane when it is no room: nothing chosen, a room to join, not found, taken out. */
import { find, write } from "../dom.js";
import { counted, say } from "../words.js";
import { Part } from "./part.js";

export class RoomPlace extends Part {
  connected() {
    this.when(["view"], () => this.#paint());
    this.on("click", (event) => event.target.closest("[data-does=join]") && this.announce("join-room", { room: this.store.view.room }));
  }

  #paint() {
    const { view } = this.store;
    const inRoom = view.state === "room" || view.state === "loading";
    find(document, ".room").hidden = !inRoom;
    this.hidden = inRoom;
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".place"))) place.hidden = place.dataset.place !== view.state;
    if (view.preview) this.#preview(view.preview);
    if (view.state === "removed") write(this, ".removed-title", say("removed_title", { room: view.title ?? view.room }));
    if (!inRoom) this.#focus();
  }

  /** @param {import("../types.js").RoomState} state */
  #preview(state) {
    write(this, ".place-title", state.title);
    write(this, ".place-topic", state.topic);
    write(this, ".place-members", counted("people", state.members));
  }

  /** The focus was in the room that is gone: it is not lost. */
  #focus() {
    if (document.activeElement === document.body) /** @type {HTMLElement | null} */ (this.querySelector(".place:not([hidden])"))?.focus();
  }
}
