// @ts-check
/** Small hands for the elements: find, copy a template, put a popover beside its button. */

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {T}
 */
export function find(parent, selector) {
  const found = parent.querySelector(selector);
  if (!found) throw new Error(`The page has no ${selector}`);
  return /** @type {T} */ (found);
}

/**
 * A copy of a row that Django rendered.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function copy(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {T} */ (document.importNode(/** @type {Element} */ (template.content.firstElementChild), true));
}

/**
 * @param {ParentNode} parent
 * @param {string} selector
 * @param {string} text
 */
export function write(parent, selector, text) {
  const element = find(parent, selector);
  if (element.textContent !== text) element.textContent = text;
  return element;
}

const TINTS = 12;

/**
 * Initials on a colour that stays the person's own.
 * @param {Element} element
 * @param {{id: number, name: string, bot?: boolean}} person
 */
export function paintAvatar(element, person) {
  element.textContent = person.bot ? "⚙" : initials(person.name);
  element.setAttribute("data-tint", person.bot ? "bot" : String(person.id % TINTS));
}

/** @param {string} name */
export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]].map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toLocaleUpperCase();
}

/** Ask for the pictures of the site's own emoji in a row that is shown. @param {ParentNode} within */
export function paintEmoji(within) {
  if (!within.querySelector(".emoji[data-emoji]")) return;
  document.querySelector("chat-app")?.dispatchEvent(new CustomEvent("paint-emoji", { detail: { within } }));
}

const MARGIN = 8;

/**
 * Show a popover by its button, inside the page.
 * @param {HTMLElement} popover
 * @param {Element} anchor
 * @param {"above" | "below"} side
 */
export function place(popover, anchor, side = "below") {
  const button = anchor.getBoundingClientRect();
  const box = popover.getBoundingClientRect();
  const [above, below] = [button.top - box.height - 4, button.bottom + 4];
  const fitsBelow = below + box.height < innerHeight - MARGIN;
  const top = side === "above" ? (above > MARGIN ? above : below) : fitsBelow ? below : above;
  popover.style.top = `${Math.max(MARGIN, top)}px`;
  const left = button.right < innerWidth / 2 ? button.left : button.right - box.width;
  popover.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - box.width - MARGIN))}px`;
}

/** @param {EventTarget | null} target */
export const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** What shows a room's kind. @param {import("./types.js").Kind} kind */
export const sign = (kind) => copy(kind === "private" ? "sign-lock" : "sign-hash");
