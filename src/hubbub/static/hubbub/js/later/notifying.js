// @ts-check
/**
 * Telling of messages while one looks elsewhere: a notification of the desktop, a soft sound. One tab of a browser does it
 * for all. What calls for the person stands in calls.js.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../room.js").Room} Room
 * @typedef {import("../types.js").Message} Message
 * @typedef {import("../types.js").Preferences} Preferences
 */
import { path } from "../api.js";
import { gist } from "../elements/message-item.js";
import { worker } from "../html.js";
import { say } from "../words.js";
import { News, calling } from "./calls.js";

/** A page that shows the room marks it read within this time, also on another device. */
const GRACE = 1200;
const EXCERPT = 300;
/** Of more than this at once the earlier ones are not looked through. */
const MOST = 100;

/** @type {ServiceWorkerRegistration | undefined} */
let registration;
let leads = false;
/** @type {News | undefined} */
let news;
/** @type {Map<string, number>} the last message of each room that was told of; after a restored backup numbers begin anew */
const told = new Map();

/** Asked again, it makes up for what failed; a registration whose worker could not be installed has none. @param {App} app */
export async function start(app) {
  if (!news) begin(app);
  if (!app.store.preferences) await learn(app);
  if (!registration?.active) await register(app);
}

/** @param {App} app */
function begin(app) {
  news = new News(app.store);
  app.store.listen(() => look(app));
  navigator.serviceWorker?.addEventListener("message", (event) => heard(app, event));
  lead();
}

/** What came by the socket meanwhile is newer than the answer. @param {App} app */
async function learn(app) {
  const { value } = await app.api.get("me/preferences");
  if (value && !app.store.preferences) app.store.apply({ type: "preferences", preferences: value });
}

/** Of several tabs the first one tells; when it is closed, another does. */
function lead() {
  if (!navigator.locks) leads = true;
  else void navigator.locks.request("hubbub-notifier", () => ((leads = true), new Promise(() => {})));
}

/** @param {App} app */
async function register(app) {
  const container = navigator.serviceWorker;
  if (!container) return;
  registration = await container.register(worker(), { scope: app.base, updateViaCache: "none" }).catch(() => undefined);
  const mine = await registration?.pushManager?.getSubscription().catch(() => null);
  if (mine) await announcePush(app, mine);
}

/** From the worker: a click on a notification, or the question which room is in view. @param {App} app @param {MessageEvent} event */
function heard(app, { data, ports }) {
  if (data?.type === "open") go(app, data);
  if (data?.type === "where") ports[0].postMessage({ room: app.store.view.room });
}

/** The worker of this page, once it can show something; none where the browser has none. */
export const ready = async () => (registration ? navigator.serviceWorker.ready : undefined);

/** Say that this browser takes pushes. @param {App} app @param {PushSubscription} subscription */
export function announcePush(app, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return app.api.post("me/push", { endpoint, keys, label: label() });
}

/** What a person calls this browser: “Firefox, Linux”. */
function label() {
  const agent = navigator.userAgent;
  const browser = [/Edg\//, /OPR\//, /Firefox\//, /Chrome\//, /Safari\//].findIndex((one) => one.test(agent));
  const name = ["Edge", "Opera", "Firefox", "Chrome", "Safari"][browser] ?? say("a_browser");
  const system = agent.match(/Android|iPhone|iPad|Windows|Mac OS X|Linux/)?.[0];
  return system ? `${name}, ${system}` : name;
}

/** What comes while the person rests is not told afterwards either. @param {App} app */
function look(app) {
  const found = news?.look() ?? [];
  const { preferences } = app.store;
  if (leads && !(preferences && isQuiet(preferences))) for (const one of found) setTimeout(() => call(app, one), GRACE);
}

/** @param {App} app @param {import("./calls.js").New} found */
async function call(app, { name, after, upto }) {
  const { store } = app;
  const room = store.rooms.get(name);
  if (!room || isLookedAt(app, name) || isQuiet(store.preferences)) return;
  const message = calling(await said(app, room, after, upto), room, store);
  const place = `${store.epoch} ${name}`;
  if (!message || message.number <= (told.get(place) ?? 0)) return;
  told.set(place, message.number);
  if (store.preferences?.sound) play();
  if (store.preferences?.desktop) await show(app, room, message);
}

/** Some messages that stand one after the other. @param {App} app @param {Room} room @param {number} after @param {number} upto @returns {Promise<Message[]>} */
async function said(app, room, after, upto) {
  const limit = Math.min(MOST, upto - after);
  const known = Array.from({ length: limit }, (_, index) => room.messages.get(upto - limit + 1 + index));
  if (known.every((one) => one !== undefined)) return known;
  const { value } = await app.api.get(`${path("rooms", room.name, "messages")}?before=${upto + 1}&limit=${limit}`);
  return value?.messages ?? [];
}

/** @param {App} app @param {string} name */
const isLookedAt = ({ store }, name) => document.visibilityState === "visible" && document.hasFocus() && store.view.room === name;

/** Do not disturb. @param {Preferences | null} preferences @param {Date} [now] */
export function isQuiet(preferences, now = new Date()) {
  if (!preferences) return true;
  const { dnd_until: until, dnd_from: from, dnd_to: to, time_zone: timeZone } = preferences;
  if (until && now < new Date(until)) return true;
  if (!from || !to) return false;
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(now);
  return from < to ? from <= time && time < to : time >= from || time < to;
}

/** @param {App} app @param {Room} room @param {Message} message */
async function show(app, room, message) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const me = app.store.me?.id ?? 0;
  const urgent = room.kind === "direct" || message.mentions.includes(me) || message.calls === "all";
  const title = room.kind === "direct" ? message.author.name : say("says_in", { name: message.author.name, room: room.title });
  const data = { room: room.name, number: message.number };
  const options = { body: message.body.slice(0, EXCERPT) || gist(message), tag: room.name + (urgent ? "!" : ""), data };
  const through = await ready();
  if (through?.active) return through.showNotification(title, options);
  const notification = new Notification(title, options);
  notification.onclick = () => (window.focus(), notification.close(), go(app, data));
}

/** @param {App} app @param {{room: string, number: number}} data */
const go = (app, { room, number }) => room && app.opening.go(room, number || null);

/** Two soft notes, made here. */
export function play() {
  const sound = new AudioContext();
  const end = sound.currentTime + 0.6;
  for (const [pitch, begin] of [[660, 0], [880, 0.12]]) {
    const [note, volume] = [sound.createOscillator(), sound.createGain()];
    const at = sound.currentTime + begin;
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.06, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, end);
    note.connect(volume).connect(sound.destination);
    note.start(at);
    note.stop(end);
    note.onended = () => void (begin && sound.close());
  }
}
