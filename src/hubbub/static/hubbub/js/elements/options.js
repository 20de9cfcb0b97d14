// @ts-check
/** A list of which one is chosen by arrow keys while the typing goes on in a field (listbox with an active descendant). */
import { copy, find, paintAvatar, sign, write } from "../dom.js";

/**
 * @typedef {object} Choice
 * @property {string} name
 * @property {string} note
 * @property {"room" | "private" | "person" | "sign"} look
 * @property {number} [id] of the person
 * @property {string | Node} [sign] what stands before the name, when `look` is "sign"
 * @property {any} value
 */

export class Options {
  /** @type {Choice[]} */
  choices = [];
  active = 0;

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} field
   * @param {(choice: Choice) => void} chosen
   * @param {AbortSignal} signal
   */
  constructor(list, field, chosen, signal) {
    this.list = list;
    this.field = field;
    this.chosen = chosen;
    list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    list.addEventListener("click", (event) => this.#clicked(event), { signal });
  }

  /** @param {Choice[]} choices */
  show(choices) {
    this.choices = choices;
    this.active = 0;
    this.list.replaceChildren(...choices.map((choice, index) => row(choice, `${this.list.id}-${index}`)));
    this.list.hidden = choices.length === 0;
    this.#mark();
  }

  hide() {
    this.show([]);
  }

  get open() {
    return this.choices.length > 0;
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was one of the list's */
  pressed(event) {
    if (!this.open || event.isComposing || event.altKey || event.ctrlKey) return false;
    if (event.key === "ArrowDown") return this.#move(1, event);
    if (event.key === "ArrowUp") return this.#move(-1, event);
    if (event.key !== "Enter" && (event.key !== "Tab" || event.shiftKey)) return false;
    event.preventDefault();
    this.chosen(this.choices[this.active]);
    return true;
  }

  /** @param {number} step @param {KeyboardEvent} event */
  #move(step, event) {
    event.preventDefault();
    this.active = (this.active + step + this.choices.length) % this.choices.length;
    this.#mark();
    return true;
  }

  #mark() {
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.active)));
    const option = this.list.children[this.active];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const option = /** @type {Element} */ (event.target).closest(".option");
    const index = [...this.list.children].indexOf(/** @type {Element} */ (option));
    if (index >= 0) this.chosen(this.choices[index]);
  }
}

/** @param {Choice} choice @param {string} id */
function row(choice, id) {
  const option = copy("row-option");
  option.id = id;
  write(option, ".name", choice.name);
  write(option, ".note", choice.note);
  find(option, ".sign").append(look(choice));
  return option;
}

/** @param {Choice} choice */
function look(choice) {
  if (choice.look === "person") return avatar(choice);
  return choice.look === "sign" ? (choice.sign ?? "") : sign(choice.look === "private" ? "private" : "public");
}

/** @param {Choice} choice */
function avatar(choice) {
  const span = document.createElement("span");
  span.className = "avatar small";
  paintAvatar(span, { id: choice.id ?? 0, name: choice.name });
  return span;
}
