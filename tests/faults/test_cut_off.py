"""Cut off for a second, a minute or thousands of messages: the same list afterwards as a fresh load shows."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from tests.faults.conftest import SHORT
from tests.support.client import join
from tests.support.happenings import happen
from tests.support.history import check_room, check_view
from tests.support.persistent import Reader, everyone_at, running
from tests.support.place import Place
from tests.support.proxy import Proxy
from tests.support.waiting import soon

MANY = 5_000


@asynccontextmanager
async def behind_a_network(place: Place) -> AsyncIterator[tuple[Reader, Proxy]]:
    """Rosa, who has heard everything so far."""
    async with Proxy(place.server.port) as network:
        rosa = Reader(place.server, "rosa", place.name, through=network.url)
        async with running(rosa):
            await caught_up(place, rosa)
            yield rosa, network


async def caught_up(place: Place, rosa: Reader) -> None:
    await everyone_at(lambda: int(place.state()["rev"]), [rosa], within=120)


async def ends_complete(place: Place, rosa: Reader) -> None:
    place.post("mina", "The end")
    await caught_up(place, rosa)
    fresh = place.fresh()
    check_room(fresh)
    check_view(rosa.transcript, fresh)


@pytest.mark.parametrize("how", [Proxy.cut, Proxy.stall])
async def test_a_short_cut(place: Place, rounds: int, chance: random.Random, how: Callable[[Proxy], None]) -> None:
    await asyncio.to_thread(happen, place, chance, 10)
    async with behind_a_network(place) as (rosa, network):
        for _ in range(rounds):
            how(network)
            await asyncio.to_thread(happen, place, chance, 25)
            network.mend()
            await caught_up(place, rosa)
        await ends_complete(place, rosa)


async def test_a_minute(place: Place, rounds: int, chance: random.Random) -> None:
    seconds = 1 if rounds <= SHORT else 60
    async with behind_a_network(place) as (rosa, network):
        network.cut()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await asyncio.to_thread(happen, place, chance, 5)
        network.mend()
        await ends_complete(place, rosa)
        assert rosa.sockets > 1


async def test_thousands_of_messages(place: Place, rounds: int, chance: random.Random) -> None:
    async with behind_a_network(place) as (rosa, network):
        network.cut()
        await post_many(place, 600 if rounds <= SHORT else MANY)
        await asyncio.to_thread(happen, place, chance, 20)
        network.mend()
        await ends_complete(place, rosa)


async def post_many(place: Place, count: int) -> None:
    async with join(place.server, "mina", checked=False) as mina:
        for _ in range(count):
            await mina.send("post", room=place.name, client_id=str(uuid4()), body="One of many")
        await soon(lambda: len(mina.of("posted")) == count, within=300, every=0.5)


async def test_thousands_of_messages_while_connected_but_stalled(place: Place, rounds: int) -> None:
    async with behind_a_network(place) as (rosa, network):
        network.stall()
        await post_many(place, 600 if rounds <= SHORT else MANY)
        network.mend()
        await ends_complete(place, rosa)
