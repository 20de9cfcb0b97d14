// @ts-check
/** Files, before what shows and sends them is fetched: how tall they will be on a message, and what is handed to the page. */

/** @typedef {import("./types.js").Upload} Upload */

const WIDE = 400;
const HIGH = 300;
const GAP = 6;
const TILE = 112;
const CARD = 50;
const PLAYER = { video: 225, audio: 40 };

/** Of a picture that stands alone, in CSS pixels; beside other files, a narrow column crops its sides. @param {Upload} upload */
export function fitted({ width, height }) {
  const scale = Math.min(1, WIDE / (width ?? 1), HIGH / (height ?? 1));
  return [width, height].map((length) => Math.max(24, Math.round((length ?? 0) * scale)));
}

/** It gets smaller in a narrow column, and keeps its shape. @param {Upload} upload */
function shape(upload) {
  const [width, height] = fitted(upload);
  return `width: min(100%, ${width}px); aspect-ratio: ${width} / ${height}`;
}

/** @param {Upload} upload */
function tallness({ content_type }) {
  const player = PLAYER[/** @type {"video" | "audio"} */ (content_type.split("/")[0])];
  return CARD + (player ? player + GAP : 0);
}

/** @param {Upload} upload */
export const isPicture = (upload) => upload.width !== null;

/** Of several files, or of one that is no picture. @param {Upload[]} uploads */
function height(uploads) {
  const pictures = uploads.filter(isPicture);
  const rows = Math.ceil(pictures.length / 3);
  const parts = uploads.filter((one) => !isPicture(one)).map(tallness);
  if (rows) parts.push(pictures.length > 1 ? rows * (TILE + GAP) - GAP : fitted(pictures[0])[1]);
  return parts.reduce((sum, part) => sum + part + GAP, -GAP);
}

/** @typedef {HTMLElement & {uploads?: Upload[]}} Box */

/** Keep the place of some files on a message, and ask for them. @param {Box} box @param {Upload[]} uploads */
export function keepPlace(box, uploads) {
  box.hidden = !uploads.length;
  const ids = uploads.map((one) => one.id).join();
  if (ids === (box.dataset.ids ?? "")) return;
  const alone = uploads.length === 1 && isPicture(uploads[0]);
  box.dataset.ids = ids;
  box.classList.toggle("alone", alone);
  box.style.cssText = alone ? shape(uploads[0]) : `height: ${height(uploads)}px`;
  box.uploads = uploads;
  ask(box);
}

/** @param {Box} box */
const ask = (box) => document.querySelector("chat-app")?.dispatchEvent(new CustomEvent("paint-files", { detail: { box, uploads: box.uploads } }));

/** Those that could not be shown, on a new line. */
export const askAgain = () => document.querySelectorAll("message-files:empty:not([hidden])").forEach((box) => ask(/** @type {Box} */ (box)));

/** What is dragged over the page, dropped and pasted; beside a text, a picture is only another form of it. @param {import("./app.js").App} app */
export function catchFiles(app) {
  for (const type of ["dragover", "dragleave", "drop", "paste"])
    document.addEventListener(type, (/** @type {any} */ event) => {
      const given = event.dataTransfer ?? event.clipboardData;
      if (!given?.types.includes("Files") || (type === "paste" && given.types.includes("text/plain"))) return;
      event.preventDefault();
      app.intend("catch-files", { type, target: event.target, left: !event.relatedTarget, files: [...given.files], view: app.store.view });
    });
}
