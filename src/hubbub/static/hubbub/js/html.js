// @ts-check
/** The only place where text becomes markup: the server's own, already clean HTML of a message; and the address of its worker. */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("hubbub", {
  createHTML: (/** @type {string} */ html) => html,
  createScriptURL: (/** @type {string} */ url) => (new URL(url, location.href).pathname === `${home()}sw.js` ? url : ""),
});

/**
 * @param {Element} element
 * @param {string} html the `html` of a message, made by the server
 */
export function fill(element, html) {
  element.innerHTML = policy ? policy.createHTML(html) : html;
}

/** Where the chat is. */
const home = () => document.querySelector("chat-app")?.getAttribute("data-chat") ?? "/chat/";

/** The address of the service worker, as the browser wants it. @returns {any} */
export const worker = () => (policy ? policy.createScriptURL(`${home()}sw.js`) : `${home()}sw.js`);
