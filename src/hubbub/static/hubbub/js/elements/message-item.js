// @ts-check
/** One row of the timeline: a message, or the pending copy of one. Updated in place, never thrown away for a change. */
import { names } from "../folds/messages.js";
import { fill } from "../html.js";
import { copy, find, paintAvatar, paintEmoji, write } from "../dom.js";
import { keepPlace } from "../files.js";
import { mayReadRevisions } from "../wire.js";
import { clock, counted, day, dayKey, moment, say } from "../words.js";

/**
 * @typedef {import("../types.js").Message} Message
 * @typedef {import("../room.js").Pending} Pending
 * @typedef {import("../room.js").Room} Room
 * @typedef {import("../types.js").Person} Person
 */

const TOGETHER = 5 * 60 * 1000;

export class MessageItem extends HTMLElement {
  /** @type {Message | null} */
  message = null;
  /** @type {Pending | null} */
  pending = null;
  /** The room that it stands in, which need not be the one in view. */
  /** @type {Room | null} */
  room = null;
  #html = "";

  get number() {
    return this.message?.number ?? null;
  }

  get article() {
    return find(this, ".msg");
  }

  /**
   * In the timeline, a thread, among hits: whoever draws it gives it its `id`, if it needs one.
   * @param {Message} message
   * @param {Room} room
   * @param {number} me
   */
  show(message, room, me) {
    const settled = this.pending !== null;
    Object.assign(this, { message, room, pending: null });
    this.classList.remove("pending", "broken");
    this.#by(message.author, message.created);
    this.#body(message, settled);
    this.#files(message.uploads ?? [], message.body);
    this.#quote(room, message.reply_to);
    this.#thread(room, message);
    find(this, ".failed").hidden = find(this, ".held").hidden = true;
    this.#edited(message, room, me);
    this.classList.toggle("mine", message.author.id === me);
    this.classList.toggle("named", names(message, me) && message.author.id !== me);
    this.classList.toggle("pinned", message.pinned);
    this.classList.toggle("kept", room.saved.has(message.number));
    this.classList.toggle("system", message.kind === "system");
    /** @type {import("./reaction-bar.js").ReactionBar} */ (find(this, "reaction-bar")).show(message, me);
  }

  /** @param {Pending} pending @param {Room} room @param {Person} me */
  wait(pending, room, me) {
    Object.assign(this, { pending, room });
    this.#by(me, pending.created);
    this.#plain(pending.body);
    this.#files(pending.files ?? [], pending.body);
    this.#quote(room, pending.reply_to ?? null);
    this.classList.add("mine", "pending");
    this.classList.toggle("broken", pending.failed !== "");
    find(this, ".failed").hidden = !pending.failed;
    write(this, ".why", pending.failed);
    find(this, ".held").hidden = !pending.held || pending.failed !== "";
    write(this, ".held", pending.held ? say(`held_${pending.held}`) : "");
  }

  /**
   * Day line, New line, and whether it hangs under the one before.
   * @param {MessageItem | null} before
   * @param {boolean} fresh
   */
  follow(before, fresh) {
    const [mine, theirs] = [this.stamp(), before?.stamp()];
    const newDay = !theirs || dayKey(mine.at) !== dayKey(theirs.at);
    find(this, ".day").hidden = !newDay;
    if (newDay) write(this, ".day span", day(mine.at));
    find(this, ".fresh").hidden = !fresh;
    const near = theirs && Math.abs(Date.parse(mine.at) - Date.parse(theirs.at)) < TOGETHER;
    this.classList.toggle("same", Boolean(!newDay && !fresh && near && theirs.author === mine.author && !mine.apart && !theirs.system));
  }

  stamp() {
    const { message, pending } = this;
    return {
      author: message?.author.id ?? this.ownId,
      at: message?.created ?? pending?.created ?? "",
      apart: Boolean(message?.reply_to ?? pending?.reply_to) || message?.kind === "system",
      system: message?.kind === "system",
    };
  }

  /** The id of the person at this browser, for rows that have no message yet. */
  ownId = 0;

  /** @param {Person} author @param {string} at */
  #by(author, at) {
    paintAvatar(find(this, ".avatar"), author);
    write(this, ".who", author.name).title = `@${author.username}`;
    find(this, ".bot").hidden = !author.bot;
    const time = /** @type {HTMLTimeElement} */ (write(this, ".by time", clock(at)));
    Object.assign(time, { dateTime: at, title: moment(at) });
  }

  /** @param {Message} message @param {boolean} settled */
  #body(message, settled) {
    const deleted = message.deleted !== null;
    find(this, ".text").hidden = deleted;
    find(this, ".gone").hidden = !deleted;
    this.classList.toggle("deleted", deleted);
    if (deleted) return this.#plain("");
    if (message.html === null) return this.#plain(message.body);
    if (message.html === this.#html && !settled) return;
    this.#html = message.html;
    fill(find(this, ".body"), message.html);
    find(this, ".body").classList.remove("plain");
    find(this, ".body").querySelectorAll("pre").forEach(dress);
    paintEmoji(find(this, ".body"));
  }

  /** A button for who may see what stood there before, and words for others. @param {Message} message @param {Room} room @param {number} me */
  #edited(message, room, me) {
    const edited = /** @type {HTMLButtonElement} */ (find(this, ".edited"));
    edited.hidden = !message.edited || message.deleted !== null;
    edited.disabled = !mayReadRevisions(message, room, me);
    edited.title = message.edited ? moment(message.edited) : "";
  }

  /** Words may be missing where there are files. @param {import("../types.js").Upload[]} uploads @param {string} body */
  #files(uploads, body) {
    if (uploads.length && !body) find(this, ".text").hidden = true;
    keepPlace(find(this, "message-files"), uploads);
  }

  /** @param {string} text */
  #plain(text) {
    this.#html = "";
    write(this, ".body", text).classList.add("plain");
  }

  /** @param {Room} room @param {number | null} number */
  #quote(room, number) {
    const quote = find(this, ".quote");
    quote.hidden = number === null;
    if (number === null) return;
    const said = this.#said(room, number);
    quote.dataset.number = String(number);
    paintAvatar(find(quote, ".avatar"), said?.author ?? { id: 0, name: "…" });
    write(quote, ".quote-name", said?.author.name ?? "");
    write(quote, ".quote-text", inShort(said));
  }

  /** Another message, which is asked for where it is not here. @param {Room} room @param {number} number */
  #said(room, number) {
    const said = room.messages.get(number);
    if (!said) this.dispatchEvent(new CustomEvent("need-message", { bubbles: true, detail: { room: room.name, number } }));
    return said;
  }

  /** What hangs on it, and what it hangs on. @param {Room} room @param {Message} message */
  #thread(room, { thread, replies }) {
    const [from, summary] = [find(this, ".in-thread"), find(this, ".replies")];
    from.hidden = thread === null;
    summary.hidden = !replies;
    if (thread !== null && this.closest("message-list")) write(from, ".in-thread-text", inShort(this.#said(room, thread)));
    if (!replies) return;
    find(summary, ".faces").replaceChildren(...replies.people.map(face));
    write(summary, ".replies-count", counted("replies", replies.count));
    write(summary, ".replies-last", say("last_reply", { time: dayKey(replies.last) === dayKey(new Date().toISOString()) ? clock(replies.last) : day(replies.last) }));
  }
}

/** @param {Person} person */
function face(person) {
  const avatar = Object.assign(document.createElement("span"), { className: "avatar tiny" });
  paintAvatar(avatar, person);
  return avatar;
}

/** @param {Message | undefined} said */
const inShort = (said) => (said ? (said.deleted ? say("deleted_quote") : gist(said)) : say("distant_quote"));

/** What is said of a message elsewhere: its text, or the names of its files. @param {Message} message */
export const gist = ({ body, uploads }) => oneLine(body) || (uploads ?? []).map((upload) => upload.name).join(", ");

/** @param {string} body */
export const oneLine = (body) => body.replace(/[*_`~>#]+/g, "").replace(/\s+/g, " ").trim().slice(0, 200);

/** A block of code gets its copy button and can be scrolled by keyboard. @param {HTMLPreElement} pre */
function dress(pre) {
  const frame = document.createElement("div");
  frame.className = "code";
  pre.replaceWith(frame);
  pre.tabIndex = 0;
  frame.append(pre, copy("row-copy"));
}
