"""Kill -9, again and again, while people write and read: nothing that was acknowledged is lost or doubled."""

from __future__ import annotations

import asyncio
import random
import time

from tests.faults.conftest import Check
from tests.support.persistent import Reader, Writer, everyone_at, running, writing, written
from tests.support.place import Place

PEOPLE = ["mina", "jonas", "priya", "rosa", "eve"]


async def test_every_acknowledged_message_is_there_once_for_all_in_one_order(
    place: Place, rounds: int, chance: random.Random, check: Check
) -> None:
    writers = [Writer(place.server, who, place.name, gives_up=who in PEOPLE[:2]) for who in PEOPLE]
    readers = [Reader(place.server, who, place.name) for who in PEOPLE[:3]]
    healing = []
    async with running(*readers):
        async with writing(*writers):
            for _ in range(rounds):
                await written(writers, chance.randrange(5, 60))
                healing.append(await killed(place, writers))
            await written(writers, 20)
        await everyone_at(lambda: int(place.state()["rev"]), readers)
    check("kill -9 of the server", place, runs=rounds, writers=writers, readers=readers, healing=healing)


async def killed(place: Place, writers: list[Writer]) -> float:
    """Seconds from the kill until everyone writes again."""
    began = time.monotonic()
    await asyncio.to_thread(place.server.kill)
    await asyncio.to_thread(place.server.start)
    await written(writers, 1, each=1)
    return time.monotonic() - began
