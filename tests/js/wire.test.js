import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, characters, decode, encode, fits, mayManage } from "../../src/hubbub/static/hubbub/js/wire.js";

test("what is encoded can be decoded, and what is no frame is null", () => {
  assert.deepEqual(decode(encode({ type: "read", room: "tea", number: 3 })), { type: "read", room: "tea", number: 3 });
  for (const data of ["", "{", "3", "null", "[]", '{"type": 3}', undefined]) assert.equal(decode(data), null);
});

test("the limits count as the server does: code points and UTF-8 bytes", () => {
  assert.equal(characters("😀é"), 2);
  assert.equal(bytes("😀é"), 6);
  assert.equal(fits("a".repeat(8000)), true);
  assert.equal(fits("a".repeat(8001)), false);
  assert.equal(fits("😀".repeat(8000)), true);
});

test("owners and moderators manage a room, nobody a direct one", () => {
  assert.equal(mayManage("public", "moderator"), true);
  assert.equal(mayManage("private", "member"), false);
  assert.equal(mayManage("direct", "owner"), false);
  assert.equal(mayManage("public", null), false);
});
