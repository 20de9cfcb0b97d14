"""Two servers and two Valkeys that share the rooms; then one of the two is gone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tests.live.test_two_processes import HEAD_CHECK, carried
from tests.support.client import Chatter, join
from tests.support.place import Place
from tests.support.seeds import Seed
from tests.support.servers import Server
from tests.support.services import PostgreSQL, Valkey


@pytest.fixture(scope="module")
def valkeys() -> Iterator[list[Valkey]]:
    with Valkey() as one, Valkey() as two:
        yield [one, two]


@pytest.fixture(scope="module")
def pair(_postgresql: PostgreSQL, valkeys: list[Valkey]) -> Iterator[list[Server]]:
    seed = Seed(_postgresql)
    site = {"data": seed.data, "database_url": seed.database_url()}
    carriers = ", ".join(valkey.url for valkey in valkeys)
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(Server(**site, redis_url=carriers)) for _ in range(2)]
    seed.remove()


async def room_on(valkey: Valkey, mina: Chatter, jonas: Chatter, server: Server) -> str:
    """A room that this Valkey carries, with both of them in it."""
    before = rooms_of(valkey)
    while True:
        with Place(server, "jonas") as place:
            for person in (mina, jonas):
                await person.subscribe(place.name)
            await carried(mina, jonas, place.name)
        if rooms_of(valkey) > before:
            return place.name


def rooms_of(valkey: Valkey) -> int:
    return int(valkey.ask("PUBSUB", "CHANNELS", "hubbub__group__hubbub.room.*").removeprefix("*"))


async def test_each_carries_its_rooms_and_one_that_is_gone_takes_no_other_with_it(
    pair: list[Server], valkeys: list[Valkey]
) -> None:
    async with join(pair[0], "mina") as mina, join(pair[1], "jonas") as jonas:
        first, second = [await room_on(valkey, mina, jonas, pair[0]) for valkey in valkeys]
        valkeys[1].stop()
        await carried(mina, jonas, first)
        posted = await mina.post(second, "Still there?")
        await jonas.expect("message", room=second, rev=posted["rev"], within=HEAD_CHECK)
        valkeys[1].start()
        await carried(mina, jonas, second)


async def test_a_room_opened_while_its_redis_is_gone_is_carried_when_it_is_back(
    pair: list[Server], valkeys: list[Valkey]
) -> None:
    async with join(pair[0], "mina") as mina, join(pair[1], "jonas") as jonas:
        valkeys[1].stop()
        with contextlib.ExitStack() as stack:
            rooms = [stack.enter_context(Place(pair[0], "jonas")).name for _ in range(6)]
        for room in rooms:
            await mina.subscribe(room)
            await jonas.subscribe(room)
        valkeys[1].start()
        for room in rooms:
            await carried(mina, jonas, room)
