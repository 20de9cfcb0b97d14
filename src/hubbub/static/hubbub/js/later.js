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
/** @type {Map<string, number>} how often it could not be fetched */
const failures = new Map();

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
  const [module] = await Promise.all([script(name), style(name)]);
  for (const [tag, element] of Object.entries(module.ELEMENTS ?? {})) customElements.define(tag, element);
  app.answer(module.INTENTIONS ?? {});
  return module;
}

/** Browsers remember that an address could not be imported for as long as the page lives, so the next attempt has another. @param {string} name */
async function script(name) {
  const address = import.meta.resolve(`./later/${name}.js`);
  const before = failures.get(name) ?? 0;
  try {
    return await import(before ? `${address}?again=${before}` : address);
  } catch (error) {
    failures.set(name, before + 1);
    throw error;
  }
}

/** @param {string} name */
function style(name) {
  const styles = JSON.parse(document.getElementById("hubbub-later")?.textContent ?? "{}");
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: styles[name] });
  if (!styles[name] || document.querySelector(`link[href="${styles[name]}"]`)) return undefined;
  document.head.append(link);
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => (link.remove(), reject(new Error(link.href))));
  });
}
