import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts } from "../../src/hubbub/static/hubbub/js/drafts.js";
import { Outbox } from "../../src/hubbub/static/hubbub/js/outbox.js";
import { Shelf } from "./cast.js";

const setUp = () => {
  const shelf = new Shelf();
  const clock = { time: 1000 };
  return { shelf, clock, outbox: new Outbox(shelf, 1, () => clock.time) };
};

test("a letter survives a reload with the same client_id, until the server has it", () => {
  const { shelf, outbox } = setUp();
  const letter = outbox.add("tea", { body: "hello" });
  const again = new Outbox(shelf, 1);
  assert.deepEqual(again.letters, [letter]);
  again.remove(letter.client_id);
  assert.deepEqual(new Outbox(shelf, 1).letters, []);
});

test("letters go out in the order in which they were written", () => {
  const { shelf, clock, outbox } = setUp();
  for (const body of ["one", "two", "three"]) outbox.add("tea", { body }, `c-${9 - clock.time++ % 10}`);
  assert.deepEqual(new Outbox(shelf, 1).letters.map((letter) => letter.body), ["one", "two", "three"]);
});

test("another person on the same browser sees none of them", () => {
  const { shelf, outbox } = setUp();
  outbox.add("tea", { body: "mine" });
  assert.deepEqual(new Outbox(shelf, 2).letters, []);
});

test("two tabs never write over each other", () => {
  const { shelf, outbox } = setUp();
  const other = new Outbox(shelf, 1);
  outbox.add("tea", { body: "from one tab" });
  other.add("tea", { body: "from the other" });
  assert.equal(new Outbox(shelf, 1).letters.length, 2);
});

test("a refusal keeps the letter with its reason until retried or discarded", () => {
  const { outbox } = setUp();
  const letter = outbox.add("tea", { body: "hello" });
  outbox.refuse({ code: "read_only", message: "The room is archived.", client_id: letter.client_id });
  assert.equal(letter.failed, "The room is archived.");
  assert.deepEqual(outbox.due(), []);
  outbox.retry(letter.client_id);
  assert.deepEqual(outbox.due(), [letter]);
});

test("a refusal that time cures only waits", () => {
  const { clock, outbox } = setUp();
  const letter = outbox.add("tea", { body: "hello" });
  outbox.refuse({ code: "rate_limited", message: "Slow down.", client_id: letter.client_id, retry_after: 3 });
  assert.deepEqual([outbox.due(), outbox.nextIn()], [[], 3000]);
  clock.time += 3000;
  assert.deepEqual(outbox.due(), [letter]);
});

test("nothing overtakes a letter that is held, and its reason is kept until the server has it", () => {
  const { shelf, clock, outbox } = setUp();
  const [first, second] = ["one", "two"].map((body) => outbox.add("tea", { body }));
  outbox.refuse({ code: "rate_limited", message: "Slow down.", client_id: second.client_id, retry_after: 0.5 });
  const third = outbox.add("den", { body: "three" });
  assert.deepEqual(outbox.due(), [first]);
  clock.time += 500;
  assert.deepEqual(outbox.due(), [first, second, third]);
  outbox.retry(second.client_id);
  assert.equal(new Outbox(shelf, 1).find(second.client_id).held, "rate_limited");
});

test("a server that names no time is asked again after two seconds, and a final refusal holds up nobody", () => {
  const { clock, outbox } = setUp();
  const [first, second] = ["one", "two"].map((body) => outbox.add("tea", { body }));
  outbox.refuse({ code: "unavailable", message: "Busy.", client_id: first.client_id });
  assert.deepEqual([outbox.due(), outbox.nextIn()], [[], 2000]);
  clock.time += 2000;
  outbox.refuse({ code: "forbidden", message: "No.", client_id: first.client_id });
  assert.deepEqual(outbox.due(), [second]);
});

test("what a closed tab has left is taken over, once, and what another tab has sent is let go", () => {
  const { shelf, outbox } = setUp();
  const sent = outbox.add("tea", { body: "sent by the other" });
  const other = new Outbox(shelf, 1);
  const left = other.add("tea", { body: "left behind" });
  other.remove(sent.client_id);
  assert.deepEqual(outbox.merge(), [sent]);
  assert.deepEqual(outbox.due().map(({ client_id }) => client_id), [left.client_id]);
  assert.deepEqual(outbox.merge(), []);
  assert.equal(outbox.letters.length, 1);
});

test("what the storage did not take is not missed there", () => {
  const full = { length: 0, key: () => null, getItem: () => null, setItem() { throw new Error("full"); }, removeItem() {} };
  for (const storage of [full, null]) {
    const outbox = new Outbox(storage, 1);
    const letter = outbox.add("tea", { body: "kept in memory" });
    assert.deepEqual([outbox.merge(), outbox.letters], [[], [letter]]);
  }
});

test("an error about nothing of ours, a broken storage and no storage are borne", () => {
  const { shelf, outbox } = setUp();
  assert.equal(outbox.refuse({ code: "invalid", message: "?", client_id: "unknown" }), null);
  shelf.setItem("hubbub.outbox.1.x", "{broken");
  assert.deepEqual(new Outbox(shelf, 1).letters, []);
  const full = { ...shelf, length: 0, key: () => null, setItem() { throw new Error("full"); }, removeItem() {} };
  assert.equal(new Outbox(full, 1).add("tea", { body: "kept in memory" }).body, "kept in memory");
  assert.equal(new Outbox(null, 1).add("tea", { body: "no storage" }).room, "tea");
});

test("a draft is kept for its room and forgotten when empty", () => {
  const { shelf } = setUp();
  const drafts = new Drafts(shelf, 1);
  drafts.set("tea", "half a sen");
  assert.equal(new Drafts(shelf, 1).get("tea"), "half a sen");
  assert.equal(drafts.get("den"), "");
  drafts.set("tea", "");
  assert.equal(shelf.length, 0);
});

test("a letter goes out as it was written, without what only this browser knows of it", () => {
  const outbox = new Outbox(null, 1);
  const letter = outbox.add("tea", { body: "hello", reply_to: null, thread: 3 }, "c-1");
  assert.deepEqual(outbox.command(letter), { type: "post", room: "tea", client_id: "c-1", body: "hello", thread: 3 });
});
