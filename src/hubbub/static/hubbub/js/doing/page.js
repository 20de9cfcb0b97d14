// @ts-check
/** Intentions about the page itself: what is opened, closed, copied. */
import { later } from "../later.js";
import { say } from "../words.js";

/** @typedef {import("../app.js").App} App */

/** @type {Record<string, (app: App, detail: any) => unknown>} */
export const PAGE = {
  "open-panel": (app, { panel, from, ...detail }) => app.part("side-panel").open(app, panel, detail, from),
  "close-panel": (app) => app.part("side-panel").close(),

  "toggle-panel"(app, { panel, from }) {
    if (app.part("side-panel").current === panel) PAGE["close-panel"](app, {});
    else PAGE["open-panel"](app, { panel, from });
  },

  "retry-now": (app) => app.socket.wake(),
  "open-switcher": later("quick-switcher", "open"),
  "open-shortcuts": later("shortcuts-dialog", "open"),
  "open-notifications": later("notifications-panel", "openPanel"),
  "open-browse": later("browse-rooms", "open"),
  "attach-files": later("attaching", "attach"),
  "catch-files": later("dropping", "caught"),
  "paint-files": later("message-files", "paint"),
  "open-pictures": later("light-box", "open"),
  "pick-emoji": later("emoji-picker", "open"),
  "paint-emoji": later("site-emoji", "paint"),
  "open-site-emoji": later("site-emoji-dialog", "open"),
  "complete-emoji": async (app, { query, found }) => found(await later("emoji-picker", "complete")(app, query) ?? []),

  escape(app) {
    const side = app.part("side-panel");
    if (side.current) return side.close();
    if (app.part(".room message-composer").escape()) return undefined;
    app.part("message-list").toEnd();
    return app.part("#composer-text").focus();
  },

  async "copy-text"(app, { text, told }) {
    const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    app.tell(say(copied ? told : "copy_failed"));
  },
};
