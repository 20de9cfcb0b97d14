/** The same people and rooms in every test of the client. */
export const ann = { id: 1, username: "ann", name: "Ann Alder", bot: false };
export const ben = { id: 2, username: "ben", name: "Ben Birch", bot: false };

export const summary = (over = {}) => ({
  room: "tea", title: "tea", topic: "", kind: "public", archived: false, rev: 0, number: 0, shown: over.number ?? 0, read: 0, mentions: 0,
  notify: "all", notify_choice: "default", muted: false, favourite: false, position: 0, welcome: false,
  posting: "everyone", slow: 0, wait: 0, role: "member", people: [], ...over,
});

export const hello = (rooms = [summary()], over = {}) => ({
  type: "hello", protocol: 1, epoch: "e1", me: { id: 1, username: "ann", name: "Ann Alder", owner: false },
  site: { name: "Makers" }, rooms, threads: [], heartbeat: 25, ...over,
});

export const message = (number, over = {}) => ({
  number, rev: number, author: ben, body: `message ${number}`, html: null, created: "2026-11-21T16:42:00Z", edited: null,
  deleted: null, reply_to: null, thread: null, in_room: true, replies: null, reactions: [], mentions: [], uploads: [], pinned: false, kind: "user",
  client_id: null, ...over,
});

export const state = (over = {}) => ({
  room: "tea", title: "tea", topic: "", kind: "public", archived: false, members: 2, role: "member", number: 0, shown: over.number ?? 0, rev: 0,
  posting: "everyone", slow: 0, welcome: 0, ...over,
});

export const said = (number, over = {}) => {
  const one = message(number, over);
  return { type: "message", room: "tea", rev: one.rev, message: one };
};

export const subscribed = (messages = [], over = {}) => {
  const rev = Math.max(0, ...messages.map((one) => one.rev));
  const number = Math.max(0, ...messages.map((one) => one.number));
  return { type: "subscribed", room: "tea", rev, reset: true, messages, room_state: state({ number, rev }), online: [1], ...over };
};

export class Shelf {
  #kept = new Map();
  get length() { return this.#kept.size; }
  key(index) { return [...this.#kept.keys()][index] ?? null; }
  getItem(key) { return this.#kept.get(key) ?? null; }
  setItem(key, value) { this.#kept.set(key, String(value)); }
  removeItem(key) { this.#kept.delete(key); }
}

/** A clock that moves when told, and runs what is due. */
export class Clock {
  time = 0;
  #due = [];
  after = (run, wait) => { const timer = { run, at: this.time + wait }; this.#due.push(timer); return timer; };
  cancel = (timer) => { this.#due = this.#due.filter((one) => one !== timer); };
  now = () => this.time;
  advance(ms) {
    const end = this.time + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) this.#fire(next);
    this.time = end;
  }
  #next(end) { return this.#due.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]; }
  #fire(timer) { this.cancel(timer); this.time = timer.at; timer.run(); }
}

/** An answer that comes when the test says so. */
export function promised() {
  let resolve;
  const promise = new Promise((answer) => (resolve = answer));
  return { promise, resolve };
}
