"""A crowd that stops reading costs little, disturbs nobody, and comes back complete."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles

import psutil

from tests.faults.conftest import LONG, Check
from tests.support.history import Send
from tests.support.persistent import Reader, Writer, everyone_at, running, writing, written
from tests.support.place import Place
from tests.support.waiting import soon

STALLED = 200 if LONG else 60
PEOPLE = ["mina", "jonas", "priya"]
LARGE = " " + "\N{TEAPOT}" * 5_000
MOST_GROWTH = 100 * 1024 * 1024


async def test_a_crowd_that_stops_reading(place: Place, check: Check) -> None:
    writers = [Writer(place.server, who, place.name, padding=LARGE, pause=0.02) for who in PEOPLE]
    steady = Reader(place.server, "rosa", place.name)
    crowd = [Reader(place.server, "eve", place.name, checked=False, ping_interval=None) for _ in range(STALLED)]
    async with running(steady, *crowd):
        async with writing(*writers):
            await soon(lambda: all(reader.rev for reader in crowd), within=60)
            await written(writers, 30)
            calm = sends_of(writers)
            grown = await stalled(place, crowd)
        for reader in crowd:
            reader.read_on()
        await everyone_at(lambda: int(place.state()["rev"]), [steady, *crowd])
    check_pace(calm, sends_of(writers)[len(calm) :])
    print(
        "GREW",
        grown,
        len(calm),
        len(sends_of(writers)),
        slow(calm),
        slow(sends_of(writers)[len(calm) :]),
        [e.code for r in crowd for e in r.endings][:5],
    )
    assert grown < MOST_GROWTH, f"{grown / 1024 / 1024:.0f} MiB"
    assert [one.sockets for one in (steady, *writers)] == [1] * 4
    assert {ending.code for reader in crowd for ending in reader.endings} <= {4408, 1006}
    check("a crowd that stops reading", place, runs=STALLED, writers=writers, readers=[steady, *crowd])


def sends_of(writers: Sequence[Writer]) -> list[Send]:
    """What is acknowledged, in the order of time."""
    return sorted((send for writer in writers for send in writer.acknowledged), key=lambda send: send.begun)


async def stalled(place: Place, crowd: Sequence[Reader]) -> int:
    """Until the server has let go of all who stopped reading; returns by how many bytes it grew meanwhile."""
    server = psutil.Process(place.server.pid)
    before, sockets, sizes = server.memory_info().rss, len(server.net_connections("tcp")), [0]
    for reader in crowd:
        reader.stop_reading()

    def is_over() -> bool:
        sizes.append(server.memory_info().rss)
        return len(server.net_connections("tcp")) <= sockets - len(crowd)

    await soon(is_over, within=120, every=0.1)
    return int(max(sizes) - before)


def check_pace(calm: Sequence[Send], disturbed: Sequence[Send]) -> None:
    """Who talks waits about as long as before: a rough look, for this is no bench."""
    assert slow(disturbed) < 10 * slow(calm) + 0.5, (slow(calm), slow(disturbed))


def slow(sends: Sequence[Send]) -> float:
    """Seconds from sending to acknowledgement, of 99 in 100 at most."""
    return quantiles([send.acknowledged - send.begun for send in sends if send.acknowledged], n=100)[-1]
