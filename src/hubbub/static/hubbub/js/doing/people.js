// @ts-check
/** Intentions about people: who is in a room, finding them, writing to them. Choosing and managing them comes later. */
import { path } from "../api.js";
import { later } from "../later.js";

/** @typedef {import("../app.js").App} App */

/** @type {Set<string>} */
const asked = new Set();

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const PEOPLE = {
  async "need-roster"(app, { room }) {
    if (app.store.rooms.get(room)?.roster || asked.has(room)) return;
    asked.add(room);
    const { value } = await app.api.get(path("rooms", room, "members"));
    asked.delete(room);
    if (value) app.store.enrol(room, value.members);
  },

  async "find-anything"(app, { query, found }) {
    const { value } = await app.api.get(`users?q=${encodeURIComponent(query)}`);
    const people = (value?.users ?? []).filter((/** @type {any} */ one) => one.id !== app.store.me?.id);
    found(people.map(asChoice));
  },

  "open-invite": later("people-picker", "invite"),

  "open-direct"(app, { username } = {}) {
    if (!username) return later("people-picker", "direct")(app);
    if (username === app.store.me?.username) return undefined;
    return startDirect(app, { usernames: [username], answered: (said) => said && app.tell(said) });
  },
};

/** @param {App} app @param {{usernames: string[], answered: (objection: string) => unknown}} wanted */
export async function startDirect(app, { usernames, answered }) {
  const { value, error } = await app.api.post("direct", { usernames });
  answered(error?.message ?? "");
  if (!value) return;
  app.store.join(value);
  await app.opening.go(value.room);
}

/** The members anew, after a change of them. @param {App} app @param {string} name */
export function enrolAgain(app, name) {
  const room = app.store.rooms.get(name);
  if (room) room.roster = null;
  return PEOPLE["need-roster"](app, { room: name });
}

/** @param {any} person */
const asChoice = (person) => ({
  name: person.name,
  note: `@${person.username}`,
  look: "person",
  id: person.id,
  value: { username: person.username, key: `@${person.username}` },
});
