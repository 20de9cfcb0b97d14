// @ts-check
/** The table of emoji: found by what people call them, in a tone, the last ones first. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inTone, memory, ownEmoji, parsed, search } from "../../src/hubbub/static/hubbub/js/later/emoji-table.js";

const file = new URL("../../src/hubbub/static/hubbub/emoji.json", import.meta.url);
const TABLE = parsed(JSON.parse(readFileSync(file, "utf8")));
const signs = (/** @type {string} */ query) => search(TABLE, query).map((one) => one.sign);
const find = (/** @type {string} */ sign) => /** @type {import("../../src/hubbub/static/hubbub/js/later/emoji-table.js").Emoji} */ (TABLE.flatMap((group) => group.emoji).find((one) => one.sign === sign));

/** A shelf as the browser's. */
function shelf() {
  const kept = new Map();
  return /** @type {any} */ ({ getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value) });
}

test("the exact shortcode comes first, then what begins with it", () => {
  assert.equal(signs("tada")[0], "🎉");
  assert.equal(signs("+1")[0], "👍");
  assert.equal(signs("heart")[0], "❤️");
  assert.ok(signs("heart").includes("💙"));
});

test("words of the name and keywords find, too, whatever their case", () => {
  assert.ok(signs("Red Heart").includes("❤️"));
  assert.ok(signs("hot beverage").includes("☕"));
  assert.ok(signs("coffee").includes("☕"));
  assert.deepEqual(signs("no such emoji anywhere"), []);
});

test("a tone stands behind the first sign, and only where there are tones", () => {
  assert.equal(inTone(find("👍"), 3), "👍🏽");
  assert.equal(inTone(find("🖐️"), 1), "🖐🏻");
  assert.equal(inTone(find("👩‍💻"), 5), "👩🏿‍💻");
  assert.equal(inTone(find("🎉"), 5), "🎉");
  assert.equal(inTone(find("👍"), 0), "👍");
});

test("what was used last stands first, once, and the tone stays", () => {
  const kept = shelf();
  memory(kept).use("🎉");
  memory(kept).use("🍵");
  memory(kept).use("🎉");
  memory(kept).setTone(2);
  assert.deepEqual(memory(kept).recent.slice(0, 2), ["🎉", "🍵"]);
  assert.equal(memory(kept).recent.filter((sign) => sign === "🎉").length, 1);
  assert.equal(memory(kept).tone, 2);
});

test("without a shelf there is a beginning", () => {
  assert.ok(memory(null).recent.includes("👍"));
  assert.equal(memory(null).tone, 0);
});

test("one of the site's own is found by its name", () => {
  const table = [{ name: "site", emoji: [ownEmoji({ name: "party_kettle", url: "/kettle" })] }];
  assert.deepEqual(search(table, "kettle").map((one) => one.sign), [":party_kettle:"]);
});
