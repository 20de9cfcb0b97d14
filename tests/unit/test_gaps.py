"""Holes are read from the database, once at a time, until there are none."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from hubbub import wire
from hubbub.live.gaps import Gaps
from tests.support.stage import Stage, event, revs


@dataclass
class Found:
    rev: int
    items: list[wire.RoomEvent]
    members: dict[int, str]
    more: bool = False


class Database:
    """A room's revs. It can be away, and it can be slow."""

    def __init__(self, head: int, piece: int = 500) -> None:
        self.head, self.piece = head, piece
        self.asked: list[int] = []
        self.away = False
        self.open = asyncio.Event()
        self.open.set()
        self.tasks: list[asyncio.Future[None]] = []
        self.gaps = Gaps(missed=self.missed, heads=self.heads, spawn=self.spawn)

    def spawn(self, coroutine: object) -> None:
        self.tasks.append(asyncio.ensure_future(coroutine))  # type: ignore[call-overload]

    async def missed(self, room: int, since: int, number: int, people: Collection[int]) -> Found:
        self.asked.append(since)
        await self.open.wait()
        if self.away:
            raise OSError("away")
        last = min(since + self.piece, self.head)
        return Found(
            last, [event(rev) for rev in range(since + 1, last + 1)], dict.fromkeys(people, "member"), last < self.head
        )

    async def heads(self, rooms: Collection[int]) -> dict[int, int]:
        return dict.fromkeys(rooms, self.head)

    async def settle(self, stage: Stage) -> None:
        await asyncio.gather(*self.tasks)
        stage.turn()


async def test_a_hole_is_read_and_filled() -> None:
    stage, database = Stage(), Database(head=3)
    mina = stage.subscriber(1)
    stage.hear(event(3))
    database.gaps.behind(stage.hub, stage.hub.feeds[1])
    await database.settle(stage)
    assert (revs(mina), database.asked) == ([1, 2, 3], [0])


async def test_a_long_hole_is_read_in_pieces() -> None:
    stage, database = Stage(), Database(head=5, piece=2)
    mina = stage.subscriber(1)
    database.gaps.behind(stage.hub, stage.hub.feeds[1])
    await database.settle(stage)
    assert (revs(mina), database.asked) == ([1, 2, 3, 4, 5], [0, 2, 4])


async def test_a_room_is_read_once_at_a_time() -> None:
    stage, database = Stage(), Database(head=3)
    stage.subscriber(1)
    for _ in range(5):
        database.gaps.behind(stage.hub, stage.hub.feeds[1])
    await database.settle(stage)
    assert database.asked == [0]


async def test_the_head_check_finds_what_was_lost_at_the_end() -> None:
    stage, database = Stage(), Database(head=2)
    mina = stage.subscriber(1)
    await database.gaps.check_heads(stage.hub)
    await database.settle(stage)
    assert revs(mina) == [1, 2]


async def test_the_head_check_reads_nothing_where_nothing_is_missing() -> None:
    stage, database = Stage(), Database(head=0)
    stage.subscriber(1)
    await database.gaps.check_heads(stage.hub)
    assert database.asked == []


async def test_where_nobody_is_no_heads_are_asked() -> None:
    database = Database(head=1)
    await database.gaps.check_heads(Stage().hub)
    assert database.asked == []


async def test_a_database_that_is_away_is_asked_again_at_the_next_check() -> None:
    stage, database = Stage(), Database(head=2)
    mina = stage.subscriber(1)
    database.away = True
    await database.gaps.check_heads(stage.hub)
    await database.settle(stage)
    database.away = False
    await database.gaps.check_heads(stage.hub)
    await database.settle(stage)
    assert revs(mina) == [1, 2]


async def test_what_arrives_while_it_is_read_is_told_once() -> None:
    stage, database = Stage(), Database(head=3)
    mina = stage.subscriber(1)
    database.open.clear()
    await database.gaps.check_heads(stage.hub)
    await asyncio.wait(database.tasks, timeout=0.01)
    stage.hear(event(1), event(2))
    database.head = 5
    database.open.set()
    await database.settle(stage)
    assert revs(mina) == [1, 2, 3, 4, 5]


async def test_a_room_that_closed_meanwhile_is_left_alone() -> None:
    stage, database = Stage(), Database(head=3)
    mina = stage.subscriber(1)
    database.gaps.behind(stage.hub, stage.hub.feeds[1])
    stage.hub.detach(mina)
    await database.settle(stage)
    assert stage.hub.feeds == {}
