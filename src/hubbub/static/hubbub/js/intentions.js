// @ts-check
/**
 * What people want, by the name that the elements announce, and what is done about it. One file of doing/ for each area;
 * what only a later module's own elements announce stands in that module.
 */
import { MESSAGES } from "./doing/messages.js";
import { PAGE } from "./doing/page.js";
import { PEOPLE } from "./doing/people.js";
import { ROOMS } from "./doing/rooms.js";

/** @type {Record<string, (app: import("./app.js").App, detail: any) => unknown>} */
export const INTENTIONS = { ...PAGE, ...MESSAGES, ...ROOMS, ...PEOPLE };
