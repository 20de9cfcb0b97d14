// @ts-check
/** What a word before the caret could become, offered where one writes. */
import { completed, suggestions, tokenAt } from "../completion.js";
import { Options } from "./options.js";

export class Completing extends Options {
  /** @type {import("../completion.js").Token | null} */
  #token = null;

  /** @param {import("./message-composer.js").MessageComposer} composer */
  constructor(composer) {
    super(composer.find(".completions"), composer.text, (choice) => this.#complete(choice.value), composer.signal);
    this.composer = composer;
    composer.when(["roster"], () => this.#token && this.suggest());
  }

  hide() {
    this.#token = null;
    super.hide();
  }

  /** What is written out already is sent. @param {KeyboardEvent} event */
  pressed(event) {
    return !(event.key === "Enter" && this.#isWritten()) && super.pressed(event);
  }

  #isWritten() {
    const { text } = this.composer;
    return this.#token && text.value.slice(this.#token.start, text.selectionStart) === this.choices[this.active]?.value.trim();
  }

  async suggest() {
    const { text } = this.composer;
    const token = (this.#token = tokenAt(text.value, text.selectionStart));
    const found = token ? await suggestions(token, this.composer) : [];
    if (token === this.#token) this.show(found);
  }

  /** @param {string} insert */
  #complete(insert) {
    const { text: field } = this.composer;
    if (!this.#token) return;
    const { text, caret } = completed(field.value, field.selectionStart, this.#token, insert);
    field.value = text;
    field.setSelectionRange(caret, caret);
    field.dispatchEvent(new Event("input"));
  }
}
