"""What the short intervals put right when news was lost."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pytest

from hubbub import wire
from hubbub.credentials import Credential
from hubbub.errors import Unavailable
from hubbub.live import process, rechecks
from hubbub.live.connection import Connection
from hubbub.live.feed import Head
from tests.support.stage import Stage, Tape, event, frames, name_of, revs
from tests.support.waiting import soon

ROOMS = "rooms_of"
JOINED = "joined"
STANDING = "standing"


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the queries answer, by their names; `joined` answers for itself. Asked without a thread."""
    answers: dict[str, Any] = {JOINED: joined}

    async def asked(function: Callable[..., Any], *words: Any) -> Any:
        answer = answers[function.__name__]
        return answer(*words) if callable(answer) else answer

    monkeypatch.setattr(rechecks, "in_thread", asked)
    return answers


def joined(person: int, rooms: Collection[int]) -> list[wire.Item]:
    return [wire.Joined(person, room, name_of(room), 5, 5, 5, b'{"type":"rooms"}') for room in sorted(rooms)]


async def test_a_room_that_a_person_is_no_longer_in_is_let_go(database: dict[str, Any]) -> None:
    stage = Stage()
    mina, jonas = stage.subscriber(1), stage.subscriber(2)
    database[ROOMS] = {(1, 1)}
    await rechecks.memberships(stage.hub)
    assert (mina.rooms, jonas.rooms) == ({"tea": 1}, {})
    assert frames(jonas)[-1] == {"type": "rooms", "added": [], "removed": ["tea"]}


async def test_a_room_that_a_person_came_into_unheard_is_followed(database: dict[str, Any]) -> None:
    stage = Stage()
    mina = stage.follower(1)
    database[ROOMS] = {(1, 1), (1, 2)}
    await rechecks.memberships(stage.hub)
    assert mina.rooms == {"tea": 1, "coffee": 2}
    assert frames(mina) == [{"type": "rooms"}]


@pytest.mark.parametrize("order", [1, -1], ids=["knowing last", "knowing first"])
async def test_a_tab_that_does_not_know_is_told_though_another_knows(database: dict[str, Any], order: int) -> None:
    stage = Stage()
    knowing, unknowing = stage.socket(1), stage.socket(1)
    stage.hub.follow(knowing, 1, "tea", Head(0, 0, 0))
    stage.hub.people[1] = dict.fromkeys([unknowing, knowing][::order])  # type: ignore[assignment]
    database[ROOMS] = {(1, 1)}
    await rechecks.memberships(stage.hub)
    assert unknowing.rooms == {"tea": 1}


async def test_a_socket_for_one_room_follows_no_other(database: dict[str, Any]) -> None:
    stage = Stage()
    kiosk = stage.follower(1, only=1)
    database[ROOMS] = {(1, 1), (1, 2)}
    await rechecks.memberships(stage.hub)
    assert kiosk.rooms == {"tea": 1}


async def test_when_all_is_well_one_question_is_asked_and_nothing_told(database: dict[str, Any]) -> None:
    stage = Stage()
    mina = stage.follower(1)
    database.pop(JOINED)
    database[ROOMS] = {(1, 1)}
    await rechecks.memberships(stage.hub)
    assert frames(mina) == []


async def test_where_nobody_is_nothing_is_asked(database: dict[str, Any]) -> None:
    database.clear()
    await rechecks.memberships(Stage().hub)
    await rechecks.credentials({})


async def test_what_no_longer_stands_is_closed(database: dict[str, Any]) -> None:
    stage = Stage()
    stays, goes = stage.socket(1), stage.socket(2)
    good, bad = Credential(1, "one"), Credential(2, "two")
    database[STANDING] = {good}
    await rechecks.credentials({stays: good, goes: bad})
    assert isinstance(goes.outlet, Tape)
    assert (stays.closed, goes.outlet.code) == (False, 4401)


async def test_until_it_is_known_who_may_hear_nobody_hears(database: dict[str, Any]) -> None:
    stage = Stage()
    sockets = stays, goes = stage.subscriber(1), stage.subscriber(2)
    tapes = [one.outlet for one in sockets]
    good, bad = Credential(1, "one"), Credential(2, "two")
    before: list[int] = []

    def standing(_: object) -> set[Credential]:
        stage.hear(event(1))
        before.extend(len(tape.texts) for tape in tapes if isinstance(tape, Tape))
        return {good}

    database[STANDING] = standing
    for one in sockets:
        one.hold()
    await rechecks.held({stays: good, goes: bad})
    assert before == [1, 1], "only the answers to their subscriptions"
    assert (revs(stays), revs(goes)) == ([1], [])


async def test_a_database_that_is_away_silences_nobody(database: dict[str, Any]) -> None:
    stage = Stage()
    mina = stage.subscriber(1)

    def away(_: object) -> set[Credential]:
        raise Unavailable("The database cannot be reached right now.")

    database[STANDING] = away
    mina.hold()
    with pytest.raises(Unavailable):
        await rechecks.held({mina: Credential(1, "one")})
    stage.hear(event(1))
    assert revs(mina) == [1]


@pytest.mark.parametrize("news", [wire.SignedOut("session"), wire.Recheck(1)], ids=["signed out", "a closed account"])
async def test_what_ended_while_a_socket_was_on_its_way_is_noticed(database: dict[str, Any], news: wire.Item) -> None:
    database[STANDING] = set()
    live = process.current()
    before = live.revocations
    live.bus.send([news])
    tape = Tape()
    late = Connection(1, "session", tape)
    live.attach(late, Credential(1, "session"), since=before)
    late.send(wire.Pong())
    await soon(lambda: late.closed)
    live.detach(late)
    assert (tape.texts, tape.code) == ([], 4401)
