// @ts-check
/**
 * What the first page does not need: a module of later/ and its style, fetched when it is first wanted. Such a module may
 * export ELEMENTS (tag → class), which are defined, and INTENTIONS (name → function), which are answered from then on.
 *
 * @typedef {import("./app.js").App} App
 */
import { say } from "./words.js";

/** @type {Map<string, Promise<any>>} what is here or on its way */
const asked = new Map();

/**
 * The module; or null, and the person is told, when it cannot be fetched now. Asked again, it is tried again.
 * @param {App} app
 * @param {string} name of the file in later/
 * @returns {Promise<any>}
 */
export async function need(app, name) {
  try {
    return await (asked.get(name) ?? ask(app, name));
  } catch {
    asked.delete(name);
    app.tell(say("not_loaded"));
    return null;
  }
}

/**
 * An entry of a table (of intentions, of acts, …) whose function comes with a later module.
 * @param {string} name of the file in later/
 * @param {string} does the export that is called with what the entry is called with
 * @returns {(app: App, ...rest: any[]) => Promise<any>}
 */
export const later = (name, does) => async (app, ...rest) => (await need(app, name))?.[does](app, ...rest);

/** @param {App} app @param {string} name */
function ask(app, name) {
  const coming = bring(app, name);
  asked.set(name, coming);
  return coming;
}

/** @param {App} app @param {string} name */
async function bring(app, name) {
  const [module] = await Promise.all([script(`./later/${name}.js`), style(name)]);
  for (const [tag, element] of Object.entries(module.ELEMENTS ?? {})) customElements.define(tag, element);
  app.answer(module.INTENTIONS ?? {});
  return module;
}

/** Browsers remember an import that failed for as long as the page lives, so it is fetched before it is imported. @param {string} file */
async function script(file) {
  await fetched({ rel: "preload", as: "script", crossOrigin: "anonymous", href: import.meta.resolve(file) });
  return import(file);
}

/** @param {string} name */
async function style(name) {
  const styles = JSON.parse(document.getElementById("hubbub-later")?.textContent ?? "{}");
  if (styles[name]) await fetched({ rel: "stylesheet", href: styles[name] });
}

/** @param {Partial<HTMLLinkElement>} wanted */
function fetched(wanted) {
  const link = Object.assign(document.createElement("link"), { nonce: find("script[nonce]")?.nonce ?? "" }, wanted);
  document.head.append(link);
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => (link.remove(), reject(new Error(link.href))));
  });
}

/** @param {string} selector @returns {HTMLElement | null} */
const find = (selector) => document.querySelector(selector);
