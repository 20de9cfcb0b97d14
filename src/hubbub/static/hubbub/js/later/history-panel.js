// @ts-check
/** The texts that a message had before it was edited. */
import { place } from "../acts.js";
import { copy, find, write } from "../dom.js";
import { fill } from "../html.js";
import { moment, say } from "../words.js";
import { Panel } from "./panel.js";

/** @typedef {{body: string, html: string | null, created: string}} Revision */

class HistoryPanel extends Panel {
  #at = "";

  /** @param {{item?: import("../elements/message-item.js").MessageItem}} detail */
  open({ item }) {
    this.find(".earlier").replaceChildren();
    const at = (this.#at = item ? place(item) : "");
    if (at) this.announce("load-history", { at, found: (/** @type {Revision[]} */ revisions) => this.shown && at === this.#at && this.#take(revisions) });
  }

  /** @param {Revision[]} revisions */
  #take(revisions) {
    this.find(".earlier").replaceChildren(...revisions.reverse().map(earlier));
    this.find(".earlier").focus();
  }
}

/** @param {Revision} revision */
function earlier({ body, html, created }) {
  const row = copy("row-earlier");
  write(row, "time", say("until", { time: moment(created) }));
  if (html === null) write(row, ".body", body).classList.add("plain");
  else fill(find(row, ".body"), html);
  return row;
}

export const ELEMENTS = { "history-panel": HistoryPanel };

/** @type {Record<string, (app: import("../app.js").App, detail: any) => unknown>} */
export const INTENTIONS = {
  async "load-history"(app, { at, found }) {
    const texts = [];
    for (let before = ""; ; ) {
      const { value, error } = await app.api.get(`${at}/revisions${before}`);
      if (error) return app.tell(error.message);
      texts.unshift(...value.revisions);
      if (!value.next) return found(texts);
      before = `?before=${value.next}`;
    }
  },
};
