// @ts-check
/** Files that are dragged over the page, dropped or pasted: where they would go is said, and there they go. */
import { say } from "../words.js";

/** @typedef {import("../elements/message-composer.js").MessageComposer} MessageComposer */

/**
 * @param {import("../app.js").App} app
 * @param {{type: string, target: Element, left: boolean, files: File[], view: object}} event `left`: of the window, not of one element for another
 */
export function caught(app, { type, target, left, files, view }) {
  const place = placeOf(target);
  const over = type === "dragover" || (type === "dragleave" && !left) ? place : null;
  for (const other of document.querySelectorAll("[data-dropping]")) if (other !== over?.within) other.removeAttribute("data-dropping");
  over?.within.setAttribute("data-dropping", say("drop_here", { room: over.composer.room?.title ?? "" }));
  const given = type === "drop" || (type === "paste" && target.closest("message-composer"));
  if (given && view !== app.store.view) app.tell(say("not_loaded"));
  else if (given && place && files.length) app.intend("attach-files", { composer: place.composer, files });
}

/** The part of the page that a file would fall on, if one can write there. @param {Element} target */
function placeOf(target) {
  const within = target.closest?.(".room, [data-panel]");
  const composer = /** @type {MessageComposer | null} */ (within?.querySelector("message-composer:has(.compose:not([hidden]))") ?? null);
  return within && composer && !document.querySelector("dialog[open]") ? { within, composer } : null;
}
