import assert from "node:assert/strict";
import { test } from "node:test";
import { LongPress } from "../../src/hubbub/static/hubbub/js/long-press.js";
import { Clock } from "./cast.js";

const pressed = () => {
  const [clock, held] = [new Clock(), []];
  return { clock, held, press: new LongPress((what) => held.push(what), clock) };
};

test("a finger that stays, and trembles, has held once", () => {
  const { clock, held, press } = pressed();
  press.begin({ x: 5, y: 5 }, "a row");
  press.move({ x: 9, y: 2 });
  clock.advance(2000);
  assert.deepEqual(held, ["a row"]);
});

test("a finger that lifts or wanders has not", () => {
  const { clock, held, press } = pressed();
  press.begin({ x: 5, y: 5 }, "tapped");
  clock.advance(200);
  press.end();
  press.begin({ x: 5, y: 5 }, "scrolled");
  press.move({ x: 5, y: 25 });
  clock.advance(2000);
  assert.deepEqual(held, []);
});
