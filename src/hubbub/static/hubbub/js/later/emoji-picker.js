// @ts-check
/** The board of emoji: what was used last, every group, a search, a skin tone. And what `:` completes to. */
import { place, write } from "../dom.js";
import { Part } from "../elements/part.js";
import { say } from "../words.js";
import { TONES, groups, inTone, memory, search } from "./emoji-table.js";
import { group } from "./site-emoji.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("./emoji-table.js").Emoji} Emoji
 * @typedef {import("./emoji-table.js").Group} Group
 */

const MOST_HITS = 120;
const COMPLETED = 8;
/** @type {Record<string, string>} */
const TABS = {
  recent: "🕒", site: "⭐", "smileys-emotion": "😀", "people-body": "👋", "animals-nature": "🐻", "food-drink": "🍎",
  "travel-places": "🚗", activities: "⚽", objects: "💡", symbols: "🔣", flags: "🏁",
};

class EmojiPicker extends Part {
  /** @type {(emoji: string) => void} */
  #chosen = () => {};
  /** Where the focus goes when it is closed: the first one that is there. @type {(Element | null)[]} */
  #from = [];
  /** @type {Group[]} */
  #table = [];
  #memory = memory(null);

  connected() {
    this.board = this.find("[popover]");
    this.query = /** @type {HTMLInputElement} */ (this.find("input"));
    this.grid = this.find(".emoji-groups");
    this.on("input", () => this.#show(), this.query);
    this.on("click", (event) => this.#clicked(event));
    this.on("keydown", (event) => this.#pressed(event));
    this.on("focusin", (event) => this.#tell(event.target));
    this.on("pointerover", (event) => this.#tell(event.target));
  }

  /**
   * @param {Group[]} table
   * @param {Storage | null} shelf
   * @param {HTMLElement} anchor
   * @param {(emoji: string) => void} chosen
   */
  open(table, shelf, anchor, chosen) {
    this.#table = table;
    this.#memory = memory(shelf);
    this.#chosen = chosen;
    const active = document.activeElement === document.body ? null : document.activeElement;
    this.#from = [active, anchor, anchor.closest(".msg"), document.querySelector("#composer-text")];
    if (this.query) this.query.value = "";
    this.#show();
    this.board?.showPopover();
    if (this.board) place(this.board, anchor, "above");
    this.query?.focus({ preventScroll: true });
  }

  #show() {
    const query = this.query?.value.trim() ?? "";
    const shown = query ? [{ name: "hits", emoji: search(this.#table, query).slice(0, MOST_HITS) }] : [this.#recent(), ...this.#table];
    const filled = shown.filter((group) => group.emoji.length > 0);
    this.grid?.replaceChildren(...filled.map((group) => this.#section(group)));
    this.find(".no-hit").hidden = filled.length > 0;
    this.find(".emoji-tabs").replaceChildren(...(query ? [] : filled.map((group) => tab(group.name))));
    this.#tones();
    const first = this.grid?.querySelector("button");
    if (first) first.tabIndex = 0;
  }

  #recent() {
    const known = new Map(this.#table.flatMap((group) => group.emoji).map((one) => [one.sign, one]));
    return { name: "recent", emoji: this.#memory.recent.flatMap((sign) => known.get(sign) ?? []) };
  }

  /** @param {Group} group */
  #section({ name, emoji }) {
    const section = document.createElement("section");
    section.dataset.group = name;
    section.setAttribute("role", "group");
    section.setAttribute("aria-label", say(`emoji_${name.replace("-", "_")}`));
    const heading = Object.assign(document.createElement("h3"), { textContent: say(`emoji_${name.replace("-", "_")}`) });
    const keys = Object.assign(document.createElement("div"), { className: "emoji-keys" });
    keys.append(...emoji.map((one) => this.#key(one)));
    section.append(heading, keys);
    return section;
  }

  /** @param {Emoji} one */
  #key(one) {
    const key = document.createElement("button");
    const sign = inTone(one, this.#memory.tone);
    Object.assign(key, { type: "button", tabIndex: -1, title: `:${one.codes[0]}:` });
    key.setAttribute("aria-label", one.name);
    Object.assign(key.dataset, { sign, plain: one.sign });
    key.append(one.url ? picture(one.url) : sign);
    return key;
  }

  #tones() {
    const { tone } = this.#memory;
    this.find(".emoji-tones").replaceChildren(...TONES.map((modifier, index) => {
      const key = Object.assign(document.createElement("button"), { type: "button", textContent: `✋${modifier}` });
      key.dataset.tone = String(index);
      key.setAttribute("aria-pressed", String(index === tone));
      key.setAttribute("aria-label", say(`tone_${index}`));
      return key;
    }));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const key = /** @type {Element} */ (event.target).closest("button");
    if (!key) return;
    const { sign, plain = "", tone, group } = key.dataset;
    if (tone) this.#choose(Number(tone));
    if (group) this.grid?.querySelector(`section[data-group="${group}"]`)?.scrollIntoView();
    if (sign) this.#take(sign, plain);
  }

  /** @param {number} tone */
  #choose(tone) {
    this.#memory.setTone(tone);
    this.#show();
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-tone="${tone}"]`))?.focus();
  }

  /** @param {string} sign @param {string} plain */
  #take(sign, plain) {
    this.#memory.use(plain);
    this.board?.hidePopover();
    /** @type {HTMLElement | undefined} */ (this.#from.find((place) => place?.checkVisibility()))?.focus();
    this.#chosen(sign);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const keys = /** @type {HTMLElement[]} */ ([...(this.grid?.querySelectorAll("button") ?? [])]);
    const here = keys.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (event.target === this.query && event.key === "Enter") return (event.preventDefault(), keys[0]?.click());
    if (event.target === this.query && event.key === "ArrowDown") return this.#move(event, keys[0]);
    if (here < 0) return undefined;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") return this.#move(event, this.#beside(keys, here, event.key === "ArrowUp" ? -1 : 1) ?? this.query);
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") return this.#move(event, keys[here + (event.key === "ArrowLeft" ? -1 : 1)]);
    return undefined;
  }

  /** The key above or below, in the next line that there is. @param {HTMLElement[]} keys @param {number} here @param {1 | -1} step */
  #beside(keys, here, step) {
    const { offsetLeft, offsetTop } = keys[here];
    const others = step > 0 ? keys.slice(here + 1) : keys.slice(0, here).reverse();
    const line = others.find((key) => key.offsetTop !== offsetTop)?.offsetTop;
    const inLine = others.filter((key) => key.offsetTop === line);
    return inLine.sort((a, b) => Math.abs(a.offsetLeft - offsetLeft) - Math.abs(b.offsetLeft - offsetLeft))[0];
  }

  /** @param {KeyboardEvent} event @param {HTMLElement | undefined} to */
  #move(event, to) {
    if (!to) return;
    event.preventDefault();
    if (to !== this.query) {
      this.grid?.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
      to.tabIndex = 0;
    }
    to.focus();
  }

  /** What is under the pointer or has the focus, in words. @param {Element} target */
  #tell(target) {
    const key = /** @type {HTMLElement | null} */ (target.closest("[data-sign]"));
    write(this, ".emoji-name", key ? `${key.getAttribute("aria-label")}  ${key.title}` : "");
  }
}

/** @param {string} name */
function tab(name) {
  const key = Object.assign(document.createElement("button"), { type: "button", textContent: TABS[name] ?? "•" });
  key.dataset.group = name;
  key.setAttribute("aria-label", say(`emoji_${name.replace("-", "_")}`));
  key.title = key.getAttribute("aria-label") ?? "";
  return key;
}

/** @param {string} url */
const picture = (url) => Object.assign(document.createElement("img"), { src: url, alt: "", loading: "lazy" });

export const ELEMENTS = { "emoji-picker": EmojiPicker };

/** The site's own first. @param {App} app */
const whole = async (app) => [await group(app), ...(await groups())];

/** @param {App} app @param {{anchor: HTMLElement, chosen: (emoji: string) => void}} detail */
export async function open(app, { anchor, chosen }) {
  const table = await whole(app).catch(() => null);
  if (table) app.part("emoji-picker").open(table, app.shelf, anchor, chosen);
  else app.tell(say("not_loaded"));
}

/** For the composer: what a shortcode that has been begun could become. @param {App} app @param {string} query */
export async function complete(app, query) {
  const { tone } = memory(app.shelf);
  const found = search(await whole(app).catch(() => []), query).slice(0, COMPLETED);
  return found.map((one) => ({ look: "sign", sign: one.url ? picture(one.url) : inTone(one, tone), name: one.name, note: `:${one.codes[0]}:`, value: `${inTone(one, tone)} ` }));
}
