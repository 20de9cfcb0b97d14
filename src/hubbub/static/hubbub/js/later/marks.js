// @ts-check
/** Marks that one puts on messages: pinned, saved, unread from here; and the question before many are called. */
import { answered, place } from "../acts.js";
import { path } from "../api.js";
import { counted, say } from "../words.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../elements/message-item.js").MessageItem} MessageItem
 */

/** @param {App} app @param {MessageItem} item */
export const pin = async (app, item) => answered(app, item, await app.api.put(`${place(item)}/pin`));

/** @param {App} app @param {MessageItem} item */
export const unpin = async (app, item) => answered(app, item, await app.api.remove(`${place(item)}/pin`));

/** @param {App} app @param {MessageItem} item */
export const save = (app, item) => keep(app, item, true);

/** @param {App} app @param {MessageItem} item */
export const unsave = (app, item) => keep(app, item, false);

/** @param {App} app @param {MessageItem} item @param {boolean} saved */
async function keep(app, item, saved) {
  const at = `${place(item)}/saved`;
  const { error } = await (saved ? app.api.put(at) : app.api.remove(at));
  if (error) return app.tell(error.message);
  app.store.apply({ type: "saved", room: item.room?.name ?? "", number: item.number ?? 0, saved });
  app.tell(say(saved ? "saved" : "unsaved"));
}

/** The frame that all tabs hear moves the mark; what was read a moment ago is not sent behind it. @param {App} app @param {MessageItem} item */
export async function markUnread(app, item) {
  if (item.room) item.room.held = true;
  app.marks.confirm(item.room?.name ?? "", Infinity);
  const { error } = await app.api.post(path("rooms", item.room?.name ?? "", "unread"), { number: item.number });
  app.tell(error ? error.message : say("marked_unread"));
}

/** From a list, which need not be one of the room in view: where it was said. @param {App} app @param {MessageItem} item */
export async function reply(app, { message, room }) {
  if (!message || !room) return;
  if (!message.in_room) return app.intend("open-thread", { room: room.name, number: message.thread, flash: message.number });
  await app.opening.go(room.name, message.number);
  if (app.store.current === room) app.part(".room message-composer").reply(message);
}

/** @param {App} app @param {number} people @returns {Promise<boolean>} */
export const askToCall = (app, people) =>
  app.part("confirm-dialog").ask({ title: counted("call_people", people), text: say("call_text"), action: say("call") });

/** @param {App} app @param {{letter: import("../outbox.js").Letter, people: number}} detail */
export async function confirmCall(app, { letter, people }) {
  if (!(await askToCall(app, people))) return;
  Object.assign(letter, { confirmed: true });
  app.intend("retry-message", { client_id: letter.client_id });
}
