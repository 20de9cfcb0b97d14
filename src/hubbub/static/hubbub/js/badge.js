// @ts-check
/** What the tab says while one looks elsewhere: the title, and the icon when somebody calls. */

import { find } from "./dom.js";

/** @param {import("./store.js").Store} store @param {HTMLElement} element which keeps the title of the room that is open */
export function badge(store, element) {
  const { calls, unread } = store.badges();
  const { current, site } = store;
  if (current) element.dataset.title = current.title;
  const title = [current?.title, site.name].filter(Boolean).join(" · ");
  document.title = calls ? `(${calls}) ${title}` : unread ? `• ${title}` : title;
  icon(calls > 0);
  const total = [...store.rooms.values()].reduce((sum, room) => sum + (room.muted ? 0 : room.mentions), 0);
  Object.assign(find(element, ".all-mentions"), { hidden: !total, textContent: String(total) });
}

/** @param {boolean} calling */
function icon(calling) {
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=icon]"));
  if (!link) return;
  link.dataset.plain ??= link.href;
  const wanted = calling ? (link.dataset.unread ?? link.href) : link.dataset.plain;
  if (link.getAttribute("href") !== wanted) link.href = wanted;
}
