// @ts-check
/** The owner's list of the site's own emoji: a picture and a name to add, each one to remove. */
import { copy, find, write } from "../dom.js";
import { Part } from "../elements/part.js";
import { path } from "../api.js";
import { say } from "../words.js";
import { sent } from "./sending.js";
import { forget } from "./site-emoji.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {{name: string, url: string}} Emoji
 */

class SiteEmojiDialog extends Part {
  /** @type {App | null} */
  #app = null;

  connected() {
    this.dialog = /** @type {HTMLDialogElement} */ (this.find("dialog"));
    this.form = /** @type {HTMLFormElement} */ (this.find("form"));
    this.on("submit", (event) => (event.preventDefault(), this.#add()), this.form);
    this.on("change", (event) => event.target.type === "file" && this.#suggest(event.target.files[0]), this.form);
    this.on("click", (event) => this.#clicked(event));
  }

  /** @param {App} app */
  open(app) {
    this.#app = app;
    this.form?.reset();
    this.#object("");
    this.dialog?.showModal();
    return this.#list();
  }

  async #list() {
    const { value, error } = await /** @type {App} */ (this.#app).api.get("emoji");
    if (error) return this.#object(error.message);
    this.find(".no-hit").hidden = value.emoji.length > 0;
    return this.find(".site-emoji").replaceChildren(...value.emoji.map((/** @type {Emoji} */ one) => this.#row(one)));
  }

  /** @param {Emoji} one */
  #row({ name, url }) {
    const row = copy("row-site-emoji");
    row.dataset.name = name;
    /** @type {HTMLImageElement} */ (find(row, "img")).src = this.#app?.api.base + url;
    write(row, ".name", `:${name}:`);
    find(row, "button").setAttribute("aria-label", say("emoji_remove", { name }));
    return row;
  }

  /** The name of the file, as a name of an emoji could be. @param {File | undefined} file */
  #suggest(file) {
    const field = this.#field("name");
    if (file && !field.value) field.value = file.name.replace(/\.[^.]*$/, "").toLowerCase().replace(/[^a-z0-9_+-]+/g, "_").slice(0, 30);
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return /** @type {any} */ (this.form?.elements.namedItem(name));
  }

  async #add() {
    const [file] = this.#field("file").files ?? [];
    if (!file) return this.#object(say("emoji_no_file"));
    const objection = await added(/** @type {App} */ (this.#app), this.#field("name").value, file);
    this.#object(objection);
    if (objection) return undefined;
    this.form?.reset();
    forget();
    return this.#list();
  }

  /** @param {string} objection */
  #object(objection) {
    write(this, ".error", objection);
  }

  /** @param {MouseEvent} event */
  async #clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const name = /** @type {HTMLElement | null} */ (target.closest("button[data-does=remove]")?.closest("li"))?.dataset.name;
    if (target === this.dialog || target.closest("[data-does=close]")) return this.dialog?.close();
    if (!name || !this.#app) return undefined;
    const { error } = await this.#app.api.remove(path("emoji", name));
    forget();
    this.#object(error?.message ?? "");
    return this.#list();
  }
}

/** @param {App} app @param {string} name @param {File} file @returns {Promise<string>} the objection, if any */
async function added(app, name, file) {
  const room = app.store.current?.name ?? [...app.store.rooms.keys()][0] ?? "";
  const { upload, objection } = await sent(app, room, file);
  if (!upload) return objection;
  const { error } = await app.api.post("emoji", { name: name.replaceAll(":", ""), upload: upload.id });
  return error ? (Object.values(error.fields)[0] ?? error.message) : "";
}

export const ELEMENTS = { "site-emoji-dialog": SiteEmojiDialog };

/** @param {App} app */
export const open = (app) => app.part("site-emoji-dialog").open(app);
