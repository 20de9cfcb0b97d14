// @ts-check
/** The address bar: which room, which message. */

/**
 * @param {string} base the chat's own path
 * @param {string} path
 * @returns {{room: string, number: number | null}}
 */
export function read(base, path) {
  const [room = "", number = ""] = path.startsWith(base) ? path.slice(base.length).split("/") : [];
  return { room: decode(room), number: /^\d+$/.test(number) ? Number(number) : null };
}

/**
 * @param {string} base
 * @param {string} [room]
 * @param {number | null} [number]
 */
export const write = (base, room = "", number = null) =>
  base + (room ? `${encodeURIComponent(room)}/` : "") + (room && number ? `${number}/` : "");

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
