// @ts-check
/** What this browser remembers for the page. It may be forbidden or full, which costs the remembering and nothing else. */

/** Asking for it may throw. @returns {Storage | null} */
export function shelf() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** @param {Pick<Storage, "setItem"> | null} storage @param {string} key @param {string} text @returns {boolean} whether it is kept */
export function keep(storage, key, text) {
  try {
    storage?.setItem(key, text);
    return storage !== null;
  } catch {
    return false;
  }
}
