"""Rivals: the room of the Channels tutorial under Daphne and under uvicorn, with each channel layer; Socket.IO where
Node and npm are; and Hubbub under both servers. The same crowd, the same text, the server on one core.

Only Hubbub stores what is said. Deliveries are counted from the first message to the last that came, and "lost" is what
was sent and did not come to someone: Channels' layers drop what a full channel cannot take.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from bench import machine, report, rooms
from bench.crowds.sockets import Target
from bench.rooms import Found
from tests.support.services import Valkey

HEAD = ["server", "stores", "deliveries a second:", "lost:", "Hubbub is:", "busy (server / crowd):"]
LAYERS = {
    "in-memory layer": "channels.layers.InMemoryChannelLayer",
    "Redis layer (core)": "channels_redis.core.RedisChannelLayer",
    "Redis layer (pub/sub)": "channels_redis.pubsub.RedisPubSubChannelLayer",
}
HUBBUB = "Hubbub, `hubbub run`"
NO_NODE = "Socket.IO is not compared: there is no Node with npm here."
NOT_INSTALLED = "Socket.IO is not compared: npm could not install it. It said: "

Measure = Callable[[int, int, float], Found]


def hubbub_under_daphne(sockets: int, under_way: int, seconds: float) -> Found:
    with machine.hubbub(machine.Population(sockets), command=rooms.under_daphne) as site:
        return rooms.talk(site, under_way, seconds)


def contestants(redis: str) -> dict[str, Measure]:
    found: dict[str, Measure] = {HUBBUB: rooms.hubbub, "Hubbub, Daphne": hubbub_under_daphne}
    for layer, backend in LAYERS.items():
        options = {"BENCH_LAYER": backend} | ({"BENCH_REDIS": redis} if "redis" in backend else {})
        found[f"Channels tutorial, uvicorn, {layer}"] = partial(rooms.tutorial, layer=options)
        found[f"Channels tutorial, Daphne, {layer}"] = partial(rooms.tutorial, daphne=True, layer=options)
    return found


def socket_io(modules: str, sockets: int, under_way: int, seconds: float) -> Found:
    """Engine.IO's packets begin with a digit: 0 opens, 40 joins, 42 carries an event."""
    port = machine.free_port()
    run: list[str | Path] = ["node", machine.ROOT / "bench/socketio.cjs", str(port)]
    with machine.server(run, port, machine.environment({"NODE_PATH": modules})) as server:
        greeting = [['0{"sid"', "40"], ['40{"sid"', ""]]
        target = Target([port], [server], [["", ""]] * sockets, "/socket.io/?EIO=4&transport=websocket", greeting)
        message = "42" + json.dumps(["message", rooms.TEXT])
        return machine.crowd("fanout", target, marker='42["', message=message, under_way=under_way, seconds=seconds)


def install_socket_io(folder: str) -> str:
    """Into a folder of its own. Returns why not, or nothing."""
    if not (shutil.which("node") and shutil.which("npm")):
        return NO_NODE
    npm = ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", "socket.io@4"]
    done = subprocess.run(npm, check=False, capture_output=True, text=True, timeout=120)
    return NOT_INSTALLED + done.stderr.strip() if done.returncode else ""


def compared(names: Iterable[str], sockets: int, under_way: int, seconds: float) -> tuple[dict[str, Found], list[str]]:
    """What was found by name, and what there is to say besides."""
    with Valkey() as valkey, tempfile.TemporaryDirectory() as folder:
        all_of_them = contestants(valkey.url)
        reason = install_socket_io(folder) if not names or "Socket.IO" in names else ""
        all_of_them["Socket.IO"] = partial(socket_io, str(Path(folder, "node_modules")))
        chosen = [name for name in all_of_them if (not names or name in names) and not (reason and name == "Socket.IO")]
        return {name: all_of_them[name](sockets, under_way, seconds) for name in chosen}, [reason] if reason else []


def row(name: str, found: Found, ours: float) -> list[str]:
    cells = [name, "yes" if name.startswith("Hubbub") else "no", f"{found['rate']:,.0f}", f"{found['lost']:,.0f}"]
    return [*cells, f"{ours / found['rate']:.1f} ×", report.busy(found)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=200)
    parser.add_argument("--under-way", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--only", nargs="+", default=[], help="names of servers, as in the table")
    given = parser.parse_args()
    found, notes = compared(given.only, given.sockets, given.under_way, given.seconds)
    ours = found[HUBBUB]["rate"]
    title = f"Rivals: {given.sockets:,} sockets in one room, {given.under_way} messages under way"
    lines = [row(name, one, ours) for name, one in found.items()]
    report.show(title, HEAD, lines, [*notes, *report.warnings(found)])


if __name__ == "__main__":
    main()
