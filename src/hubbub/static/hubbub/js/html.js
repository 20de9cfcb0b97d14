// @ts-check
/** The only place where text becomes markup: the server's own, already clean HTML of a message. */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("hubbub", {
  createHTML: (/** @type {string} */ html) => html,
});

/**
 * @param {Element} element
 * @param {string} html the `html` of a message, made by the server
 */
export function fill(element, html) {
  element.innerHTML = policy ? policy.createHTML(html) : html;
}
