import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";

const source = readFileSync(new URL("../../src/hubbub/static/hubbub/sw.js", import.meta.url), "utf8");

/** A browser that runs the worker beside some pages, and whether it shows a push. */
async function shows(pages, room) {
  const [listeners, shown] = [{}, []];
  const registration = { getNotifications: async () => [], showNotification: async (title) => shown.push(title) };
  const self = { location: { href: "https://host/chat/sw.js" }, addEventListener: (type, run) => (listeners[type] = run), clients: { matchAll: async () => pages }, registration };
  runInContext(source, createContext({ self, HUBBUB: { version: "1", styles: [] }, URL, MessageChannel, setTimeout }));
  await new Promise((waitUntil) => listeners.push({ data: { json: () => ({ room, title: "Told", number: 1 }) }, waitUntil: (told) => told.then(waitUntil) }));
  return shown.length > 0;
}

/** Firefox and Safari keep the address with which a page was made. */
const page = (room, over = {}) => ({ url: "https://host/chat/tea/", visibilityState: "visible", postMessage: (_, [port]) => port.postMessage({ room }), ...over });

test("a push is shown unless a visible page says that it shows the room", async () => {
  assert.equal(await shows([page("tea"), page("rum")], "rum"), false);
  assert.equal(await shows([page("rum", { visibilityState: "hidden" })], "rum"), true);
  assert.equal(await shows([], "rum"), true);
});

test("who has gone on from the room with which the page was opened is told of it", async () => {
  assert.equal(await shows([page("rum")], "tea"), true);
});

test("where no page answers, the push is shown", async () => {
  assert.equal(await shows([page("", { postMessage() {} })], "tea"), true);
});
