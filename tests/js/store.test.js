import assert from "node:assert/strict";
import { test } from "node:test";
import { Marks } from "../../src/hubbub/static/hubbub/js/marks.js";
import { Store } from "../../src/hubbub/static/hubbub/js/store.js";
import { Clock, ann, ben, hello, message, said, state, subscribed, summary } from "./cast.js";

const open = (messages = [], rooms = [summary({ number: messages.length })]) => {
  const clock = { time: 0 };
  const store = new Store(() => clock.time);
  store.apply(hello(rooms));
  store.apply(subscribed(messages));
  return { store, room: store.rooms.get("tea"), clock };
};
const whats = (changes) => changes.map((change) => change.what);
const bodies = (room) => room.list().map((one) => one.body);

test("a message that follows joins the list, the window and the count", () => {
  const { store, room } = open([message(1)]);
  assert.deepEqual(whats(store.apply(said(2))), ["added", "badge"]);
  assert.deepEqual(room.timeline.numbers(), [1, 2]);
  assert.equal(room.unread, 2);
});

test("the first message of an empty room becomes its first row", () => {
  const { store, room } = open([]);
  store.apply(said(1));
  assert.deepEqual(room.timeline.numbers(), [1]);
});

test("a newer rev wins, an older or equal one changes nothing", () => {
  const { store, room } = open([message(1)]);
  assert.deepEqual(whats(store.apply(said(1, { rev: 5, body: "edited" }))), ["changed"]);
  assert.deepEqual(store.apply(said(1, { rev: 4, body: "late" })), []);
  assert.deepEqual(store.apply(said(1, { rev: 5, body: "twice" })), []);
  assert.deepEqual(bodies(room), ["edited"]);
  assert.equal(room.seen, 5);
});

test("an edit of a message that is not loaded makes no hole in what is", () => {
  const { store, room } = open([message(60), message(61)]);
  store.apply(said(3, { rev: 99 }));
  assert.deepEqual(room.timeline.ranges, [[60, 61]]);
});

test("the own echo takes the place of the pending copy, once", () => {
  const { store, room } = open([message(1)]);
  store.pend({ client_id: "c1", room: "tea", body: "hi", reply_to: null, created: "", failed: "" });
  const changes = store.apply(said(2, { author: ann, client_id: "c1" }));
  assert.deepEqual(changes[0], { what: "settled", room: "tea", number: 2, client_id: "c1", fresh: true });
  assert.equal(room.pending.size, 0);
  assert.deepEqual(store.apply(said(2, { author: ann, client_id: "c1" })), []);
});

test("somebody else's client_id settles nothing of mine", () => {
  const { store, room } = open([]);
  store.pend({ client_id: "c1", room: "tea", body: "hi", reply_to: null, created: "", failed: "" });
  store.apply(said(1, { author: ben, client_id: "c1" }));
  assert.equal(room.pending.size, 1);
});

test("an acknowledged copy whose message lies outside the page is let go", () => {
  const { store, room } = open([]);
  store.pend({ client_id: "c1", room: "tea", body: "hi", reply_to: null, created: "", failed: "" });
  store.apply({ type: "posted", client_id: "c1", room: "tea", number: 3, rev: 3 });
  store.apply(subscribed([message(90)]));
  assert.equal(room.pending.size, 0);
});

test("a catch-up is folded in, a reset starts over", () => {
  const { store, room } = open([message(1), message(2)]);
  const caught = [message(1, { rev: 3, body: "one, edited" }), message(3, { rev: 4 })];
  store.apply(subscribed(caught, { reset: false }));
  assert.deepEqual(bodies(room), ["one, edited", "message 2", "message 3"]);
  assert.deepEqual(room.timeline.ranges, [[1, 3]]);
  store.apply(subscribed([message(90, { rev: 200 })]));
  assert.deepEqual(bodies(room), ["message 90"]);
  assert.equal(room.seen, 200);
});

test("unread is what was said after the last read, and own words count as read", () => {
  const { store, room } = open([message(1)], [summary({ number: 1, read: 1 })]);
  store.apply(said(2, { author: ann }));
  assert.equal(room.unread, 0);
  store.apply(said(3, { mentions: [1] }));
  assert.deepEqual([room.unread, room.mentions], [1, 1]);
  assert.equal(store.markRead("tea", 3), true);
  assert.deepEqual([room.unread, room.mentions], [0, 0]);
  assert.equal(store.markRead("tea", 2), false);
});

test("activity in a room that is not open moves its badge", () => {
  const { store, room } = open([]);
  store.apply({ type: "activity", rooms: { tea: { rev: 9, number: 4, shown: 4, mentions: 2 }, unknown: { rev: 1, number: 1, shown: 1, mentions: 0 } } });
  assert.deepEqual([room.unread, room.mentions], [4, 2]);
  assert.deepEqual(store.badges(), { calls: 2, unread: 1 });
});

test("reading in another tab clears the badge here", () => {
  const { store, room } = open([], [summary({ number: 7, mentions: 1 })]);
  store.apply({ type: "read", room: "tea", number: 7, mentions: 0 });
  assert.deepEqual([room.unread, room.mentions], [0, 0]);
});

test("what was marked as unread elsewhere meanwhile is so on a new line, and looking does not read it", () => {
  const { store, room } = open([], [summary({ number: 7, read: 7 })]);
  store.apply(hello([summary({ number: 7, read: 4 })]));
  assert.deepEqual([room.read, room.unread, room.held, room.line], [4, 3, true, 4]);
});

test("what this page has read and the server has not heard of stays read", () => {
  const { store, room } = open([], [summary({ number: 7, read: 4 })]);
  const marks = new Marks(() => {}, new Clock());
  store.markRead("tea", 7);
  marks.set("tea", 7);
  store.apply(hello([summary({ number: 7, read: 4 })]));
  for (const [name, number] of marks.resend()) store.markRead(name, number);
  assert.deepEqual([room.unread, room.held], [0, false]);
});

test("everything said in a direct room calls for the person", () => {
  const { store } = open([], [summary({ kind: "direct", number: 3, read: 1 })]);
  assert.equal(store.badges().calls, 2);
});

test("typing is forgotten after six seconds, and when the message comes", () => {
  const { store, room, clock } = open([]);
  store.apply({ type: "typing", room: "tea", user: { id: 2, name: "Ben Birch" } });
  assert.deepEqual(room.typists(5_999), ["Ben Birch"]);
  clock.time = 6_000;
  store.expire();
  assert.deepEqual(room.typists(6_000), []);
  store.apply({ type: "typing", room: "tea", user: { id: 2, name: "Ben Birch" } });
  store.apply(said(1));
  assert.deepEqual(room.typists(6_000), []);
  assert.deepEqual(store.apply({ type: "typing", room: "tea", user: { id: 1, name: "Ann Alder" } }), []);
});

test("presence is a state and then differences", () => {
  const { store, room } = open([]);
  store.apply({ type: "presence", room: "tea", joined: [2], left: [1], count: 1 });
  assert.deepEqual([...room.online], [2]);
});

test("rooms come and go, and a hello without a room means that it is gone", () => {
  const { store } = open([]);
  store.apply({ type: "rooms", added: [summary({ room: "den", kind: "private" })], removed: ["tea"] });
  assert.deepEqual([...store.rooms.keys()], ["den"]);
  assert.deepEqual(whats(store.apply(hello([]))), ["me", "threads", "gone", "rooms"]);
});

test("another epoch starts over", () => {
  const { store } = open([message(1)]);
  store.apply(hello([summary({ number: 1 })], { epoch: "e2" }));
  assert.equal(store.rooms.get("tea").messages.size, 0);
  assert.equal(store.rooms.get("tea").seen, null);
});

test("a page of history fills in and never puts an older state over a newer one", () => {
  const { store, room } = open([message(3)]);
  store.apply(said(2, { rev: 50, body: "newer" }));
  store.page("tea", [message(1), message(2)]);
  assert.deepEqual(bodies(room), ["message 1", "newer", "message 3"]);
  assert.deepEqual(room.timeline.ranges, [[1, 3]]);
  assert.equal(room.seen, 50);
});

test("room state is taken over, a direct room keeps the names of the others", () => {
  const { store, room } = open([]);
  store.apply({ type: "room", room: "tea", rev: 2, room_state: state({ title: "Tea!", topic: "hot", archived: true }) });
  assert.deepEqual([room.title, room.topic, room.archived, room.role], ["Tea!", "hot", true, "member"]);
});

test("frames about unknown rooms, and unknown frames, change nothing", () => {
  const { store } = open([]);
  for (const type of ["subscribed", "message", "room", "posted", "presence", "read", "typing"])
    assert.doesNotThrow(() => store.apply({ ...said(1), type, room: "nowhere", room_state: state(), messages: [], joined: [], left: [], user: {} }));
  assert.deepEqual(store.apply({ type: "from the future" }), []);
});

const kept = (over = {}) => ({ notify: "mentions", notify_choice: "mentions", muted: false, favourite: false, position: 0, welcome: false, ...over });

test("how a room is kept changes in all tabs and touches no count", () => {
  const { store, room } = open([message(1)]);
  const unread = room.unread;
  const changes = store.apply({ type: "kept", rooms: { tea: kept({ muted: true, favourite: true, position: 3 }), nowhere: kept() } });
  assert.deepEqual(whats(changes), ["rooms", "kept", "kept"]);
  assert.deepEqual([room.muted, room.favourite, room.position, room.notify, room.unread], [true, true, 3, "mentions", unread]);
});

test("a muted room calls for mentions alone, a muted conversation, too", () => {
  const { store, room } = open([], [summary({ number: 3, mentions: 1, muted: true }), summary({ room: "dm", kind: "direct", number: 2, muted: true })]);
  assert.deepEqual([room.calls, store.rooms.get("dm").calls], [1, 0]);
  assert.deepEqual(store.badges(), { calls: 1, unread: 0 });
});

test("slow mode counts from one's own last message, heard or told of by the greeting", () => {
  const { store, room, clock } = open([], [summary({ slow: 30, wait: 12 })]);
  store.apply({ type: "room", room: "tea", rev: 1, room_state: state({ slow: 30 }) });
  assert.equal(room.wait(clock.time), 12_000);
  clock.time = 20_000;
  assert.equal(room.wait(clock.time), 0);
  store.apply(said(1, { author: ann }));
  assert.equal(room.wait(clock.time), 30_000);
  store.apply({ type: "room", room: "tea", rev: 2, room_state: state({ slow: 5, rev: 2 }) });
  assert.equal(room.wait(clock.time), 5_000);
});

test("slow mode makes no moderator wait", () => {
  const { store, room } = open([], [summary({ slow: 30, role: "moderator" })]);
  store.apply(said(1, { author: ann }));
  assert.equal(room.wait(0), 0);
});
