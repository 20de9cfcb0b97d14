"""People who write and read on both of two servers of one site, and what tells whether news crosses between the two."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any, Self

from tests.support.persistent import Persistent, Reader, Writer, running, writing
from tests.support.place import Place
from tests.support.servers import Server
from tests.support.waiting import soon

QUICK = 1.0
PAUSE = 0.02


class Echo:
    """A quiet room, written on one server and read on the other: only the carrier brings its news at once."""

    def __init__(self, near: Server, far: Server) -> None:
        self.place = Place(near, "jonas")
        self.reader = Reader(far, "jonas", self.place.name)

    async def comes(self, *, within: float) -> bool:
        rev = (await asyncio.to_thread(self.place.post, "mina", "Echo"))["rev"]
        with contextlib.suppress(AssertionError):
            await soon(lambda: self.reader.rev >= rev, within=within)
        return self.reader.rev >= rev

    async def is_carried(self) -> bool:
        """Twice, for once may be the luck of a look at the database, which comes every five seconds."""
        return await self.comes(within=QUICK) and await self.comes(within=QUICK)


class Crowd:
    """In one room: Mina and Priya on one server, Jonas and Rosa on the other. With `living` they write and read."""

    def __init__(self, here: Server, there: Server) -> None:
        self.place = Place(here, "jonas", "priya", "rosa")
        self.writers = [Writer(server, who, self.place.name, pause=PAUSE) for server, who in pairs(here, there, WRITE)]
        self.readers = [Reader(server, who, self.place.name) for server, who in pairs(here, there, READ)]
        self.echoes = [Echo(here, there), Echo(there, here)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for place in (self.place, *(echo.place for echo in self.echoes)):
            place.__exit__()

    @property
    def people(self) -> Sequence[Persistent]:
        return [*self.writers, *self.readers, *(echo.reader for echo in self.echoes)]

    @property
    def history(self) -> dict[str, Any]:
        return {"place": self.place, "writers": self.writers, "readers": self.readers}

    @contextlib.asynccontextmanager
    async def living(self) -> AsyncIterator[None]:
        """At the end all have heard everything."""
        async with running(*self.readers, *(echo.reader for echo in self.echoes)):
            await soon(lambda: all(reader.sockets for reader in self.readers))
            async with writing(*self.writers):
                await self.healed(within=60)
                yield
            await self.complete()

    async def complete(self) -> None:
        """Until all have heard what is in the room now."""
        rev = (await asyncio.to_thread(self.place.state))["rev"]
        await soon(lambda: all(reader.rev >= rev for reader in self.readers), within=30)

    async def healed(self, *, within: float) -> float:
        """Until the carrier carries, both ways; returns after how many seconds."""
        began = time.monotonic()
        for echo in self.echoes:
            await soon(echo.is_carried, within=within)
        await self.complete()
        return time.monotonic() - began

    async def heard_from_the_database(self) -> None:
        """Until the last message of a quiet room has arrived all the same."""
        assert all(await asyncio.gather(*(echo.comes(within=30) for echo in self.echoes)))

    def check_undisturbed(self, *, slowest: float) -> None:
        """No socket ended, every send was answered in time, and news for the same process did not wait."""
        assert [person.sockets for person in self.people] == [1] * len(self.people)
        assert max(writer.slowest for writer in self.writers) < slowest
        for writer, reader in zip(self.writers, self.readers, strict=True):
            assert reader.slowest(writer.acknowledged) < slowest


WRITE = ("mina", "jonas")
READ = ("priya", "rosa")


def pairs(here: Server, there: Server, names: tuple[str, str]) -> list[tuple[Server, str]]:
    return list(zip((here, there), names, strict=True))
