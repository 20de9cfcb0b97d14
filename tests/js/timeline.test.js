import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGE, Timeline, WINDOW } from "../../src/hubbub/static/hubbub/js/timeline.js";

const loaded = (...ranges) => {
  const timeline = new Timeline();
  ranges.forEach(([from, to]) => timeline.load(from, to));
  return timeline;
};

test("pages that touch or overlap become one range", () => {
  assert.deepEqual(loaded([1, 5], [6, 9]).ranges, [[1, 9]]);
  assert.deepEqual(loaded([1, 5], [8, 9], [4, 8]).ranges, [[1, 9]]);
  assert.deepEqual(loaded([8, 9], [1, 5]).ranges, [[1, 5], [8, 9]]);
  assert.deepEqual(loaded([5, 4]).ranges, []);
});

test("the newest page is shown and grows with what follows", () => {
  const timeline = loaded([1, 200]);
  assert.equal(timeline.showLatest(200), true);
  assert.deepEqual([timeline.from, timeline.to], [200 - PAGE + 1, 200]);
  timeline.load(201, 201);
  assert.equal(timeline.follow(201), true);
  assert.equal(timeline.atHead(201), true);
  assert.equal(timeline.follow(203), false);
});

test("growing upwards says what must be loaded first", () => {
  const timeline = loaded([151, 200]);
  timeline.showLatest(200);
  assert.equal(timeline.older(), 151);
  timeline.load(101, 150);
  assert.equal(timeline.older(), null);
  assert.equal(timeline.from, 101);
});

test("at the very beginning there is nothing older", () => {
  const timeline = loaded([1, 20]);
  timeline.showLatest(20);
  assert.equal(timeline.older(), null);
  assert.deepEqual([timeline.from, timeline.to], [1, 20]);
});

test("the window never holds more rows than its limit, in either direction", () => {
  const timeline = loaded([1, 1000]);
  timeline.showLatest(1000);
  for (let i = 0; i < 10; i++) timeline.older();
  assert.equal(timeline.numbers().length, WINDOW);
  assert.equal(timeline.from, 1000 - PAGE + 1 - 10 * PAGE);
  for (let i = 0; i < 20; i++) timeline.newer(1000);
  assert.deepEqual([timeline.numbers().length, timeline.to], [WINDOW, 1000]);
});

test("a full window lets go of nothing while the eye is elsewhere", () => {
  const timeline = loaded([1, WINDOW]);
  timeline.from = 1;
  timeline.to = WINDOW;
  timeline.following = false;
  timeline.load(WINDOW + 1, WINDOW + 1);
  assert.equal(timeline.follow(WINDOW + 1), false);
  assert.equal(timeline.from, 1);
});

test("going down past what is loaded says what must be loaded first", () => {
  const timeline = loaded([10, 30], [90, 99]);
  assert.equal(timeline.showAround(20), true);
  assert.deepEqual([timeline.from, timeline.to], [10, 30]);
  assert.equal(timeline.newer(99), 30);
  timeline.load(31, 89);
  assert.equal(timeline.newer(99), null);
  assert.equal(timeline.to, 80);
  assert.equal(timeline.showAround(500), false);
});
