import assert from "node:assert/strict";
import { test } from "node:test";
import { Opening } from "../../src/hubbub/static/hubbub/js/opening.js";
import { Store } from "../../src/hubbub/static/hubbub/js/store.js";
import { hello, message, subscribed, summary } from "./cast.js";

const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));

test("a link to an old message stands, however late the room's first answer comes", async () => {
  const store = new Store(() => 0);
  store.apply(hello([summary({ number: 120 })]));
  const asked = [];
  const api = { get: async (path) => (asked.push(path), { value: { messages: numbers(1, 45) } }) };
  const opening = new Opening({ base: "/chat/", store, api, socket: { send() {} }, marks: { flush() {} }, shelf: null });
  const gone = opening.go("tea", 20, "none");
  await new Promise(setImmediate);
  assert.deepEqual(asked, [], "the page would be thrown away by the answer");
  store.apply(subscribed(numbers(71, 120)));
  await gone;
  assert.ok(store.rooms.get("tea").timeline.shows(20));
  assert.equal(store.view.number, 20);
});
