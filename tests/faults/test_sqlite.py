"""Other programs at the SQLite file, and everybody writing: "database is locked" reaches nobody."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.faults.conftest import LONG, Check
from tests.support import neighbour
from tests.support.by_http import HttpWriter
from tests.support.persistent import Posting, Reader, Writer, everyone_at, running, writing, written
from tests.support.place import Place
from tests.support.programs import Program
from tests.support.seeds import Seed
from tests.support.servers import Server
from tests.support.waiting import soon

PEOPLE = ["mina", "jonas", "priya", "rosa", "eve"]
BRIEFLY = 0.05
LONGER_THAN_THE_SERVER_WAITS = 25.0


class Neighbour(Program):
    """`Neighbour(file, "read")`, a transaction that stays open, or `Neighbour(file, "write", seconds, seed)`."""

    def __init__(self, file: Path, what: str, *words: object) -> None:
        super().__init__()
        self.words = [what, file, *words]

    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-u", neighbour.__file__, *map(str, self.words)]

    def is_ready(self) -> bool:
        return "ready" in self.log


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    seed = Seed(None)
    with Server(data=seed.data) as server:
        yield server
    seed.remove()


@pytest.fixture
def place(site: Server) -> Iterator[Place]:
    with Place(site, "jonas", "priya", "rosa", "eve") as made:
        yield made


@pytest.fixture
def file(site: Server) -> Path:
    return site.data / "hubbub.sqlite3"


async def test_a_long_reader_and_eight_writers(
    place: Place, file: Path, rounds: int, chance: random.Random, check: Check
) -> None:
    writers, readers = crowd(place)
    async with running(*readers):
        async with writing(*writers):
            for _ in range(rounds):
                with Neighbour(file, "read"), Neighbour(file, "write", BRIEFLY, chance.random()):
                    await written(writers, chance.randrange(20, 60), each=1)
                    await soon(lambda: is_held_up(file))
        await everyone_at(lambda: int(place.state()["rev"]), readers)
    assert [writer.refused for writer in writers] == [[]] * len(writers)
    check("SQLite: a long reader and 8 writers", place, runs=rounds, writers=writers, readers=readers)
    check_log(place.server)


def crowd(place: Place) -> tuple[list[Posting], list[Reader]]:
    """Eight who write, five over sockets and three over HTTP; and two who read."""
    over_sockets = [Writer(place.server, who, place.name) for who in PEOPLE]
    over_http = [HttpWriter(place.server, who, place.name) for who in PEOPLE[:3]]
    return [*over_sockets, *over_http], [Reader(place.server, who, place.name) for who in PEOPLE[:2]]


def is_held_up(file: Path) -> bool:
    """Whether somebody reads who keeps the log from being written back; not known while another looks, too."""
    with sqlite3.connect(file) as connection:
        [(_, logged, written_back)] = connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    connection.close()
    return bool(logged > written_back)


def check_log(server: Server) -> None:
    assert "locked" not in server.log
    assert "Traceback" not in server.log


async def test_a_lock_that_is_held_for_too_long(place: Place, file: Path, chance: random.Random, check: Check) -> None:
    """Then posts are refused, with a time to wait; in the short form, they wait."""
    seconds = 2 * LONGER_THAN_THE_SERVER_WAITS if LONG else 2.0
    writers, readers = crowd(place)
    async with running(*readers):
        async with writing(*writers):
            with Neighbour(file, "write", seconds, chance.random()):
                await (was_refused(writers) if LONG else written(writers, 8, each=1))
        await everyone_at(lambda: int(place.state()["rev"]), readers)
    assert "lock" not in json.dumps([writer.refused for writer in writers])
    check("SQLite: a lock held too long", place, runs=1, writers=writers, readers=readers)
    check_log(place.server)


async def was_refused(writers: Sequence[Posting]) -> None:
    await soon(lambda: any(writer.refused for writer in writers), within=60)
