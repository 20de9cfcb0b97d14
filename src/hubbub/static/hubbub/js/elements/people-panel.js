// @ts-check
/** Who is in the room, who of them is here, and what may be done about it. */
import { copy, find, paintAvatar, write } from "../dom.js";
import { counted, say } from "../words.js";
import { mayManage } from "../wire.js";
import { Part } from "./part.js";

/** @typedef {NonNullable<import("../room.js").Room["roster"]>[number]} Member */

const WHATS = new Set(["view", "room", "presence", "roster", "gone"]);

export class PeoplePanel extends Part {
  connected() {
    this.follow((changes) => !this.aside.hidden && changes.some((change) => WHATS.has(change.what)) && this.#paint());
    this.on("click", (event) => this.#clicked(event));
    this.on("change", (event) => this.#changed(event));
  }

  get aside() {
    return /** @type {HTMLElement} */ (this.closest(".panel"));
  }

  /** @param {boolean} open */
  toggle(open = this.aside.hidden === true) {
    this.aside.hidden = !open;
    this.app.classList.toggle("with-panel", open);
    find(document, ".people-count").setAttribute("aria-expanded", String(open));
    if (open) this.#paint();
    if (open) this.find(".close").focus();
  }

  #paint() {
    const room = this.store.current;
    if (!room || room.kind === "direct") return this.toggle(false);
    if (!room.roster) return this.announce("need-roster", { room: room.name });
    const members = [...room.roster].sort((a, b) => Number(room.online.has(b.id)) - Number(room.online.has(a.id)) || a.name.localeCompare(b.name));
    write(this, ".panel-count", counted("online", members.filter((member) => room.online.has(member.id)).length));
    this.find(".panel-add").hidden = !mayManage(room.kind, room.role) || room.archived;
    if (!this.find(".people").matches(":focus-within:has(select:focus)")) this.#rows(members);
  }

  /** @param {Member[]} members */
  #rows(members) {
    this.find(".people").replaceChildren(...members.map((member) => this.#row(member)));
  }

  /** @param {Member} member */
  #row(member) {
    const room = /** @type {import("../room.js").Room} */ (this.store.current);
    const row = copy("row-person");
    const [me, here] = [member.id === this.store.me?.id, room.online.has(member.id)];
    row.dataset.username = member.username;
    paintAvatar(find(row, ".avatar"), member);
    find(row, ".avatar").classList.toggle("here", here);
    write(row, ".name", member.name);
    write(row, ".handle", `@${member.username}`);
    write(row, ".presence", here ? counted("online", 1) : "");
    find(row, ".bot").hidden = !member.bot;
    find(row, "[data-does=write]").hidden = me;
    find(row, "[data-does=remove]").hidden = me || !mayManage(room.kind, room.role) || room.archived;
    this.#role(row, member, (room.role === "owner" && !room.archived && !me));
    return row;
  }

  /** @param {HTMLElement} row @param {Member} member @param {boolean} may */
  #role(row, member, may) {
    const choice = /** @type {HTMLSelectElement} */ (find(row, "select"));
    choice.hidden = !may;
    choice.value = member.role;
    choice.setAttribute("aria-label", `${choice.getAttribute("aria-label")}: ${member.name}`);
    write(row, ".role", member.role === "member" ? "" : say(member.role));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const does = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-does]"))?.dataset.does;
    const username = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".person"))?.dataset.username;
    if (does === "write") this.announce("open-direct", { username });
    if (does === "remove") this.announce("remove-person", { room: this.store.view.room, username });
  }

  /** @param {Event} event */
  #changed(event) {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    const username = /** @type {HTMLElement | null} */ (select.closest(".person"))?.dataset.username;
    this.announce("set-role", { room: this.store.view.room, username, role: select.value });
  }
}
