/*
 * The service worker: shows pushes, opens what is clicked, and has a page for when there is no network. It keeps nothing
 * else, so a deploy finds nothing old. Before it the server writes `HUBBUB`: {version, offline, styles, icon, badge}.
 */
const CACHE = `hubbub-${HUBBUB.version}`;
/** How long a page may take to say which room it shows. */
const PATIENCE = 300;
const SCOPE = new URL("./", self.location.href).pathname;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([HUBBUB.offline, ...HUBBUB.styles])));
});

self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("hubbub-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(navigate(event));
  else if (HUBBUB.styles.some((style) => request.url === new URL(style, self.location.href).href))
    event.respondWith(fetch(request).catch(() => caches.match(request)));
});

async function navigate(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(HUBBUB.offline)) ?? Response.error();
  }
}

/* Pushes */

self.addEventListener("push", (event) => event.waitUntil(pushed(event.data?.json())));

async function pushed(push) {
  if (!push || (await isLookedAt(push.room))) return;
  const [shown] = await self.registration.getNotifications({ tag: push.tag });
  const known = shown && shown.data.number >= push.number && push.number > 0;
  await self.registration.showNotification(push.title, {
    body: push.body, tag: push.tag, icon: HUBBUB.icon, badge: HUBBUB.badge, data: push, renotify: !known, silent: known,
  });
}

/** The decision of the server is some seconds old; whoever has come meanwhile is not disturbed. */
async function isLookedAt(room) {
  const pages = (await self.clients.matchAll({ type: "window" })).filter((page) => page.visibilityState === "visible");
  return room !== "" && (await Promise.all(pages.map(roomOf))).includes(room);
}

/** Asked of the page itself: some browsers go on saying the address with which it was opened. */
function roomOf(page) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => (port1.close(), resolve(data.room));
    setTimeout(() => (port1.close(), resolve("")), PATIENCE);
    page.postMessage({ type: "where" }, [port2]);
  });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? {}));
});

async function open({ room = "", number = 0 }) {
  const path = SCOPE + (room ? `${encodeURIComponent(room)}/${number || ""}` : "");
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) return self.clients.openWindow(path);
  page.postMessage({ type: "open", room, number });
  return page.focus();
}
