// @ts-check
/** How it is said: the one place that reads and writes the text of frames. What stands in them: types.js. */

/** Close codes after which coming back is pointless until the person does something. */
export const FINAL_CLOSES = Object.freeze({ 4401: "signed-out", 4403: "forbidden", 4404: "not-found" });

export const BODY_LIMIT = 8000;
export const BODY_BYTES = 32000;

/**
 * @param {unknown} data
 * @returns {import("./types.js").Frame | null} null for what is no frame: a proxy's page, a broken line
 */
export function decode(data) {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data);
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}

/** @param {import("./types.js").Command} command */
export const encode = (command) => JSON.stringify(command);

/** @param {string} body */
export const bytes = (body) => new TextEncoder().encode(body).length;

/**
 * Characters as the server counts them: code points, not UTF-16 units.
 * @param {string} body
 */
export const characters = (body) => [...body].length;

/** How many characters are left; the bytes may run out first. @param {string} body */
export const remaining = (body) => Math.min(BODY_LIMIT - characters(body), Math.floor((BODY_BYTES - bytes(body)) / 4));

/** @param {string} body */
export const fits = (body) => remaining(body) >= 0;

/** What the room's own rule says of the person; the server decides. @param {import("./room.js").Room} room */
export const mayWrite = ({ archived, posting, role }) => !archived && (posting === "everyone" || (posting === "moderators" && role !== "member"));

/**
 * @param {import("./types.js").Kind} kind
 * @param {import("./types.js").Role | null | undefined} role
 */
export const mayManage = (kind, role) => kind !== "direct" && (role === "owner" || role === "moderator");

/**
 * The texts that a message had before.
 * @param {import("./types.js").Message} message
 * @param {import("./room.js").Room} room
 * @param {number} me
 */
export const mayReadRevisions = (message, room, me) => message.author.id === me || mayManage(room.kind, room.role);
