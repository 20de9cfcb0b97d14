"""News between processes: what one message of the channel layer costs whom, in CPU. `python -m bench.carrier`

One process tells of a message in a room; others hear of it through Valkey and take it apart, as Hubbub's do.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import psutil

from bench.machine import environment
from tests.support.services import Valkey

ROOM = 1
FRAME = 700


@dataclass
class Costs:
    """CPU microseconds a message: of who tells, of each who hears, and of Valkey for all of them."""

    tell: float
    hear: float
    valkey: float


def measure(hearers: int, messages: int) -> Costs:
    with Valkey() as valkey, tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        env = environment({"HUBBUB_DATA": folder, "REDIS_URL": valkey.url})
        listening = [stack.enter_context(started("hear", messages, env)) for _ in range(hearers)]
        for process in listening:
            process.stdout.readline()  # type: ignore[union-attr]  # it has joined
        before = used(valkey.pid)
        [told] = said([stack.enter_context(started("tell", messages, env))])
        heard = said(listening)
        return Costs(told, sum(heard) / hearers, (used(valkey.pid) - before) / messages * 1e6)


def started(role: str, messages: int, env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.carrier", "--role", role, "--messages", str(messages)]
    return subprocess.Popen(command, env=env, text=True, stdout=subprocess.PIPE)


def said(processes: list[subprocess.Popen[str]]) -> list[float]:
    return [float(process.communicate(timeout=120)[0].split()[-1]) for process in processes]


def used(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


# In the processes


async def tell(messages: int) -> None:
    from channels.layers import get_channel_layer

    from hubbub import wire
    from hubbub.live.bus import message_of, room_group

    layer: Any = get_channel_layer()
    event = wire.RoomEvent(ROOM, 1, 1, b"x" * FRAME)
    start = time.process_time()
    for _ in range(messages):
        await layer.group_send(room_group(ROOM), message_of([event], "teller"))
    print((time.process_time() - start) / messages * 1e6, flush=True)


async def hear(messages: int) -> None:
    from hubbub import wire
    from hubbub.live.bus import Bus, room_group
    from tests.support.waiting import soon

    heard: list[wire.Item] = []
    bus = Bus(hear=heard.append, notice=lambda room, data: None, addresses=lambda event: [])
    bus.serve(ROOM, True)
    receiving = asyncio.ensure_future(bus.receive())
    await soon(lambda: room_group(ROOM) in bus._joined)
    print("here", flush=True)
    start = time.process_time()
    await soon(lambda: len(heard) == messages or receiving.done(), within=120, every=0.1)
    print((time.process_time() - start) / messages * 1e6, flush=True)
    os._exit(0)  # the layer would only complain of being cut off


def act(role: str, messages: int) -> None:
    import django
    import uvloop

    os.environ["DJANGO_SETTINGS_MODULE"] = "hubbub.server.settings"
    django.setup()
    uvloop.run({"tell": tell, "hear": hear}[role](messages))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hearers", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--messages", type=int, default=4_000)
    parser.add_argument("--role", choices=["tell", "hear"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.role:
        return act(given.role, given.messages)
    print("| processes that hear | CPU µs of who tells | of each who hears | of Valkey |\n|---:|---:|---:|---:|")
    for hearers in given.hearers:
        found = measure(hearers, given.messages)
        print(f"| {hearers} | {found.tell:.0f} | {found.hear:.0f} | {found.valkey:.1f} |", flush=True)
    return None


if __name__ == "__main__":
    main()
