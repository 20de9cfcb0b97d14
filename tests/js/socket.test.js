import assert from "node:assert/strict";
import { test } from "node:test";
import { Socket, backoff } from "../../src/hubbub/static/hubbub/js/socket.js";
import { Clock, hello } from "./cast.js";

class Line {
  sent = [];
  closed = false;
  send(text) { this.sent.push(JSON.parse(text)); }
  close() { this.closed = true; }
  hear(frame) { this.onmessage({ data: JSON.stringify(frame) }); }
  end(code) { this.onclose({ code }); }
}

const setUp = ({ chance = 1 } = {}) => {
  const clock = new Clock();
  const lines = [];
  const world = { online: true };
  const around = { ...clock, now: clock.now, random: () => chance, online: () => world.online, connect: () => { lines.push(new Line()); return lines.at(-1); } };
  const socket = new Socket("ws://here", around);
  const frames = [];
  const states = [];
  socket.onframe = (frame) => frames.push(frame.type);
  socket.onstate = () => states.push(socket.state);
  return { clock, lines, world, socket, frames, states, line: () => lines.at(-1) };
};

const greeted = (options) => {
  const scene = setUp(options);
  scene.socket.open();
  scene.line().hear(hello());
  return scene;
};

test("it is open when the server has said hello, and sends only then", () => {
  const { socket, line, frames, states } = setUp();
  socket.open();
  assert.equal(socket.send({ type: "ping" }), false);
  line().hear(hello());
  assert.deepEqual([states, frames], [["connecting", "open"], ["hello"]]);
  assert.equal(socket.send({ type: "typing", room: "tea" }), true);
  assert.deepEqual(line().sent, [{ type: "typing", room: "tea" }]);
});

test("what is no frame is passed over", () => {
  const { line, frames } = greeted();
  for (const data of ["{", "[]", "null", "{}", new ArrayBuffer(2)]) line().onmessage({ data });
  assert.deepEqual(frames, ["hello"]);
});

test("it pings at every heartbeat", () => {
  const { clock, line, socket } = greeted();
  for (let beat = 0; beat < 3; beat++) {
    clock.advance(25_000);
    line().hear({ type: "pong" });
  }
  assert.equal(line().sent.filter((frame) => frame.type === "ping").length, 3);
  assert.equal(socket.state, "open");
});

test("a dead connection is noticed within 45 seconds", () => {
  const { clock, line, socket } = greeted();
  clock.advance(45_000);
  assert.notEqual(socket.state, "open");
  assert.equal(line().closed || socket.state === "connecting", true);
});

test("a server that never says hello is given up", () => {
  const { clock, socket, states } = setUp();
  socket.open();
  clock.advance(15_000);
  assert.deepEqual(states, ["connecting", "waiting"]);
});

test("it comes back after full jitter, doubling up to the cap, and starts small again after a hello", () => {
  const { clock, lines, line, socket } = greeted();
  line().end(1012);
  for (const wait of [1500, 1500, 2000, 4000, 8000, 16000, 30000, 30000]) {
    assert.equal(socket.retryAt - clock.time, wait);
    clock.advance(wait);
    line().end(1006);
  }
  clock.advance(30_000);
  line().hear(hello());
  line().end(1006);
  assert.equal(socket.retryAt - clock.time, 1500);
  assert.ok(lines.length > 9);
  assert.deepEqual([backoff(3, 0), backoff(3, 0.5), backoff(90, 1)], [0, 2000, 30_000]);
});

test("too many sockets is no end: it backs off like any other close, whether refused before hello or with 4429", () => {
  for (const code of [1006, 4429]) {
    const { clock, line, socket, frames } = setUp();
    socket.open();
    for (const wait of [1500, 1500, 2000]) {
      if (code === 4429) line().hear({ type: "error", code: "rate_limited", message: "Too many.", retry_after: 30 });
      line().end(code);
      assert.deepEqual([socket.state, socket.retryAt - clock.time], ["waiting", wait]);
      clock.advance(wait);
    }
    line().hear(hello());
    assert.deepEqual([socket.state, frames.at(-1)], ["open", "hello"]);
  }
});

test("4401, 4403 and 4404 are final", () => {
  for (const [code, reason] of [[4401, "signed-out"], [4403, "forbidden"], [4404, "not-found"]]) {
    const { clock, lines, line, socket } = greeted();
    line().end(code);
    clock.advance(120_000);
    socket.wake();
    assert.deepEqual([socket.state, socket.reason, lines.length], ["closed", reason, 1]);
  }
});

test("waking while it waits tries at once", () => {
  const { lines, line, socket } = greeted();
  line().end(1006);
  socket.wake();
  assert.deepEqual([socket.state, lines.length], ["connecting", 2]);
});

test("waking while it is open asks for a sign of life and does not wait long for it", () => {
  const { clock, line, socket } = greeted();
  socket.wake();
  assert.deepEqual(line().sent, [{ type: "ping" }]);
  clock.advance(12_000);
  assert.equal(socket.state, "waiting");
});

test("offline it waits for the network and not for the clock", () => {
  const { clock, lines, world, socket } = greeted();
  world.online = false;
  socket.lose();
  clock.advance(600_000);
  assert.deepEqual([socket.state, lines.length], ["offline", 1]);
  world.online = true;
  socket.wake();
  assert.deepEqual([socket.state, lines.length], ["connecting", 2]);
});

test("a line that was given up is not listened to", () => {
  const { lines, line, socket, frames } = greeted();
  const old = line();
  old.end(1006);
  socket.wake();
  line().hear(hello());
  old.hear({ type: "pong" });
  old.hear({ type: "message" });
  old.end(4401);
  assert.deepEqual([socket.state, frames, lines.length], ["open", ["hello", "hello"], 2]);
});

const goodBye = (retry_after) => ({ type: "error", code: "unavailable", message: "Restarting.", retry_after });

test("told when to come back, it comes back then or a little later", () => {
  for (const [chance, wait] of [[0, 3200], [0.5, 3950], [1, 4700]]) {
    const { clock, line, socket } = greeted({ chance });
    line().hear(goodBye(3.2));
    line().end(1012);
    assert.equal(socket.retryAt - clock.time, wait);
  }
});

test("a hint is for one return", () => {
  const { clock, line, socket } = greeted();
  line().hear(goodBye(3));
  line().end(1012);
  clock.advance(4500);
  line().end(1006);
  assert.equal(socket.retryAt - clock.time, 1500);
});

test("what was said about a command is no hint", () => {
  for (const about of [{ client_id: "1" }, { room: "tea" }, { code: "rate_limited" }]) {
    const { clock, line, socket } = greeted();
    line().hear({ ...goodBye(9), ...about });
    line().end(1012);
    assert.equal(socket.retryAt - clock.time, 1500);
  }
});

test("when the network is back it does not wait for the hint", () => {
  const { lines, line, world, socket } = greeted();
  line().hear(goodBye(9));
  line().end(1012);
  world.online = false;
  socket.lose();
  world.online = true;
  socket.wake();
  assert.deepEqual([socket.state, lines.length], ["connecting", 2]);
});

/** A generator of Lehmer's (Park and Miller, 1988): the same numbers in every run. */
const chances = (seed) => () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;

/** When a client that is cut off at 0 tries to come back to a server that is away for so long, in milliseconds. */
const attempts = (random, { away, end }) => {
  const clock = new Clock();
  const times = [];
  const connect = () => {
    const line = new Line();
    times.push(clock.time);
    clock.after(() => (clock.time < away ? line.end(1006) : line.hear(hello())), 0);
    return line;
  };
  const socket = new Socket("ws://here", { ...clock, now: clock.now, random, online: () => true, connect });
  const first = new Line();
  socket.around.connect = () => { socket.around.connect = connect; return first; };
  socket.open();
  first.hear(hello());
  end(first);
  while (socket.state !== "open") clock.advance(100);
  socket.close();
  return times;
};

const busiestTenth = (times) => {
  times.sort((a, b) => a - b);
  let most = 0;
  for (let from = 0, to = 0; from < times.length; from++) {
    while (to < times.length && times[to] < times[from] + 100) to++;
    most = Math.max(most, to - from);
  }
  return most / times.length;
};

test("of 2,000 clients cut off at one moment, no tenth of a second holds more than a tenth of the attempts", () => {
  const cut = (line) => line.end(1006);
  const sentAway = (line) => { line.hear(goodBye(2)); line.end(1012); };
  for (const end of [cut, sentAway])
    for (const away of [0, 1000, 5000, 60_000]) {
      const random = chances(7);
      const times = Array.from({ length: 2000 }, () => attempts(random, { away, end })).flat();
      assert.ok(busiestTenth(times) <= 0.1, `${end.name}, away ${away}: ${busiestTenth(times)}`);
    }
});
