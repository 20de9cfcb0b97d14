// @ts-check
/** How the person is told of news and when not, in which browsers, and why they were told or were not. */
import { path } from "../api.js";
import { write } from "../dom.js";
import { moment, say } from "../words.js";
import { announcePush, play, ready } from "./notifying.js";
import { Panel } from "./panel.js";

/** @typedef {import("../app.js").App} App */

const TICKS = ["desktop", "sound", "push_content"];

class NotificationsPanel extends Panel {
  /** @type {App} */
  chat = /** @type {any} */ (null);

  connected() {
    this.on("change", (event) => this.#chose(event.target));
    this.on("click", (event) => this.#clicked(event.target.closest("button")));
    this.on("submit", (event) => (event.preventDefault(), this.#hours()));
    this.follow((changes) => this.shown && changes.some(({ what }) => ["preferences", "view", "kept"].includes(what)) && this.#draw());
  }

  open() {
    this.#draw();
    void this.#browsers();
    void this.#decisions();
  }

  #draw() {
    const { preferences, view } = this.store;
    const room = view.state === "room" ? this.store.rooms.get(view.room) : undefined;
    this.find(".of-room").hidden = !room;
    if (room) write(this, ".room-name", room.title);
    if (room) this.#input("notify").value = room.notifyChoice;
    this.#permission();
    if (!preferences) return;
    for (const name of TICKS) this.#input(name).checked = Boolean(preferences[/** @type {"sound"} */ (name)]);
    this.#input("dnd_from").value = preferences.dnd_from ?? "";
    this.#input("dnd_to").value = preferences.dnd_to ?? "";
    const until = preferences.dnd_until;
    const resting = until !== null && new Date(until) > new Date();
    write(this, ".rest", resting ? say("resting_until", { time: moment(until) }) : "");
    offer(this.find('[data-rest="0"]'), resting);
    offer(this.find("[data-does=no-hours]"), preferences.dnd_from !== null);
  }

  #permission() {
    const permission = "Notification" in window ? Notification.permission : "unable";
    this.find(".ask").hidden = permission !== "default";
    this.find(".blocked").hidden = permission !== "denied";
    this.find(".unable").hidden = permission !== "unable";
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #input(name) {
    return this.find(`[name="${name}"]`);
  }

  /** @param {HTMLInputElement} input */
  async #chose(input) {
    if (input.name === "notify") await this.#asked(this.chat.api.patch(path("rooms", this.store.view.room, "me"), { notify: input.value }));
    if (TICKS.includes(input.name)) await this.#change({ [input.name]: input.checked });
    if (input.name === "sound" && input.checked) play();
  }

  /** @param {HTMLButtonElement | null} button */
  async #clicked(button) {
    const { does, rest } = button?.dataset ?? {};
    const row = /** @type {HTMLElement | null} */ (button?.closest("[data-id]"));
    if (rest) await this.#change({ dnd_until: Number(rest) ? new Date(Date.now() + Number(rest) * 60_000).toISOString() : null });
    if (does === "allow") await this.#allow();
    if (does === "push") await this.#push();
    if (does === "no-hours") await this.#change({ dnd_from: null, dnd_to: null });
    if (does === "test" && row) await this.#test(row.dataset.id ?? "");
    if (does === "remove" && row) await this.#remove(row);
  }

  #hours() {
    const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    return this.#change({ dnd_from: this.#input("dnd_from").value || null, dnd_to: this.#input("dnd_to").value || null, time_zone });
  }

  /** @param {object} changes */
  async #change(changes) {
    const value = await this.#asked(this.chat.api.patch("me/preferences", changes));
    if (value) this.store.apply({ type: "preferences", preferences: value });
    else this.#draw();
  }

  /** @param {Promise<import("../api.js").Answer<any>>} answer */
  async #asked(answer) {
    const { value, error } = await answer;
    if (error) this.chat.tell(error.message);
    return error ? null : (value ?? true);
  }

  async #allow() {
    const focused = this.find("[data-does=allow]") === document.activeElement;
    await Notification.requestPermission();
    this.#permission();
    if (focused) this.#input("desktop").focus();
  }

  async #push() {
    const mine = await subscription();
    if (mine) return this.#stop(mine);
    if ("Notification" in window && (await Notification.requestPermission()) !== "granted") return this.#permission();
    this.#permission();
    const { value } = await this.chat.api.get("me/push");
    const worker = await ready();
    const made = await worker?.pushManager?.subscribe({ userVisibleOnly: true, applicationServerKey: value?.key }).catch(() => null);
    if (!made) return this.chat.tell(say("no_push"));
    await this.#asked(announcePush(this.chat, made));
    return this.#browsers();
  }

  /** @param {PushSubscription} mine */
  async #stop(mine) {
    const id = this.find(".browsers").querySelector("[data-mine]")?.getAttribute("data-id");
    await mine.unsubscribe();
    if (id) await this.chat.api.remove(`me/push/${id}`);
    await this.#browsers();
  }

  async #browsers() {
    const { value } = await this.chat.api.get("me/push");
    const mine = await subscription();
    const digest = mine ? await sha256(mine.endpoint) : "";
    const button = this.find("[data-does=push]");
    button.setAttribute("aria-pressed", String(mine !== null));
    button.textContent = say(mine ? "stop_pushes" : "take_pushes");
    this.find(".browsers").replaceChildren(...(value?.browsers ?? []).map((/** @type {any} */ one) => this.#browser(one, digest)));
  }

  /** @param {{id: number, label: string, digest: string}} one @param {string} digest */
  #browser(one, digest) {
    const row = this.#copy("browser-row");
    row.dataset.id = String(one.id);
    row.toggleAttribute("data-mine", one.digest === digest);
    write(row, ".browser-name", one.digest === digest ? say("this_browser", { browser: one.label }) : one.label);
    return row;
  }

  /** @param {string} id */
  async #test(id) {
    if (await this.#asked(this.chat.api.post(`me/push/${id}/test`))) this.chat.tell(say("test_sent"));
    await this.#decisions();
  }

  /** @param {HTMLElement} row */
  async #remove(row) {
    const mine = row.hasAttribute("data-mine") ? await subscription() : null;
    await mine?.unsubscribe();
    await this.#asked(this.chat.api.remove(`me/push/${row.dataset.id}`));
    await this.#browsers();
    this.find("[data-does=push]").focus();
  }

  async #decisions() {
    const { value } = await this.chat.api.get("me/notifications");
    const found = value?.notifications ?? [];
    this.find(".no-decision").hidden = found.length > 0;
    this.find(".decisions").replaceChildren(...found.map((/** @type {any} */ one) => this.#decision(one)));
  }

  /** @param {any} one */
  #decision(one) {
    const row = this.#copy("decision-row");
    const what = one.cause === "test" ? say("test_push") : one.author ? say("says_in", { name: one.author, room: one.title || say("direct") }) : say("left_room");
    write(row, ".what", what);
    write(row, ".why", `${one.browser}: ${one.text}`);
    write(row, ".when", moment(one.created));
    return row;
  }

  /** @param {string} name @returns {HTMLElement} */
  #copy(name) {
    const template = /** @type {HTMLTemplateElement} */ (/** @type {unknown} */ (this.find(`template.${name}`)));
    return /** @type {HTMLElement} */ (document.importNode(/** @type {Element} */ (template.content.firstElementChild), true));
  }
}

/** What ends something is there only as long as there is something to end; whoever has used it goes on beside it. @param {HTMLElement} button @param {boolean} on */
function offer(button, on) {
  if (!on && button === document.activeElement) button.parentElement?.querySelector("button")?.focus();
  button.hidden = !on;
}

/** Of this browser. */
async function subscription() {
  const worker = await ready();
  return (await worker?.pushManager?.getSubscription().catch(() => null)) ?? null;
}

/** @param {string} text */
async function sha256(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const ELEMENTS = { "notifications-panel": NotificationsPanel };

/** @param {App} app */
export async function openPanel(app) {
  document.getElementById("me-popover")?.hidePopover();
  app.part("notifications-panel").chat = app;
  app.intend("open-panel", { panel: "notifications", from: document.querySelector(".me-button") });
}
