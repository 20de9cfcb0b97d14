"""`hubbub run --workers 2`: one of the two is killed. Its people come back, and the others notice nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from tests.faults.conftest import Check
from tests.support.persistent import Persistent, Reader, Writer, everyone_at, running, writing, written
from tests.support.place import Place
from tests.support.servers import Server
from tests.support.services import Valkey
from tests.support.waiting import soon

PEOPLE = ["mina", "jonas", "priya", "rosa", "eve"]


@pytest.fixture
def place(serve: Callable[..., Server], valkey: Valkey) -> Iterator[Place]:
    server = serve(HUBBUB_WORKERS="2", redis_url=valkey.url)
    with Place(server, *PEOPLE[1:]) as made:
        yield made


async def test_one_worker_of_two(place: Place, times: int, chance: random.Random, check: Check) -> None:
    writers = [Writer(place.server, who, place.name, gives_up=who == "mina", pause=0.02) for who in PEOPLE]
    readers = [Reader(place.server, who, place.name) for who in PEOPLE]
    async with running(*readers):
        async with writing(*writers):
            await written(writers, 20, each=1)
            healing = [await killed(place, chance, writers, readers) for _ in range(times)]
        await everyone_at(lambda: int(place.state()["rev"]), readers)
    check("kill -9 of one worker of two", place, runs=times, writers=writers, readers=readers, healing=healing)


async def killed(place: Place, chance: random.Random, writers: list[Writer], readers: list[Reader]) -> float:
    """Seconds from the kill until there are two again, and everyone writes and reads."""
    people: list[Persistent] = [*writers, *readers]
    victim = chance.choice(await soon(lambda: settled(place, people), within=60))
    spared = [one for one in people if one.port not in ports(victim)]
    before = [one.sockets for one in spared]
    began = time.monotonic()
    victim.kill()
    await written(writers, 10, each=1)
    await soon(lambda: two_workers(place), within=60)
    assert [one.sockets for one in spared] == before
    return time.monotonic() - began


def settled(place: Place, people: list[Persistent]) -> list[psutil.Process]:
    """Both workers, when everybody is on one of them."""
    workers = two_workers(place)
    taken = set().union(*map(ports, workers))
    return workers if all(one.port in taken for one in people) else []


def two_workers(place: Place) -> list[psutil.Process]:
    """Both that serve, when there are two."""
    workers = [child for child in psutil.Process(place.server.pid).children() if is_worker(child)]
    return workers if len(workers) == 2 else []


def is_worker(child: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(child.cmdline())
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return False


def ports(worker: psutil.Process) -> set[int]:
    """Of the clients that are connected to it."""
    try:
        return {one.raddr.port for one in worker.net_connections("tcp") if one.raddr}
    except psutil.NoSuchProcess:
        return set()
