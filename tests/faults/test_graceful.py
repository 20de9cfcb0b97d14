"""Told to end, the server sends everybody away in order: nothing is lost, and nothing holds it up for long."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence

import httpx
import psutil
import pytest

from tests.faults.conftest import Check
from tests.support.persistent import Ending, Persistent, Reader, Writer, everyone_at, running, written
from tests.support.place import Place
from tests.support.servers import Server
from tests.support.services import Valkey
from tests.support.waiting import soon

PEOPLE = ["mina", "jonas", "priya", "rosa", "eve"]
LONGEST = 10.0


async def test_restarts_under_load(place: Place, rounds: int, chance: random.Random, check: Check) -> None:
    writers = [Writer(place.server, who, place.name) for who in PEOPLE]
    readers = [Reader(place.server, who, place.name) for who in PEOPLE[:3]]
    healing = []
    async with running(*readers):
        async with running(*writers):
            for _ in range(rounds):
                await written(writers, chance.randrange(5, 60), each=1)
                healing.append(await restarted(place.server, [*readers, *writers]))
            await written(writers, 20, each=1)
        await everyone_at(lambda: int(place.state()["rev"]), readers)
    check("SIGTERM under load", place, runs=rounds, writers=writers, readers=readers, healing=healing)


async def restarted(server: Server, people: Sequence[Persistent]) -> float:
    """Seconds from the signal until the server answers again."""
    began = time.monotonic()
    before = [len(person.endings) for person in people]
    assert await asyncio.to_thread(server.stop) == 0
    assert time.monotonic() - began < LONGEST
    await all_have_ended(people, before)
    check_good_byes([person.endings[known:] for person, known in zip(people, before, strict=True)])
    await asyncio.to_thread(server.start)
    return time.monotonic() - began


async def all_have_ended(people: Sequence[Persistent], known: Sequence[int]) -> None:
    await soon(lambda: all(len(one.endings) > count for one, count in zip(people, known, strict=True)))


def check_good_byes(endings: Sequence[list[Ending]]) -> None:
    """Each was told once, with a hint of its own. That they go one by one is `unit/test_leaving.py`'s to say."""
    assert [[ending.code for ending in each] for each in endings] == [[1012]] * len(endings)
    hints = [each[0].hint for each in endings]
    assert all(hints)
    assert len(set(hints)) > 1


@pytest.fixture
def several(serve: Callable[..., Server], valkey: Valkey) -> Server:
    """Two workers."""
    return serve(redis_url=valkey.url, HUBBUB_WORKERS="2", HUBBUB_POST_RATE="off")


async def test_workers_are_replaced_under_load(
    several: Server, rounds: int, chance: random.Random, check: Check
) -> None:
    with Place(several, "jonas", "priya", "rosa", "eve") as place:
        writers = [Writer(several, who, place.name) for who in PEOPLE]
        readers = [Reader(several, who, place.name) for who in PEOPLE[:3]]
        healing = []
        async with running(*readers):
            async with running(*writers), visited(several):
                for _ in range(rounds):
                    await written(writers, chance.randrange(5, 60), each=1)
                    healing.append(await replaced(several, [*readers, *writers]))
                await written(writers, 20, each=1)
            await everyone_at(lambda: int(place.state()["rev"]), readers)
        check("SIGHUP under load", place, runs=rounds, writers=writers, readers=readers, healing=healing)


async def replaced(server: Server, people: Sequence[Persistent]) -> float:
    """Seconds until all workers are others, and everyone had to move."""
    began = time.monotonic()
    before, moves = workers(server), [len(person.endings) for person in people]
    psutil.Process(server.pid).send_signal(signal.SIGHUP)
    await soon(lambda: len(workers(server)) == 2 and not workers(server) & before, within=180)
    await all_have_ended(people, moves)
    for person, known in zip(people, moves, strict=True):
        assert all(ending.code == 1012 and ending.hint is not None for ending in person.endings[known:])
    return time.monotonic() - began


def workers(server: Server) -> set[int]:
    """The processes that serve."""
    return {child.pid for child in psutil.Process(server.pid).children() if is_worker(child)}


def is_worker(process: psutil.Process) -> bool:
    try:
        return any("spawn_main" in word for word in process.cmdline())
    except psutil.NoSuchProcess:  # it has ended meanwhile
        return False


@contextlib.asynccontextmanager
async def visited(server: Server) -> AsyncIterator[None]:
    """Somebody opens pages all the while, each over a connection of its own, and every one is answered."""
    visiting = asyncio.ensure_future(_visit(server))
    yield
    assert not visiting.done() or visiting.result()
    visiting.cancel()


async def _visit(server: Server) -> None:
    async with httpx.AsyncClient(
        base_url=server.url, trust_env=False, timeout=30, limits=httpx.Limits(max_keepalive_connections=0)
    ) as visitor:
        while True:
            answer = await visitor.get("/accounts/login/")
            assert answer.status_code == 200
