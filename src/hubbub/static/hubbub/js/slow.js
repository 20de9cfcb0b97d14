// @ts-check
/** Slow mode where one writes: that it is on, and the seconds that are left, counted down. An extra of the composer. */
import { write } from "./dom.js";
import { lasting, say } from "./words.js";

/**
 * @param {import("./elements/message-composer.js").MessageComposer} composer
 * @returns {import("./elements/message-composer.js").Extra}
 */
export function slowly(composer) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  composer.when(["view", "room", "rooms", "settled", "added"], () => composer.refresh());
  composer.signal.addEventListener("abort", () => clearTimeout(timer));
  return {
    blocks() {
      const left = composer.room?.wait(composer.store.now()) ?? 0;
      show(composer, left);
      clearTimeout(timer);
      if (left) timer = setTimeout(() => composer.refresh(), left % 1000 || 1000);
      return left ? say("slow_wait") : "";
    },
  };
}

/** The sentence is said once; only the eye follows the seconds. @param {import("./elements/message-composer.js").MessageComposer} composer @param {number} left milliseconds */
function show(composer, left) {
  const { room } = composer;
  const held = room && room.slow > 0 && room.role === "member";
  composer.find(".slow").hidden = !held;
  if (!held) return;
  write(composer, ".slow-text", say("slow_mode", { time: lasting(room.slow) }));
  write(composer, ".slow-left", left ? countdown(Math.ceil(left / 1000)) : "");
}

/** @param {number} seconds */
export function countdown(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [first, ...rest] = parts[0] ? parts : parts.slice(1);
  return [first, ...rest.map((part) => String(part).padStart(2, "0"))].join(":");
}
