import assert from "node:assert/strict";
import { test } from "node:test";
import { Opening } from "../../src/hubbub/static/hubbub/js/opening.js";
import { Store } from "../../src/hubbub/static/hubbub/js/store.js";
import { hello, message, promised, subscribed, summary } from "./cast.js";

const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));

function opened(rooms, get) {
  const store = new Store(() => 0);
  store.apply(hello(rooms));
  const told = [];
  const app = { base: "/chat/", store, api: { get }, socket: { send() {} }, marks: { flush() {} }, shelf: null, tell: (sentence) => told.push(sentence) };
  return { store, told, opening: new Opening(app) };
}

test("a link to an old message stands, however late the room's first answer comes", async () => {
  const asked = [];
  const { store, opening } = opened([summary({ number: 120 })], async (path) => (asked.push(path), { value: { messages: numbers(1, 45) } }));
  const gone = opening.go("tea", 20, "none");
  await new Promise(setImmediate);
  assert.deepEqual(asked, [], "the page would be thrown away by the answer");
  store.apply(subscribed(numbers(71, 120)));
  await gone;
  assert.ok(store.rooms.get("tea").timeline.shows(20));
  assert.equal(store.view.number, 20);
});

test("who has gone on to another room is not pulled back by a late answer", async () => {
  const { promise: slow, resolve } = promised();
  const { store, opening } = opened([summary({ number: 120 }), summary({ room: "rum" })], () => slow);
  store.apply(subscribed(numbers(71, 120)));
  const gone = opening.go("tea", 20, "none");
  await opening.go("rum", null, "none");
  resolve({ value: { messages: numbers(1, 45) } });
  await gone;
  assert.deepEqual(store.view, { state: "room", room: "rum", number: null });
  assert.equal(store.rooms.get("tea").timeline.shows(20), false, "nor is the other room moved away from its end");
});

test("who has gone on is not shown the room that they only looked at", async () => {
  const { promise: slow, resolve } = promised();
  const { store, opening } = opened([summary()], () => slow);
  const looked = opening.go("rum", null, "none");
  await opening.go("tea", null, "none");
  await opening.go("", null, "none");
  resolve({ value: { room: "rum" } });
  await looked;
  assert.equal(store.view.state, "none");
});

test("a message that cannot be brought is told of, and the room's end is shown", async () => {
  const { store, told, opening } = opened([summary({ number: 120 })], async () => ({ error: { message: "The server cannot be reached." } }));
  store.apply(subscribed(numbers(71, 120)));
  await opening.go("tea", 20, "none");
  assert.deepEqual(told, ["The server cannot be reached."]);
  assert.deepEqual(store.view, { state: "room", room: "tea", number: null });
  assert.ok(store.rooms.get("tea").timeline.shows(120));
});
