"""Coming back again and again while everything happens in the room: the view is always that of a fresh load."""

from __future__ import annotations

import asyncio
import random
from itertools import cycle
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from tests.faults.conftest import LONG, Check
from tests.support.frames import Json
from tests.support.happenings import happen
from tests.support.history import check_view
from tests.support.persistent import Reader, Writer, everyone_at, running, writing, written
from tests.support.place import Place
from tests.support.waiting import soon

CROWD, PAST = (500, 700) if LONG else (200, 60)

WRITERS = ("jonas", "rosa")
PEOPLE = ["mina", "jonas", "priya", "rosa", "eve"]
STATE = ("title", "topic", "kind", "archived", "members")


@pytest.fixture
def place(shared_place: Place) -> Place:
    """Whoever writes is a moderator: what happens to the room's rules holds up nobody."""
    for who in WRITERS:
        shared_place.ask("mina", "PUT", f"members/{who}", {"role": "moderator"})
    return shared_place


class Restless(Reader):
    """Ends its socket after every few frames, with a word or without."""

    def __init__(self, place: Place, who: str, chance: random.Random) -> None:
        super().__init__(place.server, who, place.name)
        self.chance = chance

    async def _live(self, socket: ClientConnection) -> None:
        await self._subscribe(socket)
        for _ in range(self.chance.randrange(2, 12)):
            self._take(await socket.recv())
        if self.chance.random() < 0.5:
            socket.transport.abort()


@pytest.mark.parametrize("warm", [True, False], ids=["from memory", "from the database"])
async def test_who_comes_back_all_the_time(
    place: Place, rounds: int, chance: random.Random, check: Check, warm: bool
) -> None:
    """A room that somebody else has open answers from memory; one that nobody else has open is read each time."""
    restless = [Restless(place, who, chance) for who in (["rosa", "jonas", "priya"] if warm else ["rosa"])]
    readers = [*restless, *([Reader(place.server, "mina", place.name)] if warm else [])]
    writers: list[Writer] = []
    async with running(*readers):
        for _ in range(rounds):
            fire = [Writer(place.server, who, place.name, pause=0.02) for who in WRITERS]
            async with writing(*fire):
                await asyncio.to_thread(happen, place, chance, 25)
            await caught_up(place, *readers)
            writers += fire
    runs = sum(one.sockets for one in restless)
    check("coming back all the time", place, runs=runs, writers=writers, readers=readers)
    assert min(one.sockets for one in restless) > rounds


async def caught_up(place: Place, *readers: Reader) -> None:
    await everyone_at(lambda: int(place.state()["rev"]), readers)
    fresh, state = place.fresh(), place.state()
    for reader in readers:
        check_view(reader.transcript, fresh)
        assert {key: reader.transcript.state[key] for key in STATE} == {key: state[key] for key in STATE}


class Chronicler(Reader):
    """Keeps what it had on its screen at every rev."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.views: dict[int, dict[int, Json]] = {}

    def _take(self, text: str | bytes) -> None:
        super()._take(text)
        self.views[self.rev] = dict(self.transcript.messages)

    def left_at(self, rev: int, who: str) -> Reader:
        """Somebody who heard everything up to a rev, and now comes back."""
        back = Reader(self.server, who, self.room, checked=False)
        back.transcript.rev = rev
        back.transcript.messages = dict(self.views[rev])
        back.transcript.heard = sorted(self.views[rev])
        return back


@pytest.mark.parametrize("warm", [True, False], ids=["from memory", "from the database"])
async def test_a_crowd_comes_back_from_everywhere(
    place: Place, chance: random.Random, check: Check, warm: bool
) -> None:
    chronicler = Chronicler(place.server, "mina", place.name)
    await chronicled(place, chronicler, chance)
    crowd = [chronicler.left_at(rev, who) for rev, who in zip(revs(chronicler, chance), cycle(PEOPLE), strict=False)]
    writers = [Writer(place.server, who, place.name, pause=0.02) for who in WRITERS]
    async with running(*[chronicler] if warm else []):
        await soon(lambda: chronicler.sockets == 1 + warm)
        async with running(*crowd):
            async with writing(*writers):
                await soon(lambda: all(reader.sockets for reader in crowd), within=120)
                await written(writers, 20)
            await caught_up(place, *crowd)
    check("a crowd comes back from everywhere", place, runs=CROWD, writers=writers, readers=crowd)


def revs(chronicler: Chronicler, chance: random.Random) -> list[int]:
    return chance.choices(sorted(chronicler.views), k=CROWD)


async def chronicled(place: Place, chronicler: Chronicler, chance: random.Random) -> None:
    async with running(chronicler):
        await soon(lambda: chronicler.sockets)
        await asyncio.to_thread(happen, place, chance, PAST)
        await caught_up(place, chronicler)
