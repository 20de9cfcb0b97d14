// @ts-check
/**
 * What can be done with a message that stands there: a name → who may, and what is done. The toolbar of a row and the menu
 * behind it offer the names that stand in their `data-does`; a key does it for the row that has the focus.
 *
 * @typedef {object} Act
 * @property {(message: Message, room: Room, me: Me) => boolean} may whether it is offered
 * @property {(app: App, item: MessageItem, anchor: HTMLElement) => unknown} act what is done; `anchor` is where a popover belongs
 * @property {string} [key]
 *
 * @typedef {import("./app.js").App} App
 * @typedef {import("./elements/message-item.js").MessageItem} MessageItem
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("./types.js").Me} Me
 * @typedef {import("./types.js").Message} Message
 */
import * as address from "./address.js";
import { path } from "./api.js";
import { later } from "./later.js";
import { mayManage, mayReadRevisions, mayWrite } from "./wire.js";
import { say } from "./words.js";

/** Somebody's words that are still there. @param {Message} message */
export const stands = (message) => !message.deleted && message.kind !== "system";

/** The same, where something may be put on them. @param {Message} message @param {Room} room */
export const reactable = (message, room) => stands(message) && !room.archived;

/** The same, where one may write. @param {Message} message @param {Room} room */
export const answerable = (message, room) => stands(message) && mayWrite(room);

/** @type {Record<string, Act>} */
export const ACTS = {
  react: {
    key: "+",
    may: reactable,
    act: (app, item, anchor) => app.intend("pick-emoji", { anchor, chosen: (/** @type {string} */ emoji) => app.intend("toggle-reaction", { item, emoji }) }),
  },

  reply: {
    key: "r",
    may: answerable,
    act(app, item) {
      const here = /** @type {any} */ (item.closest("[data-panel], .room")?.querySelector("message-composer"));
      return here ? here.reply(item.message) : later("marks", "reply")(app, item);
    },
  },

  thread: {
    key: "t",
    may: (message) => message.kind !== "system" && (!message.deleted || message.replies !== null || message.thread !== null),
    act: (app, { message, room }, from) => app.intend("open-thread", { room: room?.name, number: message?.thread ?? message?.number, flash: message?.thread && message.number, from }),
  },

  edit: {
    key: "e",
    may: (message, room, me) => answerable(message, room) && message.author.id === me.id,
    act: later("message-editor", "edit"),
  },

  pin: { key: "p", may: (message, room) => mayPin(message, room) && !message.pinned, act: later("marks", "pin") },
  unpin: { may: (message, room) => mayPin(message, room) && message.pinned, act: later("marks", "unpin") },
  save: { key: "s", may: (message, room) => stands(message) && !room.saved.has(message.number), act: later("marks", "save") },
  unsave: { may: (message, room) => stands(message) && room.saved.has(message.number), act: later("marks", "unsave") },
  "mark-unread": { key: "u", may: (message) => stands(message) && message.in_room, act: later("marks", "markUnread") },

  history: {
    may: (message, room, me) => stands(message) && message.edited !== null && mayReadRevisions(message, room, me.id),
    act: (app, item, anchor) => app.intend("open-panel", { panel: "history", from: anchor, item }),
  },

  "copy-markdown": {
    may: (message) => stands(message) && message.body !== "",
    act: (app, item) => app.intend("copy-text", { text: item.message?.body ?? "", told: "markdown_copied" }),
  },

  "copy-link": {
    may: stands,
    act: (app, item) => app.intend("copy-text", { text: link(app, item), told: "link_copied" }),
  },

  delete: {
    key: "Delete",
    may: (message, room, me) => stands(message) && (message.author.id === me.id || mayManage(room.kind, room.role)),
    async act(app, item) {
      const question = { title: say("delete_title"), text: say("delete_text"), action: say("delete") };
      const sure = await app.part("confirm-dialog").ask(question);
      item.article.focus();
      if (sure) answered(app, item, await app.api.remove(place(item)));
    },
  },
};

/** In a direct room everybody may, elsewhere owners and moderators. @param {Message} message @param {Room} room */
const mayPin = (message, room) => reactable(message, room) && (room.kind === "direct" || mayManage(room.kind, room.role));

/** @param {string} does @param {MessageItem} item @param {Me | null} me */
export function allowed(does, { message, room }, me) {
  return Boolean(message && room && me && ACTS[does]?.may(message, room, me));
}

/** The act of a key on a row. @param {string} key */
export const actOf = (key) => Object.keys(ACTS).find((does) => ACTS[does].key === key);

/** Where the API has the message. @param {MessageItem} item */
export const place = (item) => path("rooms", item.room?.name ?? "", "messages", item.number ?? 0);

/** @param {App} app @param {MessageItem} item @param {import("./api.js").Answer<any>} answer */
export const answered = (app, item, answer) => app.answered(item.room?.name ?? "", answer);

/** @param {App} app @param {MessageItem} item */
const link = (app, item) => new URL(address.write(app.base, item.room?.name ?? "", item.number), location.href).href;
