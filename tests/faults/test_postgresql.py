"""PostgreSQL goes away under load and comes back: sends are refused meanwhile, and nobody has to restart Hubbub."""

from __future__ import annotations

import asyncio
import random
import time

from tests.faults.conftest import Check
from tests.support.crowd import Crowd
from tests.support.persistent import Writer, written
from tests.support.place import Place
from tests.support.services import PostgreSQL
from tests.support.waiting import soon

RECOVERED = 20.0
LONG = 20.0  # longer than a pool of connections keeps trying at short intervals


async def test_postgresql_restarted(
    crowd: Crowd, postgresql: PostgreSQL, times: int, chance: random.Random, check: Check
) -> None:
    runs, seconds = max(1, times // 4), 0 if times == 1 else LONG
    async with crowd.living():
        healing = [await restarted(crowd, postgresql, chance, seconds) for _ in range(runs)]
    assert [person.sockets for person in crowd.people] == [1] * len(crowd.people)
    check("PostgreSQL restarted", **crowd.history, runs=runs, healing=healing)


async def restarted(crowd: Crowd, postgresql: PostgreSQL, chance: random.Random, seconds: float) -> float:
    """Seconds from its return until everyone writes, and everyone has heard everything."""
    await written(crowd.writers, chance.randrange(2, 40))
    before = [len(writer.refused) for writer in crowd.writers]
    await asyncio.to_thread(postgresql.stop)
    until = time.monotonic() + seconds
    await soon(lambda: all(map(refused_since, crowd.writers, before)), within=30)
    await asyncio.to_thread(check_answer_to_a_program, crowd.place)
    await soon(lambda: time.monotonic() > until, within=seconds + 1)
    await asyncio.to_thread(postgresql.start)
    back = time.monotonic()
    await written(crowd.writers, 2, each=1)
    await crowd.complete()
    assert time.monotonic() - back < RECOVERED
    return time.monotonic() - back


def refused_since(writer: Writer, before: int) -> bool:
    return all(frame["retry_after"] > 0 for frame in writer.refused[before:]) and len(writer.refused) > before


def check_answer_to_a_program(place: Place) -> None:
    with place.server.api("mina") as api:
        answer = api.post(f"rooms/{place.name}/messages", json={"body": "Hello?"})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
