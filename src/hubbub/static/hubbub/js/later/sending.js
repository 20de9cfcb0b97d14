// @ts-check
/** One file on its way to the server: three at a time, the others wait. What time cures is tried again by itself. */
import { addressOf } from "./message-files.js";
import { say } from "../words.js";

/**
 * @typedef {object} Heard
 * @property {(part: number) => void} progress
 * @property {(upload: import("../types.js").Upload) => void} done
 * @property {(message: string, again: boolean) => void} refused
 */

const AT_ONCE = 3;

/** @type {Set<Sending>} */
const running = new Set();
/** @type {Sending[]} */
let queue = [];

function next() {
  while (running.size < AT_ONCE && queue.length) queue.shift()?.begin();
}

export class Sending {
  /** @type {XMLHttpRequest | null} */
  #request = null;
  #timer = 0;

  /** @param {import("../app.js").App} app @param {string} room @param {File} file @param {Heard} heard */
  constructor(app, room, file, heard) {
    this.app = app;
    this.room = room;
    this.file = file;
    this.heard = heard;
  }

  start() {
    const most = Number(this.app.element.dataset.uploadLimit) * 1024 * 1024;
    if (this.file.size > most) return this.heard.refused(say("file_too_large", { count: most / 1024 / 1024 }), false);
    queue.push(this);
    return next();
  }

  stop() {
    clearTimeout(this.#timer);
    queue = queue.filter((one) => one !== this);
    this.#request?.abort();
    this.#over();
  }

  begin() {
    const request = (this.#request = new XMLHttpRequest());
    const form = new FormData();
    form.append("room", this.room);
    form.append("file", this.file);
    running.add(this);
    request.open("POST", addressOf("uploads"));
    request.setRequestHeader("X-CSRFToken", this.app.api.csrf);
    request.upload.onprogress = (event) => event.lengthComputable && this.heard.progress(event.loaded / event.total);
    request.onload = () => this.#answered(request.status, said(request.responseText));
    request.onerror = () => this.#lost();
    request.send(form);
  }

  #over() {
    this.#request = null;
    running.delete(this);
    next();
  }

  /** @param {number} status @param {any} answer */
  #answered(status, answer) {
    this.#over();
    if (status === 201) return this.heard.done(answer);
    if (answer?.code === "rate_limited") return void (this.#timer = setTimeout(() => this.start(), (answer.retry_after ?? 2) * 1000));
    const passing = !answer || answer.code === "unavailable";
    return this.heard.refused(answer?.message ?? this.app.api.unreachable, passing);
  }

  /** The network went. */
  #lost() {
    this.#over();
    this.heard.refused(this.app.api.unreachable, true);
  }
}

/**
 * For who only waits for the end of it: what the server made of the file, or why it refused.
 * @param {import("../app.js").App} app @param {string} room @param {File} file
 * @returns {Promise<{upload: import("../types.js").Upload, objection?: undefined} | {upload?: undefined, objection: string}>}
 */
export function sent(app, room, file) {
  return new Promise((ended) => {
    const heard = {
      progress() {},
      done: (/** @type {import("../types.js").Upload} */ upload) => ended({ upload }),
      refused: (/** @type {string} */ objection) => ended({ objection }),
    };
    new Sending(app, room, file, heard).start();
  });
}

/** @param {string} text */
function said(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
