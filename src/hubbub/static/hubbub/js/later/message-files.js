// @ts-check
/** What hangs on a message as files: pictures, players, cards, each in the place that was kept for it. */
import { copy, find, write } from "../dom.js";
import { fitted, isPicture } from "../files.js";
import { size } from "./sizes.js";

/** @typedef {import("../types.js").Upload} Upload */

/** Pictures that this browser has sent itself, by the id of their upload: shown without being fetched. @type {Map<number, string>} */
export const previews = new Map();

/** @param {import("../app.js").App} app @param {{box: HTMLElement, uploads: Upload[]}} detail */
export function paint(app, { box, uploads }) {
  const pictures = uploads.filter(isPicture);
  box.replaceChildren(...gallery(pictures), ...uploads.filter((upload) => !isPicture(upload)).map(other));
  box.onclick = (event) => clicked(app, event, pictures);
}

/** A picture opens over the page; with a key held, as any link does. @param {import("../app.js").App} app @param {MouseEvent} event @param {Upload[]} pictures */
function clicked(app, event, pictures) {
  const link = /** @type {Element} */ (event.target).closest(".picture");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  app.intend("open-pictures", { pictures, index: [...(link.parentElement?.children ?? [])].indexOf(link) });
}

/** Below the API, wherever that is. @param {string} url */
export const addressOf = (url) => (document.querySelector("chat-app")?.getAttribute("data-api") ?? "") + url;

/** @param {Upload[]} pictures */
function gallery(pictures) {
  if (!pictures.length) return [];
  const made = document.createElement("div");
  made.className = "gallery";
  made.classList.toggle("several", pictures.length > 1);
  made.append(...pictures.map(picture));
  return [made];
}

/** @param {Upload} upload */
function picture(upload) {
  const link = /** @type {HTMLAnchorElement} */ (copy("row-picture"));
  const image = /** @type {HTMLImageElement} */ (find(link, "img"));
  const [width, height] = fitted(upload);
  Object.assign(link, { href: addressOf(upload.url), title: upload.name });
  Object.assign(image, { width, height, alt: upload.name });
  if (!mustNotMove(upload)) image.src = previews.get(upload.id) ?? addressOf(upload.thumbnail_url ?? upload.url);
  return link;
}

/** One that moves has no thumbnail; for who asked for less motion it moves when it is opened. @param {Upload} upload */
const mustNotMove = (upload) => !upload.thumbnail_url && matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {Upload} upload */
function other(upload) {
  const kind = upload.content_type.split("/")[0];
  return kind === "video" || kind === "audio" ? player(upload, kind) : card(upload);
}

/** @param {Upload} upload @param {"video" | "audio"} kind */
function player(upload, kind) {
  const box = document.createElement("div");
  const media = document.createElement(kind);
  box.className = "player";
  Object.assign(media, { controls: true, preload: "metadata", src: addressOf(upload.url) });
  media.setAttribute("aria-label", upload.name);
  box.append(media, card(upload));
  return box;
}

/** A PDF opens in the browser's own viewer; what no browser shows is saved. @param {Upload} upload */
function card(upload) {
  const link = /** @type {HTMLAnchorElement} */ (copy("row-file"));
  link.href = addressOf(upload.url);
  if (upload.content_type === "application/pdf") link.target = "_blank";
  else link.download = upload.name;
  write(link, ".file-sign", ending(upload.name));
  write(link, ".file-name", upload.name);
  write(link, ".file-size", size(upload.size));
  return link;
}

/** What the sign of a file says: the end of its name, if that is short. @param {string} name */
export const ending = (name) => /\.([a-z0-9]{1,4})$/i.exec(name)?.[1].toUpperCase() ?? "···";
