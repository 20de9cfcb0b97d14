// @ts-check
/** A finger that stays on something of a list opens what a right click opens; what it lifts off from is not chosen by it. */
import { LongPress } from "../long-press.js";

/**
 * @template T
 * @param {import("./part.js").Part} part
 * @param {HTMLElement} list
 * @param {(target: Element) => T | null} find what the finger lies on, null where it is left alone
 * @param {(what: T) => void} held
 */
export function onHold(part, list, find, held) {
  const press = new LongPress((/** @type {T} */ what) => (swallowLift(), held(what)));
  part.on("pointerdown", (event) => {
    const what = event.pointerType === "touch" && event.isPrimary ? find(event.target) : null;
    if (what) press.begin(event, what);
  }, list);
  part.on("pointermove", (event) => press.move(event), list);
  for (const end of ["pointerup", "pointercancel"]) part.on(end, () => press.end(), list);
  part.on("contextmenu", (event) => event.pointerType === "touch" && find(event.target) && event.preventDefault(), list);
  part.signal.addEventListener("abort", () => press.end());
}

function swallowLift() {
  const lifted = new AbortController();
  document.addEventListener("click", (event) => (event.preventDefault(), event.stopPropagation()), { capture: true, signal: lifted.signal });
  document.addEventListener("pointerdown", () => lifted.abort(), { capture: true, once: true });
}
