import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../src/hubbub/static/hubbub/js/store.js";
import { Timeline, WINDOW } from "../../src/hubbub/static/hubbub/js/timeline.js";
import { ann, hello, message, said, subscribed, summary } from "./cast.js";

const aside = (number, over = {}) => ({ thread: 1, in_room: false, ...over, number });
const mark = (over = {}) => ({ room: "tea", number: 1, following: true, read: 1, last: 2, ...over });

function opened(messages = [message(1)]) {
  const store = new Store(() => 0);
  store.apply(hello([summary({ number: messages.length, read: messages.length })]));
  store.apply(subscribed(messages));
  return { store, room: store.rooms.get("tea") };
}

test("what stands only in a thread is no row, makes no hole and nothing unread", () => {
  const { store, room } = opened();
  store.apply(said(2, aside(2)));
  assert.deepEqual(room.timeline.numbers(), [1]);
  assert.deepEqual([room.number, room.shown, room.unread], [2, 1, 0]);
  store.apply(said(3));
  assert.deepEqual(room.timeline.numbers(), [1, 3]);
  assert.equal(room.unread, 1);
});

test("own words in a thread leave what is unread in the room", () => {
  const { store, room } = opened();
  store.apply(said(2));
  store.apply(said(3, aside(3, { author: ann })));
  assert.deepEqual([room.read, room.unread], [1, 1]);
});

test("the New line stands at the first message of the timeline", () => {
  const { store, room } = opened();
  store.apply(said(2, aside(2)));
  store.apply(said(3));
  assert.equal(room.after(1), 3);
});

test("the window holds so many rows, however many messages stand only in threads", () => {
  const timeline = new Timeline();
  timeline.load(1, 1000);
  for (let number = 601; number <= 1000; number += 1) timeline.aside.add(number);
  timeline.showLatest(1000);
  for (let turn = 0; turn < 40; turn += 1) timeline.older();
  assert.equal(timeline.numbers().length, WINDOW);
  assert.equal(timeline.from, 1);
  while (timeline.to < 1000) timeline.newer(1000);
  assert.deepEqual([timeline.numbers().length, timeline.numbers().at(-1)], [WINDOW, 600]);
});

test("a thread is found by what hangs on it, also beside the timeline", () => {
  const { store, room } = opened();
  const changes = store.learn("tea", [message(40, aside(40)), message(30, aside(30))]);
  assert.deepEqual(room.thread(1).map(({ number }) => number), [30, 40]);
  assert.deepEqual(changes.map(({ what }) => what), ["changed", "changed"]);
  assert.deepEqual(room.timeline.ranges, [[1, 1]]);
});

test("threads are unread as the greeting says, and no more after reading", () => {
  const store = new Store();
  store.apply(hello([summary()], { threads: [mark(), mark({ number: 5, read: 3, last: 9 })] }));
  assert.deepEqual(store.threads.unread().map(({ number }) => number), [1, 5]);
  store.apply({ type: "thread", ...mark({ read: 2 }) });
  assert.deepEqual(store.threads.unread().map(({ number }) => number), [5]);
  store.apply(hello([summary()], { threads: [mark({ last: 12 })] }));
  assert.deepEqual(store.threads.unread().map(({ number }) => number), [1]);
});

test("what was unread when the line broke is unread on the next one, and what is not named is read", () => {
  const store = new Store();
  store.apply(hello([summary()], { threads: [mark({ last: 9 }), mark({ number: 5, last: 9 })] }));
  store.apply(hello([summary()], { threads: [mark({ last: 9 })] }));
  assert.deepEqual(store.threads.unread().map(({ number }) => number), [1]);
});

test("activity tells of an answer in a followed thread, and an older word changes nothing back", () => {
  const store = new Store();
  store.apply(hello());
  store.apply({ type: "activity", rooms: {}, threads: { tea: { 1: 4 } } });
  assert.deepEqual(store.threads.unread(), [mark({ read: 0, last: 4 })]);
  store.apply({ type: "thread", ...mark({ read: 4, last: 4 }) });
  store.apply({ type: "activity", rooms: {}, threads: { tea: { 1: 6 } } });
  assert.deepEqual(store.threads.unread(), [mark({ read: 4, last: 6 })]);
});

test("a thread that is followed no more is not unread, and a room that is gone takes its threads along", () => {
  const store = new Store();
  store.apply(hello([summary()], { threads: [mark(), mark({ number: 5 })] }));
  store.apply({ type: "thread", ...mark({ following: false }) });
  assert.equal(store.threads.unread().length, 1);
  store.apply({ type: "rooms", added: [], removed: ["tea"] });
  assert.equal(store.threads.unread().length, 0);
});

test("what waits to be sent stands in its thread, and in the timeline where it belongs", () => {
  const { store, room } = opened();
  const letter = (client_id, over) => store.pend({ client_id, room: "tea", body: client_id, created: "", failed: "", ...over });
  letter("to the room", {});
  letter("aside", { thread: 1 });
  letter("both", { thread: 1, in_room: true });
  const waiting = (root) => room.waiting(root).map(({ body }) => body);
  assert.deepEqual(waiting(), ["to the room", "both"]);
  assert.deepEqual(waiting(1), ["aside", "both"]);
});
