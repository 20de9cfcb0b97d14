// @ts-check
/** Who is in the room, who of them is here, and what may be done about it. */
import { path } from "../api.js";
import { enrolAgain } from "../doing/people.js";
import { copy, find, paintAvatar, write } from "../dom.js";
import { counted, say } from "../words.js";
import { mayManage } from "../wire.js";
import { Panel } from "./panel.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {NonNullable<import("../room.js").Room["roster"]>[number]} Member
 */

class PeoplePanel extends Panel {
  connected() {
    this.when(["view", "room", "presence", "roster", "gone"], () => this.shown && this.#paint());
    this.on("click", (event) => this.#clicked(event));
    this.on("change", (event) => this.#changed(event));
  }

  open() {
    this.#paint();
  }

  #paint() {
    const room = this.store.current;
    if (!room || room.kind === "direct") return this.announce("close-panel");
    if (!room.roster) return this.announce("need-roster", { room: room.name });
    const members = [...room.roster].sort((a, b) => Number(room.online.has(b.id)) - Number(room.online.has(a.id)) || a.name.localeCompare(b.name));
    this.count(counted("online", members.filter((member) => room.online.has(member.id)).length));
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

export const ELEMENTS = { "people-panel": PeoplePanel };

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const INTENTIONS = {
  async "remove-person"(app, { room, username }) {
    const name = app.store.rooms.get(room)?.roster?.find((one) => one.username === username)?.name ?? username;
    const question = { title: say("remove_title", { name }), text: say("remove_text"), action: say("remove") };
    if (!(await app.part("confirm-dialog").ask(question))) return;
    const { error } = await app.api.remove(path("rooms", room, "members", username));
    if (error) app.tell(error.message);
    enrolAgain(app, room);
  },

  async "set-role"(app, { room, username, role }) {
    const { error } = await app.api.put(path("rooms", room, "members", username), { role });
    if (error) app.tell(error.message);
    enrolAgain(app, room);
  },
};
