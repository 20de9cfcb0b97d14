// @ts-check
/** The head of a room: title and topic, changed in place by who may; the count of people; the room's menu. */
import { place, sign, write } from "../dom.js";
import { counted, say } from "../words.js";
import { mayManage } from "../wire.js";
import { Part } from "./part.js";

/** @typedef {import("../room.js").Room} Room */

const LIMITS = { title: 80, topic: 250 };

export class RoomHeader extends Part {
  /** @type {"title" | "topic"} */
  #field = "title";
  #shown = "";

  connected() {
    this.form = /** @type {HTMLFormElement} */ (this.find(".rename"));
    this.input = /** @type {HTMLInputElement} */ (this.find(".rename input"));
    this.when(["view", "room", "kept", "presence", "roster", "gone"], () => this.#paint());
    this.on("click", (event) => this.#clicked(event));
    this.on("submit", (event) => (event.preventDefault(), this.#save()), this.form);
    this.on("focusout", () => this.#close(), this.form);
    this.on("keydown", (event) => event.key === "Escape" && (event.preventDefault(), this.#close()), this.form);
    const menu = this.find("#room-menu");
    this.on("toggle", () => place(menu, this.find(".room-menu-button")), menu);
  }

  #paint() {
    const room = this.store.current;
    if (!room) return;
    if (this.#shown !== room.name) this.#close();
    this.#shown = room.name;
    write(this, ".title", room.title);
    this.find(".sign").replaceChildren(...(room.kind === "direct" ? [] : [sign(room.kind)]));
    this.#topic(room, mayManage(room.kind, room.role) && !room.archived);
    this.#count(room);
    this.#menu(room);
  }

  /** @param {Room} room @param {boolean} may */
  #topic(room, may) {
    const [button, plain] = [this.find("button.topic"), this.find("p.topic")];
    button.hidden = !may || !this.form?.hidden;
    plain.hidden = may || !room.topic;
    for (const place of [button, plain]) write(place, ".topic-text", room.topic || say("add_topic"));
    button.classList.toggle("empty", !room.topic);
    button.title = room.topic ? `${room.topic}\n(${say("edit_topic")})` : say("edit_topic");
    plain.title = room.topic;
  }

  /** @param {Room} room */
  #count(room) {
    const direct = room.kind === "direct";
    this.find(".pins-count").hidden = !room.pins;
    write(this, ".pins-count .count", String(room.pins));
    this.find(".people-count").hidden = direct;
    write(this, ".people-count .count", String(room.members || ""));
    this.find(".people-count").title = `${counted("people", room.members)}, ${counted("online", room.online.size)}`;
  }

  /** @param {Room} room */
  #menu(room) {
    const manage = mayManage(room.kind, room.role);
    const rules = {
      manage: manage && !room.archived, open: manage && !room.archived, archived: manage && room.archived, settings: manage, leave: room.kind !== "direct",
      favourite: !room.favourite, unfavourite: room.favourite, mute: !room.muted, unmute: room.muted,
    };
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-for]")))
      item.hidden = !rules[/** @type {keyof typeof rules} */ (item.dataset.for)];
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("button");
    const does = button?.matches("button.topic") ? "topic" : button?.dataset.does;
    if (!does) return;
    this.find("#room-menu").hidePopover();
    if (does === "rename") this.#edit("title");
    else if (does === "topic") this.#edit("topic");
    else this.announce("manage-room", { does, room: this.#shown });
  }

  /** @param {"title" | "topic"} field */
  #edit(field) {
    const room = this.store.current;
    if (!room || !this.form || !this.input) return;
    this.#field = field;
    this.form.hidden = false;
    this.find(`.${field === "title" ? "names h1" : "names button.topic"}`).hidden = true;
    this.input.maxLength = LIMITS[field];
    this.input.value = room[field];
    this.input.setAttribute("aria-label", this.find(`[data-does="${field === "title" ? "rename" : "topic"}"]`).textContent ?? "");
    this.input.focus();
    this.input.select();
  }

  #save() {
    const value = this.input?.value.trim() ?? "";
    const room = this.store.current;
    if (room && value !== room[this.#field] && (value || this.#field === "topic")) this.announce("change-room", { room: room.name, changes: { [this.#field]: value } });
    this.#close();
  }

  #close() {
    if (!this.form || this.form.hidden) return;
    this.form.hidden = true;
    this.find(".names h1").hidden = false;
    this.#paint();
  }
}
