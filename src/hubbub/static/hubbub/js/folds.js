// @ts-check
/**
 * What each frame means for the store: a table type → function, each saying what it changed. One file of folds/ for each
 * area. Called by the store alone.
 */
import { MESSAGES } from "./folds/messages.js";
import { ROOMS } from "./folds/rooms.js";

/** @type {Record<string, (store: import("./store.js").Store, frame: any) => import("./store.js").Change[]>} */
export const FOLDS = { ...ROOMS, ...MESSAGES };
