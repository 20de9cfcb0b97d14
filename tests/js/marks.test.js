import assert from "node:assert/strict";
import { test } from "node:test";
import { Marks } from "../../src/hubbub/static/hubbub/js/marks.js";
import { Clock } from "./cast.js";

const setUp = () => {
  const clock = new Clock();
  const sent = [];
  const marks = new Marks(({ type, room, number }) => sent.push([type, room, number].join(" ")), clock);
  return { clock, sent, marks, taken: () => sent.splice(0) };
};

test("a message that is read alone is marked at once", () => {
  const { clock, marks, taken } = setUp();
  marks.set("tea", 1);
  assert.deepEqual(taken(), ["read tea 1"]);
  clock.advance(1000);
  marks.set("tea", 2);
  assert.deepEqual(taken(), ["read tea 2"]);
});

test("while messages stream in one mark a second goes out, and the last one always", () => {
  const { clock, marks, sent } = setUp();
  for (let number = 1; number <= 50; number++) {
    marks.set("tea", number);
    clock.advance(50);
  }
  assert.deepEqual(sent, ["read tea 1", "read tea 20", "read tea 40"]);
  clock.advance(500);
  assert.equal(sent.at(-1), "read tea 50");
  clock.advance(5000);
  assert.equal(sent.length, 4, "and then nothing");
});

test("one room does not wait for another", () => {
  const { marks, taken } = setUp();
  marks.set("tea", 1);
  marks.set("workshop", 7);
  assert.deepEqual(taken(), ["read tea 1", "read workshop 7"]);
});

test("when the room is left or the page hidden, what waits goes out at once, and once", () => {
  const { clock, marks, taken } = setUp();
  marks.set("tea", 1);
  marks.set("tea", 2);
  taken();
  marks.flush();
  assert.deepEqual(taken(), ["read tea 2"]);
  marks.flush();
  clock.advance(5000);
  assert.deepEqual(taken(), []);
});

test("what the server has not confirmed goes out again on a new line, and nothing else", () => {
  const { clock, marks, taken } = setUp();
  marks.set("tea", 1);
  marks.set("workshop", 7);
  clock.advance(1000);
  marks.confirm("tea", 1);
  marks.confirm("workshop", 6);
  taken();
  marks.resend();
  marks.again("tea");
  assert.deepEqual(taken(), ["read workshop 7"]);
});

test("what is confirmed while it waits needs no frame of its own", () => {
  const { clock, marks, taken } = setUp();
  marks.set("tea", 1);
  marks.set("tea", 2);
  taken();
  marks.confirm("tea", 5);
  clock.advance(1000);
  assert.deepEqual(taken(), []);
});
