"""The message is kept and its acknowledgement is lost on the way: sent again with its key, it is there once."""

from __future__ import annotations

import random

import pytest

from tests.faults.conftest import SHORT, Check
from tests.support.by_http import HttpWriter
from tests.support.persistent import Reader, Writer, everyone_at, running, writing
from tests.support.place import Place
from tests.support.thief import Thief
from tests.support.waiting import soon

AGAIN = 0.3
PEOPLE = ["mina", "jonas", "priya", "rosa"]


@pytest.fixture
def place(shared_place: Place) -> Place:
    return shared_place


async def test_acknowledgements_that_are_lost(place: Place, rounds: int, chance: random.Random, check: Check) -> None:
    wanted = 40 if rounds <= SHORT else 1_000
    readers = [Reader(place.server, "jonas", place.name), Reader(place.server, "eve", place.name)]
    async with Thief(place.server.port, chance) as of_sockets, Thief(place.server.port, chance) as of_http:
        writers = [*over_sockets(place, of_sockets), *over_http(place, of_http)]
        async with running(*readers):
            async with writing(*writers):
                await soon(lambda: min(of_sockets.taken, of_http.taken) >= wanted / 2, within=900)
            await everyone_at(lambda: int(place.state()["rev"]), readers)
    assert min(of_sockets.swallowed, of_sockets.ended, of_http.taken) > 0
    runs = of_sockets.taken + of_http.taken
    check("acknowledgement lost", place, runs=runs, writers=writers, readers=readers)


def over_sockets(place: Place, thief: Thief) -> list[Writer]:
    return [Writer(place.server, who, place.name, again=AGAIN, through=thief.url) for who in PEOPLE]


def over_http(place: Place, thief: Thief) -> list[HttpWriter]:
    web = thief.url.replace("ws:", "http:")
    return [HttpWriter(place.server, who, place.name, through=web, pause=0.05) for who in PEOPLE[:2]]
