// @ts-check
/**
 * Files on their way into a message: chips above the text, with progress, cancel and retry. Each place where one writes has
 * its own, and they go on while another room is looked at. What has arrived survives a reload, as the draft does.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Upload} Upload
 * @typedef {import("../elements/message-composer.js").MessageComposer} MessageComposer
 */
import { copy, find, write } from "../dom.js";
import { addressOf, ending, previews } from "./message-files.js";
import { counted, say } from "../words.js";
import { percent, size } from "./sizes.js";
import { need } from "../later.js";
import { Sending } from "./sending.js";

const MOST = 10;

/** @type {WeakMap<MessageComposer, Attaching>} */
const known = new WeakMap();
/** @type {Map<string, Chip[]>} by the place of the draft */
const places = new Map();

/**
 * Attach some files; with none, show those that were attached before a reload. They belong to where one wrote when they
 * were given, though another room may be in view when this module has come.
 * @param {App} app
 * @param {{composer: MessageComposer, files: File[], place?: string, room?: string}} detail
 */
export function attach(app, { composer, files, place = composer.place, room = composer.room?.name ?? "" }) {
  need(app, "message-files");
  const attaching = known.get(composer) ?? new Attaching(app, composer);
  known.set(composer, attaching);
  if (files.length) attaching.take(files, place, room);
}

class Attaching {
  /** @param {App} app @param {MessageComposer} composer */
  constructor(app, composer) {
    this.app = app;
    this.composer = composer;
    this.list = /** @type {HTMLElement} */ (copy("attached"));
    find(composer, "textarea").before(this.list);
    this.list.addEventListener("click", (event) => this.#clicked(event));
    composer.extend({
      fields: () => this.#fields(),
      fills: () => this.#chips.some((chip) => chip.upload),
      holds: () => this.#holds(),
      sent: () => this.#keep([]),
      moved: () => this.#moved(),
    });
    this.#moved();
    composer.refresh();
  }

  get #place() {
    return this.composer.place;
  }

  get #chips() {
    return places.get(this.#place) ?? [];
  }

  /** @param {File[]} files @param {string} place @param {string} room */
  take(files, place, room) {
    const there = this.#load(place, room);
    const left = MOST - there.length;
    if (files.length > left) this.app.tell(say("too_many_files", { count: MOST }));
    const chips = files.slice(0, left).map((file) => new Chip(this.app, room, file));
    this.#follow(chips, place);
    if (chips.length) this.#keep([...there, ...chips], place);
    chips.forEach((chip) => chip.start());
    if (chips.length && place === this.#place) find(this.composer, "textarea").focus();
  }

  /** With what was attached there before a reload. @param {string} place @param {string} room */
  #load(place, room) {
    const chips = places.get(place) ?? this.#remembered(place, room);
    places.set(place, chips);
    return chips;
  }

  /** A chip that changes is a change of the composer that shows it now. @param {Chip[]} chips @param {string} place */
  #follow(chips, place) {
    for (const chip of chips) chip.onchange = () => (this.#remember(place), place === this.#place && this.composer.refresh());
  }

  /** The draft of another place is shown. */
  #moved() {
    this.#follow(this.#load(this.#place, this.composer.room?.name ?? ""), this.#place);
    this.#draw();
  }

  /** @param {Chip[]} chips @param {string} [place] */
  #keep(chips, place = this.#place) {
    places.set(place, chips);
    this.#remember(place);
    this.#draw();
    this.composer.refresh();
  }

  #draw() {
    this.list.replaceChildren(...this.#chips.map((chip) => chip.row));
    this.list.hidden = !this.#chips.length;
  }

  /** @param {string} place */
  #remember(place) {
    const uploads = (places.get(place) ?? []).flatMap((chip) => chip.upload ?? []);
    this.composer.app.drafts?.set(shelf(place), uploads.length ? JSON.stringify(uploads) : "");
  }

  /** What the server still has of it. @param {string} place @param {string} room */
  #remembered(place, room) {
    const uploads = /** @type {Upload[]} */ (JSON.parse(this.composer.app.drafts?.get(shelf(place)) || "[]"));
    const chips = uploads.map((upload) => new Chip(this.app, room, null, upload));
    chips.forEach((chip) => this.#check(chip));
    return chips;
  }

  /** @param {Chip} chip */
  async #check(chip) {
    const answer = await fetch(addressOf(chip.upload?.url ?? ""), { method: "HEAD" }).catch(() => null);
    if (answer?.status === 404) this.#take(chip);
  }

  #fields() {
    const files = this.#chips.flatMap((chip) => chip.upload ?? []);
    return files.length ? { uploads: files.map((file) => file.id), files } : {};
  }

  #holds() {
    const waiting = this.#chips.filter((chip) => !chip.upload);
    const failed = waiting.filter((chip) => chip.failed).length;
    if (failed) return counted("files_failed", failed);
    return waiting.length ? counted("files_on_way", waiting.length) : "";
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const does = /** @type {Element} */ (event.target).closest("[data-does]")?.getAttribute("data-does");
    const chip = this.#chips.find((one) => one.row.contains(/** @type {Node} */ (event.target)));
    if (!chip || !does) return;
    if (does === "retry") chip.start();
    else this.#remove(chip);
  }

  /** @param {Chip} chip */
  #remove(chip) {
    chip.end();
    this.#take(chip);
    find(this.composer, "textarea").focus();
  }

  /** Out of wherever it is. @param {Chip} chip */
  #take(chip) {
    for (const [place, chips] of places) {
      if (!chips.includes(chip)) continue;
      places.set(place, chips.filter((one) => one !== chip));
      this.#remember(place);
    }
    this.#draw();
    this.composer.refresh();
  }
}

/** Beside the draft of the same place. @param {string} place */
const shelf = (place) => `${place} files`;

/** One file: its row, and how far it is. */
class Chip {
  /** @type {Upload | null} what the server made of it */
  upload;
  failed = "";
  onchange = () => {};

  /** @param {App} app @param {string} room @param {File | null} file @param {Upload | null} upload */
  constructor(app, room, file, upload = null) {
    this.app = app;
    this.upload = upload;
    this.row = /** @type {HTMLElement} */ (copy("row-attached"));
    this.bar = /** @type {HTMLProgressElement} */ (find(this.row, "progress"));
    this.preview = file?.type.startsWith("image/") ? URL.createObjectURL(file) : "";
    this.sending = file && new Sending(app, room, file, { progress: (part) => this.#progress(part), done: (value) => this.#done(value), refused: (message, again) => this.#refused(message, again) });
    this.#describe(file?.name ?? upload?.name ?? "", file?.size ?? upload?.size ?? 0);
    this.#paint();
  }

  /** @param {string} name @param {number} bytes */
  #describe(name, bytes) {
    write(this.row, ".file-name", name);
    write(this.row, ".file-size", size(bytes));
    this.row.title = name;
    const shown = this.preview || (this.upload?.thumbnail_url && addressOf(this.upload.thumbnail_url));
    if (shown) find(this.row, ".file-sign").replaceChildren(Object.assign(new Image(), { src: shown, alt: "" }));
    else write(this.row, ".file-sign", ending(name));
  }

  start() {
    this.failed = "";
    this.bar.value = 0;
    this.sending?.start();
    this.#paint();
  }

  /** It is not wanted any more. */
  end() {
    this.sending?.stop();
    if (this.upload) this.app.api.remove(`uploads/${this.upload.id}`);
    if (this.preview) URL.revokeObjectURL(this.preview);
  }

  /** @param {number} part of all of it that has been sent */
  #progress(part) {
    this.bar.value = part;
    this.bar.textContent = percent(part);
  }

  /** @param {Upload} upload */
  #done(upload) {
    this.upload = upload;
    if (this.preview && upload.width) previews.set(upload.id, this.preview);
    this.#paint();
  }

  /** @param {string} message @param {boolean} again whether another try may help */
  #refused(message, again) {
    this.failed = message;
    find(this.row, "[data-does=retry]").hidden = !again;
    this.#paint();
  }

  #paint() {
    this.bar.hidden = Boolean(this.upload || this.failed);
    this.row.classList.toggle("broken", this.failed !== "");
    write(this.row, ".why", this.failed);
    if (!this.failed) find(this.row, "[data-does=retry]").hidden = true;
    this.onchange();
  }
}
