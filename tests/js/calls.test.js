import assert from "node:assert/strict";
import { test } from "node:test";
import { News, calling } from "../../src/hubbub/static/hubbub/js/later/calls.js";
import { Store } from "../../src/hubbub/static/hubbub/js/store.js";
import { ann, hello, message, summary } from "./cast.js";

const mark = (over = {}) => ({ room: "tea", number: 1, following: true, read: 0, last: 2, ...over });

function elsewhere(over = {}, threads = []) {
  const store = new Store(() => 0);
  store.apply(hello([summary({ notify: "mentions", number: 5, read: 5, ...over })], { threads }));
  return { store, room: store.rooms.get("tea"), news: new News(store) };
}

const activity = (over = {}, threads = {}) => ({ type: "activity", rooms: { tea: { rev: 9, number: 7, shown: 7, mentions: 0, ...over } }, threads });

test("where mentions rose, all that came is looked through, not the last message alone", () => {
  const { store, room, news } = elsewhere();
  store.apply(activity({ mentions: 1 }));
  assert.deepEqual(news.look(), [{ name: "tea", after: 5, upto: 7 }]);
  const said = [message(6, { mentions: [1] }), message(7)];
  assert.equal(calling(said, room, store)?.number, 6);
  assert.deepEqual(news.look(), [], "it is news once");
});

test("what names nobody is no news for who hears mentions only", () => {
  const { store, news } = elsewhere();
  store.apply(activity());
  assert.deepEqual(news.look(), []);
});

test("an answer in a followed thread calls, though the mark of the room is behind it", () => {
  const { store, room, news } = elsewhere();
  store.apply(activity({ shown: 5 }, { tea: { 3: 7 } }));
  store.markRead("tea", 7);
  assert.deepEqual(news.look(), [{ name: "tea", after: 6, upto: 7 }]);
  const answer = message(7, { thread: 3, in_room: false });
  assert.equal(calling([answer], room, store)?.number, 7);
  store.apply({ type: "thread", ...mark({ number: 3, read: 7, last: 7 }) });
  assert.equal(calling([answer], room, store), undefined, "it has been read");
});

test("what was unread when the page came is no news", () => {
  const { news } = elsewhere({ number: 9, mentions: 2 }, [mark()]);
  assert.deepEqual(news.look(), []);
});

for (const [how, over] of Object.entries({ muted: { muted: true }, "to tell nothing": { notify: "nothing" } }))
  test(`a room that is ${how} tells of neither mentions nor threads`, () => {
    const { store, news } = elsewhere(over);
    store.apply(activity({ mentions: 1 }, { tea: { 3: 7 } }));
    assert.deepEqual(news.look(), []);
  });

for (const [what, over] of Object.entries({ "one's own": { author: ann }, deleted: { deleted: "2026-11-21T16:42:00Z" }, "a notice of the room": { kind: "system" } }))
  test(`what is ${what} calls for nobody`, () => {
    const { store, room } = elsewhere({ notify: "all", read: 0 });
    assert.equal(calling([message(6, over)], room, store), undefined);
  });

test("everything of a room that is heard calls, but what stands in a thread that is not followed", () => {
  const { store, room } = elsewhere({ notify: "all", read: 5 });
  const said = [message(5), message(6), message(7, { thread: 3, in_room: false })];
  assert.equal(calling(said, room, store)?.number, 6);
});
