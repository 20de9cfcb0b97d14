"""Kill -9, again and again, while people write and read: nothing that was acknowledged is lost or doubled."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

from tests.support.history import check_acknowledged, check_room, check_same_order, check_view
from tests.support.persistent import Reader, Writer, everyone_at, running
from tests.support.place import Place
from tests.support.waiting import soon

PEOPLE = ["mina", "jonas", "priya", "rosa", "eve"]


async def test_every_acknowledged_message_is_there_once_for_all_in_one_order(
    place: Place, rounds: int, chance: random.Random
) -> None:
    writers = [Writer(place.server, who, place.name) for who in PEOPLE]
    readers = [Reader(place.server, who, place.name) for who in PEOPLE[:3]]
    async with running(*readers):
        async with running(*writers):
            for _ in range(rounds):
                await written(writers, chance.randrange(5, 60))
                await asyncio.to_thread(place.server.kill)
                await asyncio.to_thread(place.server.start)
            await written(writers, 20)
        await everyone_at(lambda: int(place.state()["rev"]), readers)
    check(place, writers, readers)


async def written(writers: Sequence[Writer], more: int) -> None:
    """Until so many more messages are acknowledged, and everyone has had a turn again."""
    before = [len(one.acknowledged) for one in writers]
    await soon(lambda: sum(len(one.acknowledged) for one in writers) >= sum(before) + more, within=120)


def check(place: Place, writers: Sequence[Writer], readers: Sequence[Reader]) -> None:
    fresh = place.fresh()
    check_room(fresh)
    for writer in writers:
        check_acknowledged(writer.acknowledged, fresh)
    for reader in readers:
        check_view(reader.transcript, fresh)
    check_same_order([reader.transcript for reader in readers])
    assert all(reader.transcript.heard == [message["number"] for message in fresh] for reader in readers)
