import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Store } from "../../src/hubbub/static/hubbub/js/store.js";

/**
 * Recorded by the Python tests: {"frames": [...], "fresh": [...]}. Folding the frames must end with the very list of
 * messages that a fresh load shows. `fresh` are the messages of the room of the last `subscribed` frame, or of `room`.
 */
const folder = process.env.HUBBUB_REPLAY ?? fileURLToPath(new URL("recorded", import.meta.url));

for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
  test(`${name}: the events folded equal a fresh load`, () => {
    const { frames, fresh, room } = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
    const store = new Store(() => 0);
    frames.forEach((frame) => store.apply(frame));
    const followed = room ?? frames.findLast((frame) => frame.type === "subscribed").room;
    const [from, to] = [fresh[0]?.number ?? 1, fresh.at(-1)?.number ?? 0];
    const list = store.rooms.get(followed).list().filter((one) => one.number >= from);
    assert.deepEqual(list, fresh);
    if (fresh.length) assert.ok(store.rooms.get(followed).timeline.rangeOf(to)[0] <= from, "one range, no hole");
  });
}
