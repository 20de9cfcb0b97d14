"""Two processes: who goes is seen to go on the other one, too, and who was on a killed one is not there for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.faults.conftest import LONG
from tests.live.test_presence import seen
from tests.support.client import Chatter, join
from tests.support.place import Place
from tests.support.servers import Server

CLEAN, KILLED = 5.0, 45.0


async def leave(jonas: Chatter, server: Server) -> None:
    await jonas.close()


async def be_killed(jonas: Chatter, server: Server) -> None:
    await asyncio.to_thread(server.kill)


ENDS = [(leave, CLEAN), *([(be_killed, KILLED)] if LONG else [])]


@pytest.mark.parametrize(("end", "within"), ENDS)
async def test_who_was_on_the_other_process_is_gone(
    pair: tuple[Server, Server], end: Callable[[Chatter, Server], Awaitable[None]], within: float
) -> None:
    here, there = pair
    try:
        await gone(here, there, end, within)
    finally:
        there.recover()


async def gone(here: Server, there: Server, end: Callable[[Chatter, Server], Awaitable[None]], within: float) -> None:
    with Place(here, "jonas") as place:
        async with join(here, "mina") as mina, join(there, "jonas") as jonas:
            await mina.subscribe(place.name)
            await seen(mina, place.name, jonas)
            await end(jonas, there)
            await mina.expect("presence", left=[jonas.hello["me"]["id"]], within=within)
