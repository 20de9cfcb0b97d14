"""Who is typing, seen by who has the room open."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator

from hubbub.live.typing import PAUSE
from tests.support.client import Chatter, join
from tests.support.place import Place


@contextlib.asynccontextmanager
async def everyone(place: Place) -> AsyncIterator[tuple[Chatter, Chatter, Chatter]]:
    server = place.server
    async with join(server, "mina") as mina, join(server, "jonas") as jonas, join(server, "rosa") as rosa:
        yield mina, jonas, rosa


async def test_typing_is_seen_by_others_who_have_the_room_open(place: Place) -> None:
    async with everyone(place) as (mina, jonas, rosa):
        for person in (mina, jonas):
            await person.subscribe(place.name)
        await jonas.send("typing", room=place.name)
        frame = await mina.expect("typing")
        assert (frame["room"], frame["user"]["name"]) == (place.name, "Jonas Weber")
        for person in (jonas, rosa):
            await person.settle()
            assert not person.of("typing")


async def test_it_is_told_once_however_often_it_is_sent(place: Place) -> None:
    async with join(place.server, "mina") as mina, join(place.server, "jonas") as jonas:
        await mina.subscribe(place.name)
        began = time.monotonic()
        for _ in range(20):
            await jonas.send("typing", room=place.name)
        await jonas.post(place.name, "Done")
        await mina.expect("message")
        assert 1 <= len(mina.of("typing")) <= 1 + (time.monotonic() - began) // PAUSE


async def test_two_people_type_at_the_same_time(place: Place) -> None:
    async with everyone(place) as (mina, jonas, rosa):
        await mina.subscribe(place.name)
        for person in (jonas, rosa):
            await person.send("typing", room=place.name)
        names = {(await mina.expect("typing"))["user"]["name"] for _ in range(2)}
        assert names == {"Jonas Weber", "Rosa Lind"}
