// @ts-check
/** The words of the search field: operators that complete, the word at the end, pieces of a snippet. */
import assert from "node:assert/strict";
import test from "node:test";
import { asked, completed, isoDay, operatorAt, pieces, suggestions } from "../../src/hubbub/static/hubbub/js/later/search-words.js";
import { Store } from "../../src/hubbub/static/hubbub/js/store.js";

const nobody = async () => [];

test("an operator before the caret is known, wherever it stands", () => {
  assert.deepEqual(operatorAt("tea from:mi", 11), { name: "from", value: "mi", start: 9 });
  assert.deepEqual(operatorAt("In:", 3), { name: "in", value: "", start: 3 });
  assert.equal(operatorAt("tea from:mina ", 14), null);
  assert.equal(operatorAt("note:this", 9), null);
});

test("what is complete is not offered again", async () => {
  const store = new Store();
  const has = (/** @type {string} */ value) => suggestions({ name: "has", value }, store, nobody);
  assert.deepEqual((await has("")).map((one) => one.value), ["link", "file", "image", "pin"]);
  assert.deepEqual((await has("f")).map((one) => one.value), ["file"]);
  assert.deepEqual(await has("file"), []);
});

test("people are found by the server, oneself at once", async () => {
  const found = async () => [{ id: 7, name: "Mia", value: { username: "mia" } }];
  const offered = await suggestions({ name: "from", value: "m" }, new Store(), found);
  assert.deepEqual(offered.map((one) => one.value), ["me", "mia"]);
});

test("days are offered as dates of the person's own calendar", async () => {
  const [today] = await suggestions({ name: "after", value: "" }, new Store(), nobody);
  assert.equal(today.value, isoDay(new Date()));
  assert.equal(isoDay(new Date(2026, 0, 5)), "2026-01-05");
});

test("a suggestion takes the place of what was typed", () => {
  assert.deepEqual(completed("in:te kettle", 5, 3, "tea"), { text: "in:tea kettle", caret: 7 });
});

test("the word at the end may go on", () => {
  for (const [typed, question] of [
    ["kettl", "kettl*"],
    ["the kettl", "the kettl*"],
    ["kettle ", "kettle"],
    ["ke", "ke"],
    ["from:mina", "from:mina"],
    ["*ettl", "*ettl*"],
    ['"green te', '"green te'],
    ['"green tea"', '"green tea"'],
    ["kettl*", "kettl*"],
    ["  ", ""],
  ])
    assert.equal(asked(typed), question);
});

test("marks count characters, not halves of them", () => {
  assert.deepEqual(pieces("🎉 tea", [[2, 5]]), [{ text: "🎉 ", marked: false }, { text: "tea", marked: true }]);
  assert.deepEqual(pieces("tea", []), [{ text: "tea", marked: false }]);
  assert.deepEqual(pieces("", []), []);
});
