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
  for (const wait of [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]) {
    assert.equal(socket.retryAt - clock.time, wait);
    clock.advance(wait);
    line().end(1006);
  }
  clock.advance(30_000);
  line().hear(hello());
  line().end(1006);
  assert.equal(socket.retryAt - clock.time, 500);
  assert.ok(lines.length > 9);
  assert.deepEqual([backoff(3, 0), backoff(3, 0.5), backoff(90, 1)], [0, 2000, 30_000]);
});

test("too many sockets is no end: it backs off like any other close, whether refused before hello or with 4429", () => {
  for (const code of [1006, 4429]) {
    const { clock, line, socket, frames } = setUp();
    socket.open();
    for (const wait of [500, 1000, 2000]) {
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
