"""A room is read once for all who wait for it, and not at all where memory knows."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

import pytest

from hubbub import wire
from hubbub.live.connection import Connection
from hubbub.live.feed import Head
from hubbub.live.loads import MOST_AT_ONCE, Loads
from tests.support.stage import Stage, event, frames, of, revs
from tests.support.waiting import soon


@dataclass
class Read:
    rev: int
    floor: int
    state: wire.Room
    members: dict[int, str]
    page: list[wire.Remembered] = field(default_factory=list)
    changed: list[wire.Remembered] = field(default_factory=list)


class Database:
    """A room in which each rev is a message of its own. The test opens the gate."""

    def __init__(self, stage: Stage, rev: int) -> None:
        self.rev = rev
        self.asked: list[tuple[int | None, set[int]]] = []
        self.out: set[int] = set()
        self.gate = asyncio.Event()
        self.away = False
        self.under_way = 0
        self.stage = stage
        self.loads = Loads(hub=stage.hub, latest=self.latest, spawn=asyncio.ensure_future)

    async def latest(self, room: int, since: int | None, people: Collection[int]) -> Read:
        self.asked.append((since, set(people)))
        self.under_way += 1
        await self.gate.wait()
        self.under_way -= 1
        if self.away:
            raise OSError("away")
        floor = self.rev if since is None else min(since, self.rev)
        state = wire.Room("tea", "Tea", "", "public", False, 2, self.rev, self.rev)
        members = dict.fromkeys(set(people) - self.out, "moderator")
        page = [wire.message_of(event(rev)) for rev in range(1, self.rev + 1)]
        return Read(self.rev, floor, state, members, page[-wire.PAGE :], page[floor:])

    def subscribe(self, connection: Connection, since: int | None = None, room: int = 1) -> asyncio.Future[bool]:
        feed = self.stage.hub.feeds[room]
        return asyncio.ensure_future(self.loads.answer(feed, connection, since))

    async def reading(self, *, count: int = 1) -> None:
        await soon(lambda: self.under_way == count)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def answers(connection: Connection) -> list[tuple[bool, list[int]]]:
    return [(one["reset"], [message["number"] for message in one["messages"]]) for one in of(connection, "subscribed")]


async def test_500_who_subscribe_a_cold_room_cost_one_read(stage: Stage) -> None:
    database = Database(stage, rev=3)
    crowd = [stage.follower(person, rev=3) for person in range(500)]
    waiting = [database.subscribe(one) for one in crowd]
    database.gate.set()
    assert all(await asyncio.gather(*waiting))
    assert len(database.asked) == 1
    assert all(answers(one) == [(True, [1, 2, 3])] for one in crowd)


async def test_who_comes_during_a_read_is_answered_from_what_it_found(stage: Stage) -> None:
    database = Database(stage, rev=3)
    first, later = stage.follower(1, rev=3), stage.follower(2, rev=3)
    waiting = [database.subscribe(first)]
    await database.reading()
    waiting.append(database.subscribe(later))
    database.gate.set()
    await asyncio.gather(*waiting)
    assert (len(database.asked), answers(later)) == (1, [(True, [1, 2, 3])])


async def test_the_lowest_rev_is_read_and_each_gets_its_own_answer(stage: Stage) -> None:
    database = Database(stage, rev=5)
    sinces = {1: 4, 2: 2, 3: None, 4: 99, 5: -7}
    crowd = {person: stage.follower(person, rev=5) for person in sinces}
    waiting = [database.subscribe(crowd[person], since) for person, since in sinces.items()]
    database.gate.set()
    await asyncio.gather(*waiting)
    everything = (True, [1, 2, 3, 4, 5])
    assert [since for since, _ in database.asked] == [2]
    assert [answers(one) for one in crowd.values()] == [
        [(False, [5])],
        [(False, [3, 4, 5])],
        [everything],
        [everything],
        [everything],
    ]


async def warm(stage: Stage, database: Database) -> Connection:
    """A subscriber for whom the room was read."""
    one = stage.follower(99, rev=database.rev)
    database.gate.set()
    await database.subscribe(one, 0)
    database.asked.clear()
    return one


async def test_who_resumes_inside_the_window_asks_nothing_and_waits_for_nothing(stage: Stage) -> None:
    await warm(stage, Database(stage, rev=3))
    stage.hear(event(4), event(5))
    mina = stage.follower(1, rev=5)
    assert stage.hub.recall(stage.hub.feeds[1], mina, 2)
    stage.hear(event(6))
    assert (answers(mina), revs(mina)) == ([(False, [3, 4, 5])], [6])


async def test_what_is_due_is_in_the_answer_and_is_not_told_twice(stage: Stage) -> None:
    here = await warm(stage, Database(stage, rev=3))
    mina = stage.follower(1, rev=3)
    stage.hub.hear(event(4))
    assert stage.hub.recall(stage.hub.feeds[1], mina, 3)
    stage.turn()
    assert (answers(mina), revs(mina), revs(here)) == ([(False, [4])], [], [4])


async def test_what_comes_during_a_read_is_remembered_too(stage: Stage) -> None:
    database = Database(stage, rev=3)
    mina = stage.follower(1, rev=3)
    waiting = database.subscribe(mina)
    await database.reading()
    stage.hear(event(4))
    database.gate.set()
    await waiting
    assert (answers(mina), revs(mina)) == ([(True, [1, 2, 3, 4])], [])
    assert stage.hub.recall(stage.hub.feeds[1], mina, 3)


async def test_a_read_that_is_ahead_of_the_news_is_not_repeated_and_not_remembered_too_early(stage: Stage) -> None:
    database = Database(stage, rev=3)
    mina, jonas = stage.follower(1, rev=1), stage.follower(2, rev=1)
    database.gate.set()
    await database.subscribe(mina, 1)
    assert [feed.room for feed in stage.asked] == [1]
    assert not stage.hub.recall(stage.hub.feeds[1], jonas, 3), "a removal may be among what the feed has not heard"
    stage.hear(event(2), event(3), event(4))
    assert stage.hub.recall(stage.hub.feeds[1], jonas, 3)
    assert (answers(mina), revs(mina), answers(jonas)) == ([(False, [2, 3])], [4], [(False, [4])])


async def test_a_filled_hole_is_remembered(stage: Stage) -> None:
    await warm(stage, Database(stage, rev=3))
    feed = stage.hub.feeds[1]
    changes = Missed(rev=9, items=[event(5, message=5), event(8, message=4)])
    stage.hub.catch_up(feed, changes, set())
    mina = stage.follower(1, rev=9)
    assert stage.hub.recall(feed, mina, 3)
    assert answers(mina) == [(False, [5, 4])]
    assert of(mina, "subscribed")[0]["rev"] == 9


@dataclass
class Missed:
    rev: int
    items: list[wire.RoomEvent]
    members: dict[int, str] = field(default_factory=dict)
    more: bool = False


async def test_who_is_below_the_window_is_read_for_and_the_window_grows(stage: Stage) -> None:
    database = Database(stage, rev=3)
    one = stage.follower(1, rev=3)
    database.gate.set()
    await database.subscribe(one, 3)
    assert not stage.hub.recall(stage.hub.feeds[1], one, 1)
    await database.subscribe(one, 1)
    assert stage.hub.recall(stage.hub.feeds[1], one, 1)
    assert [since for since, _ in database.asked] == [3, 1]


async def test_a_read_that_knows_less_does_not_replace_what_is_remembered(stage: Stage) -> None:
    database = Database(stage, rev=3)
    one = await warm(stage, database)
    await database.subscribe(one, 99)
    assert stage.hub.recall(stage.hub.feeds[1], one, 0)


async def test_a_rev_of_the_future_is_looked_up_once_more(stage: Stage) -> None:
    """Another process may have heard of it first."""
    database = Database(stage, rev=3)
    await warm(stage, database)
    database.rev = 4
    mina = stage.follower(1, rev=3)
    assert not stage.hub.recall(stage.hub.feeds[1], mina, 4)
    await database.subscribe(mina, 4)
    assert answers(mina) == [(False, [])]


async def test_memory_is_dropped_with_the_last_subscriber(stage: Stage) -> None:
    one = await warm(stage, Database(stage, rev=3))
    other = stage.subscriber(2, rev=3)
    feed = stage.hub.feeds[1]
    feed.step_back(one)
    assert feed.recent
    feed.step_back(other)
    assert feed.recent is None


# Who may


async def test_one_who_is_no_member_is_refused_and_let_go(stage: Stage) -> None:
    database = Database(stage, rev=3)
    mina, eve = stage.follower(1, rev=3), stage.follower(5, rev=3)
    database.out = {5}
    database.gate.set()
    assert await asyncio.gather(database.subscribe(mina), database.subscribe(eve)) == [True, False]
    assert (len(answers(mina)), frames(eve)) == (1, [{"type": "rooms", "added": [], "removed": ["tea"]}])


async def test_one_whose_greeting_is_older_than_the_news_is_looked_up_first(stage: Stage) -> None:
    """They may have been removed between the two."""
    database = Database(stage, rev=3)
    await warm(stage, database)
    stage.hear(event(4, removed=[5]))
    database.rev, database.out = 4, {5}
    eve, mina = stage.follower(5, rev=3), stage.follower(1, rev=3)
    assert not stage.hub.recall(stage.hub.feeds[1], eve, None)
    assert await asyncio.gather(database.subscribe(eve), database.subscribe(mina)) == [False, True]
    assert stage.hub.recall(stage.hub.feeds[1], mina, None)


async def test_one_who_is_removed_during_the_read_gets_no_answer(stage: Stage) -> None:
    database = Database(stage, rev=3)
    mina, jonas = stage.follower(1, rev=3), stage.follower(2, rev=3)
    waiting = [database.subscribe(mina), database.subscribe(jonas)]
    await database.reading()
    stage.hear(event(4, removed=[2]))
    database.gate.set()
    await asyncio.gather(*waiting)
    assert [frame["type"] for frame in frames(jonas)] == ["rooms"]
    assert len(answers(mina)) == 1


def role(connection: Connection) -> str:
    return str(of(connection, "subscribed")[-1]["room_state"]["role"])


async def test_everyone_is_told_their_own_role_and_a_new_one_when_it_changes(stage: Stage) -> None:
    await warm(stage, Database(stage, rev=3))
    mina, jonas = stage.follower(1, rev=3), stage.follower(2, rev=3)
    mina.owner = True
    stage.hear(event(4, roles={2: "moderator"}))
    for one in (mina, jonas):
        stage.hub.recall(stage.hub.feeds[1], one, None)
    assert (role(mina), role(jonas)) == ("owner", "moderator")


async def test_a_role_that_was_changed_in_a_hole_is_read(stage: Stage) -> None:
    await warm(stage, Database(stage, rev=3))
    jonas = stage.follower(2, rev=3)
    stage.hub.catch_up(stage.hub.feeds[1], Missed(4, [event(4)], {2: "owner", 99: "member"}), {2, 99})
    stage.hub.recall(stage.hub.feeds[1], jonas, None)
    assert role(jonas) == "owner"


def test_an_older_role_does_not_replace_a_newer_one(stage: Stage) -> None:
    jonas = stage.follower(2, rev=3)
    for rev, told in ((5, "moderator"), (4, "owner"), (2, "member")):
        jonas.learn_role(1, rev, told)
    assert jonas.role_in(1) == "moderator"


# What may go wrong


async def test_a_database_that_is_away_is_told_to_all_who_wait_and_asked_again(stage: Stage) -> None:
    database = Database(stage, rev=3)
    crowd = [stage.follower(person, rev=3) for person in (1, 2)]
    database.away = True
    database.gate.set()
    failed = await asyncio.gather(*[database.subscribe(one) for one in crowd], return_exceptions=True)
    assert [type(error) for error in failed] == [OSError, OSError]
    database.away = False
    assert await database.subscribe(crowd[0])


async def test_one_who_goes_during_the_read_is_not_answered(stage: Stage) -> None:
    database = Database(stage, rev=3)
    mina, jonas = stage.follower(1, rev=3), stage.follower(2, rev=3)
    waiting = [database.subscribe(mina), database.subscribe(jonas)]
    await database.reading()
    stage.hub.detach(jonas)
    database.gate.set()
    await asyncio.gather(*waiting)
    assert (len(answers(mina)), frames(jonas)) == (1, [])


async def test_a_few_rooms_are_read_at_once_and_the_others_wait(stage: Stage) -> None:
    database = Database(stage, rev=3)
    rooms = range(1, MOST_AT_ONCE + 3)
    people = {room: stage.socket(room) for room in rooms}
    for room, one in people.items():
        stage.hub.follow(one, room, f"room{room}", Head(3, 3, 3))
    waiting = [database.subscribe(one, room=room) for room, one in people.items()]
    await database.reading(count=MOST_AT_ONCE)
    assert len(database.asked) == MOST_AT_ONCE
    database.gate.set()
    assert all(await asyncio.gather(*waiting))
