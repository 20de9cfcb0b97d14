// @ts-check
/** Intentions about rooms and people: create, join, leave, rename, archive, add, remove, roles, direct rooms. */
import * as address from "./address.js";
import { path } from "./api.js";
import { say } from "./words.js";

/** @typedef {import("./app.js").App} App */

/** @param {App} app @param {string} name @returns {any} */
const part = (app, name) => app.element.querySelector(name);

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const MANAGING = {
  async "list-rooms"(app, { found }) {
    const { value, error } = await app.api.get("rooms");
    if (error) app.tell(error.message);
    else found(value.rooms);
  },

  async "create-room"(app, { answered, ...wanted }) {
    const { value, error } = await app.api.post("rooms", wanted);
    answered(error ? objection(error) : "");
    if (value) await arrive(app, value.room);
  },

  async "join-room"(app, { room }) {
    const { value, error } = await app.api.post(path("rooms", room, "join"));
    if (error) return app.tell(error.message);
    app.store.join(value);
    return app.opening.go(value.room);
  },

  async "change-room"(app, { room, changes }) {
    const { value, error } = await app.api.patch(path("rooms", room), changes);
    if (error) return app.tell(error.message);
    app.store.rooms.get(room)?.describe(value);
    return app.store.tell([{ what: "room", room }]);
  },

  "manage-room"(app, { does, room }) {
    ROOM_ACTS[does]?.(app, room);
  },

  async "need-roster"(app, { room }) {
    if (app.store.rooms.get(room)?.roster || asked.has(room)) return;
    asked.add(room);
    const { value } = await app.api.get(path("rooms", room, "members"));
    asked.delete(room);
    if (value) app.store.enrol(room, value.members);
  },

  async "add-people"(app, { usernames, answered }) {
    const room = app.store.view.room;
    for (const username of usernames) {
      const { error } = await app.api.put(path("rooms", room, "members", username), { role: "member" });
      if (error) return answered(error.message);
    }
    answered("");
    return enrolAgain(app, room);
  },

  async "remove-person"(app, { room, username }) {
    const name = app.store.rooms.get(room)?.roster?.find((one) => one.username === username)?.name ?? username;
    const question = { title: say("remove_title", { name }), text: say("remove_text"), action: say("remove") };
    if (!(await part(app, "confirm-dialog").ask(question))) return;
    const { error } = await app.api.remove(path("rooms", room, "members", username));
    if (error) app.tell(error.message);
    enrolAgain(app, room);
  },

  async "set-role"(app, { room, username, role }) {
    const { error } = await app.api.put(path("rooms", room, "members", username), { role });
    if (error) app.tell(error.message);
    enrolAgain(app, room);
  },

  async "find-people"(app, { query, found }) {
    const { value } = await app.api.get(`users?q=${encodeURIComponent(query)}`);
    if (value) found(value.users);
  },

  async "find-anything"(app, { query, found }) {
    const { value } = await app.api.get(`users?q=${encodeURIComponent(query)}`);
    const people = (value?.users ?? []).filter((/** @type {any} */ one) => one.id !== app.store.me?.id);
    found(people.map(asChoice));
  },

  "open-direct"(app, { username } = {}) {
    if (!username) return part(app, "people-picker[data-for=direct]").open();
    if (username === app.store.me?.username) return undefined;
    return MANAGING["start-direct"](app, { usernames: [username], answered: (/** @type {string} */ said) => said && app.tell(said) });
  },

  async "start-direct"(app, { usernames, answered }) {
    const { value, error } = await app.api.post("direct", { usernames });
    answered(error?.message ?? "");
    if (!value) return;
    app.store.join(value);
    await app.opening.go(value.room);
  },
};

/** @type {Set<string>} */
const asked = new Set();

/** @type {Record<string, (app: App, room: string) => unknown>} */
const ROOM_ACTS = {
  add: (app) => part(app, "people-picker[data-for=invite]").open(),
  archive: (app, room) => confirmed(app, "archive", room, () => app.api.patch(path("rooms", room), { archived: true })),
  reopen: (app, room) => MANAGING["change-room"](app, { room, changes: { archived: false } }),
  leave: (app, room) => leave(app, room),
  "copy-link": (app, room) => copyLink(app, new URL(address.write(app.base, room), location.href).href),
};

/** @param {App} app @param {string} url */
const copyLink = (app, url) =>
  app.element.dispatchEvent(new CustomEvent("copy-text", { detail: { text: url, told: "link_copied" } }));

/** @param {App} app @param {string} room */
async function leave(app, room) {
  if (await confirmed(app, "leave", room, () => app.api.post(path("rooms", room, "leave")))) await app.opening.go("");
}

/**
 * @param {App} app
 * @param {"archive" | "leave"} what
 * @param {string} room
 * @param {() => Promise<import("./api.js").Answer<any>>} act
 */
async function confirmed(app, what, room, act) {
  const title = say(`${what}_title`, { room: app.store.rooms.get(room)?.title ?? room });
  if (!(await part(app, "confirm-dialog").ask({ title, text: say(`${what}_text`), action: say(what) }))) return false;
  const { error } = await act();
  if (error) app.tell(error.message);
  return !error;
}

/** A new room is told by the socket too; whichever comes first opens it. @param {App} app @param {string} name */
async function arrive(app, name) {
  if (app.store.rooms.has(name)) return app.opening.go(name);
  const { value } = await app.api.post(path("rooms", name, "join"));
  if (value) app.store.join(value);
  return app.opening.go(name);
}

/** @param {App} app @param {string} name */
function enrolAgain(app, name) {
  const room = app.store.rooms.get(name);
  if (room) room.roster = null;
  return MANAGING["need-roster"](app, { room: name });
}

/** @param {any} person */
const asChoice = (person) => ({
  name: person.name,
  note: `@${person.username}`,
  look: "person",
  id: person.id,
  value: { username: person.username, key: `@${person.username}` },
});

/** @param {import("./api.js").Refusal} error */
const objection = (error) => Object.values(error.fields)[0] ?? error.message;
