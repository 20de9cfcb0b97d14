"""The work of a process that no message asks for, in CPU time: badges and heartbeats, as hub and presence do it.

`python -m bench.pieces`
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import psutil

from bench import report
from hubbub import wire
from hubbub.live.connection import Connection
from hubbub.live.feed import Head
from hubbub.live.hub import Hub
from hubbub.live.outlet import Block
from hubbub.live.presence import Presence

PEOPLE = 10_000
ROOMS_EACH = 10
PLACES = PEOPLE * ROOMS_EACH


class Nowhere:
    """An outlet that keeps no more than how much it was given."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, block: Block) -> int:
        self.size += len(block.packet)
        return 0

    def backlog(self) -> int:
        return 0

    def close(self, code: int) -> None:
        self.size = 0


def each(count: int, act: Callable[[], object]) -> float:
    """CPU microseconds for each of `count` things that `act` does together."""
    start = time.process_time()
    act()
    return (time.process_time() - start) / count * 1e6


def badges() -> dict[str, float]:
    """An activity frame that names one room: made, and handed to an outlet."""
    hub = Hub(presence=Presence(time.monotonic), behind=print, call_soon=lambda act: act(), serving=lambda *_: None)
    outlets = [Nowhere() for _ in range(PEOPLE)]
    for person, outlet in enumerate(outlets):
        connection = Connection(person, "", outlet)
        hub.attach(connection)
        hub.follow(connection, 1, "workshop", Head(1, 1, 1))
    hub.tick()
    hub.hear(wire.RoomEvent(1, 2, 2, b"{}"))
    cost = each(PEOPLE, hub.tick)
    return {"badge": cost, "badge_bytes": sum(outlet.size for outlet in outlets) / PEOPLE}


def heartbeats() -> dict[str, float]:
    """A room with one person in it, in a full heartbeat that changes nothing: said, heard or passed over, and kept."""
    here, there, elsewhere = (Presence(time.monotonic) for _ in range(3))
    for room in range(PLACES):
        here.enter(1_000_000 + room, 1_000_000 + room // ROOMS_EACH)
        there.enter(1_000_000 + room, 1)
    there.tick()
    told: list[bytes] = []
    said = each(PLACES, lambda: told.append(spoken(here)))
    before = psutil.Process().memory_info().rss
    listen(there, told[0])
    kept = psutil.Process().memory_info().rss - before
    heard, passed = (each(PLACES, partial(listen, one, told[0])) for one in (there, elsewhere))
    times = {"heartbeat_say": said, "heartbeat_hear": heard, "heartbeat_pass": passed}
    return times | {"heartbeat_bytes": len(told[0]) / PLACES, "heartbeat_kept": kept / PLACES}


def spoken(presence: Presence) -> bytes:
    rooms, full = presence.beat() or ({}, True)
    return wire.pack([wire.Heartbeat("process", rooms, full)])


def listen(presence: Presence, told: bytes) -> None:
    for item in wire.unpack(told):
        if isinstance(item, wire.Heartbeat):
            presence.hear(item.process, item.rooms, item.full)
    presence.tick()


def main() -> None:
    found = badges() | heartbeats()
    report.show("Pieces: CPU µs, or bytes, of one", ["piece", "each:"], [[k, f"{v:.2f}"] for k, v in found.items()])


if __name__ == "__main__":
    main()
