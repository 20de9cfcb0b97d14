import assert from "node:assert/strict";
import { test } from "node:test";
import { read, write } from "../../src/hubbub/static/hubbub/js/address.js";
import { Api, path } from "../../src/hubbub/static/hubbub/js/api.js";
import { SOURCES, completed, ranked, suggestions, tokenAt } from "../../src/hubbub/static/hubbub/js/completion.js";

const people = [
  { id: 1, username: "ann", name: "Ann Alder" },
  { id: 2, username: "ben", name: "Ben Birch" },
  { id: 3, username: "zoe.b", name: "Zoë Anders" },
];
const rooms = [{ name: "tea", title: "Tea", kind: "public" }, { name: "laser-cutter", title: "Laser cutter", kind: "public" }];
const byId = (items, key) => new Map(items.map((item) => [item[key], item]));
const store = { me: { id: 2 }, people: byId(people, "id"), rooms: byId(rooms, "name") };

test("a token begins at a mark after a space, and nowhere in a word", () => {
  assert.deepEqual(tokenAt("hi @an", 6), { mark: "@", query: "an", start: 3 });
  assert.deepEqual(tokenAt("(#te", 4), { mark: "#", query: "te", start: 1 });
  assert.deepEqual(tokenAt("@", 1), { mark: "@", query: "", start: 0 });
  assert.equal(tokenAt("mail@an", 7), null);
  assert.equal(tokenAt("@an done", 8), null);
});

const found = (mark, query) => suggestions({ mark, query, start: 0 }, { room: null, store, announce() {} });

test("beginnings come first, then words, then the rest; accents do not matter", async () => {
  const names = async (query) => (await found("@", query)).map((one) => one.name);
  assert.deepEqual(await names("an"), ["Ann Alder", "Zoë Anders"]);
  assert.deepEqual(await names("zoe"), ["Zoë Anders"]);
  assert.deepEqual(await names("xx"), []);
  assert.deepEqual((await found("#", "cut")).map((one) => one.value), ["#laser-cutter "]);
  assert.deepEqual(ranked(["a b", "b", "cab"], "b", (one) => [one]), ["b", "a b", "cab"]);
});

test("a source is a row of the table, may need some characters first and take its time", async () => {
  SOURCES[":"] = { least: 2, find: async (query) => [{ look: "sign", sign: "🍵", name: query, note: "", value: "🍵" }] };
  assert.equal(tokenAt("more :t", 7), null);
  assert.deepEqual(tokenAt("more :te", 8), { mark: ":", query: "te", start: 5 });
  assert.deepEqual((await found(":", "te")).map((one) => one.value), ["🍵"]);
  delete SOURCES[":"];
});

test("a completion takes the token's place and leaves one space", () => {
  assert.deepEqual(completed("hi @an there", 6, { mark: "@", query: "an", start: 3 }, "@ann "), { text: "hi @ann there", caret: 8 });
});

test("an address names a room and a message, and back", () => {
  assert.deepEqual(read("/x/chat/", "/x/chat/tea/42/"), { room: "tea", number: 42 });
  assert.deepEqual(read("/chat/", "/chat/"), { room: "", number: null });
  assert.deepEqual(read("/chat/", "/chat/b%C3%BCro/x"), { room: "büro", number: null });
  assert.deepEqual(read("/chat/", "/chat/%E0%A4%A/"), { room: "%E0%A4%A", number: null });
  assert.equal(write("/chat/", "büro", 3), "/chat/b%C3%BCro/3/");
  assert.equal(write("/chat/"), "/chat/");
});

const answering = (status, body) => new Api("/api/", "token", "Unreachable.", async (url, init) => {
  answering.asked = { url, ...init };
  return new Response(status === 204 ? null : body, { status });
});

test("an answer is a value, and so is a refusal", async () => {
  assert.deepEqual(await answering(200, '{"a": 1}').post("rooms", { room: "tea" }), { value: { a: 1 } });
  assert.equal(answering.asked.url, "/api/rooms");
  assert.equal(answering.asked.headers["X-CSRFToken"], "token");
  assert.deepEqual(await answering(204).remove("x"), { value: null });
  const refused = await answering(409, '{"code": "conflict", "message": "Taken.", "fields": {"room": "Taken."}}').put("x", {});
  assert.deepEqual([refused.error.code, refused.error.fields], ["conflict", { room: "Taken." }]);
});

test("a proxy's page, a broken body and no network are said in one sentence", async () => {
  assert.equal((await answering(502, "<html>").get("x")).error.message, "Unreachable.");
  assert.equal((await answering(401, "<html>").get("x")).error.code, "unauthorized");
  assert.equal((await answering(200, "{").patch("x", {})).error.code, "unavailable");
  const cut = new Api("/", "", "Unreachable.", async () => { throw new TypeError("network"); });
  assert.equal((await cut.get("x")).error.code, "unavailable");
  assert.equal(path("rooms", "a b", 3), "rooms/a%20b/3");
});
