"""Rooms to sockets: in order, no gap, nothing twice, and nothing to who is no longer in."""

from __future__ import annotations

import pytest

from hubbub import wire
from hubbub.live.connection import LARGEST_BACKLOG, Connection
from tests.support.stage import Stage, Tape, answer, event, frames, of, revs


@pytest.fixture
def stage() -> Stage:
    return Stage()


def code(connection: Connection) -> int:
    assert isinstance(connection.outlet, Tape)
    return connection.outlet.code


# In order


def test_everyone_in_the_room_hears_every_event_once(stage: Stage) -> None:
    mina, jonas = stage.subscriber(1), stage.subscriber(2)
    stage.hear(event(1), event(2))
    assert (revs(mina), revs(jonas)) == ([1, 2], [1, 2])


def test_an_event_that_comes_twice_is_told_once(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hear(event(1), event(1), event(2), event(1))
    assert revs(mina) == [1, 2]


def test_events_that_overtake_each_other_are_told_in_order(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hear(event(3), event(2), event(1))
    assert revs(mina) == [1, 2, 3]


def test_an_event_behind_a_hole_waits_and_the_hole_is_asked_for(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hear(event(2))
    assert revs(mina) == []
    assert [feed.room for feed in stage.asked] == [1]


def test_a_hole_that_was_read_is_filled_in_order(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hear(event(3))
    fill(stage, [event(1), event(2)], rev=2)
    assert revs(mina) == [1, 2, 3]


def test_what_was_replaced_meanwhile_leaves_no_hole(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hear(event(9))
    fill(stage, [event(4), event(8)], rev=8)
    assert revs(mina) == [4, 8, 9]


def test_a_read_that_comes_late_tells_nothing_twice(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hear(event(2), event(1), event(3))
    fill(stage, [event(1), event(2)], rev=2)
    assert revs(mina) == [1, 2, 3]


def test_a_long_way_is_read_in_pieces(stage: Stage) -> None:
    stage.subscriber(1)
    assert fill(stage, [event(500)], rev=500, more=True)
    assert not fill(stage, [event(500)], rev=500, more=True), "reading that does not help ends"
    assert not fill(stage, [event(501)], rev=501)


def fill(stage: Stage, items: list[wire.RoomEvent], *, rev: int, members: set[int] | None = None, **more: bool) -> bool:
    """What a read of the database says, given to the hub."""
    feed = stage.hub.feeds[1]
    asked = {connection.person for connection in feed.everyone()}
    changes = Read(rev, items, dict.fromkeys(asked if members is None else members, "member"), more.get("more", False))
    again = stage.hub.catch_up(feed, changes, asked)
    stage.turn()
    return again


class Read:
    def __init__(self, rev: int, items: list[wire.RoomEvent], members: dict[int, str], more: bool) -> None:
        self.rev, self.items, self.members, self.more = rev, items, members, more


# Subscribing


def test_what_comes_while_the_snapshot_is_read_is_told_behind_it(stage: Stage) -> None:
    mina = stage.follower(1)
    feed = stage.hub.feeds[1]
    catching = feed.begin(mina)
    stage.hear(event(1), event(2))
    assert frames(mina) == []
    stage.hub.ready(feed, mina, catching, answer(1))
    stage.hear(event(3))
    assert [(frame["type"], frame["rev"]) for frame in frames(mina)] == [("subscribed", 1), ("event", 2), ("event", 3)]


def test_a_snapshot_that_is_ahead_of_the_news_is_not_repeated(stage: Stage) -> None:
    mina, jonas = stage.follower(1), stage.subscriber(2)
    stage.subscribe(mina, 2)
    assert [feed.room for feed in stage.asked] == [1]
    stage.hear(event(1), event(2), event(3))
    assert (revs(mina), revs(jonas)) == ([3], [1, 2, 3])


def test_one_whose_snapshot_is_ahead_hears_the_next_event_at_once(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.subscribe(mina, 1)
    stage.hear(event(1), event(2))
    assert mina in stage.hub.feeds[1].live


def test_subscribing_again_starts_over(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hear(event(1))
    stage.subscribe(mina, 1)
    stage.hear(event(2))
    assert (len(of(mina, "subscribed")), revs(mina)) == (2, [1, 2])


def test_an_answer_to_an_earlier_asking_is_dropped(stage: Stage) -> None:
    mina = stage.follower(1)
    feed = stage.hub.feeds[1]
    first = feed.begin(mina)
    feed.begin(mina)
    stage.hub.ready(feed, mina, first, answer(0))
    assert frames(mina) == []


def test_one_who_unsubscribes_hears_only_badges(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hub.feeds[1].step_back(mina)
    stage.hear(event(1))
    stage.second()
    assert revs(mina) == []
    assert of(mina, "activity")[0]["rooms"] == {"tea": {"rev": 1, "number": 1, "shown": 1, "mentions": 0}}


def test_unsubscribing_from_a_room_that_one_only_follows_changes_nothing(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hub.feeds[1].step_back(mina)
    assert mina in stage.hub.feeds[1].followers


# Removal


def test_who_is_removed_hears_everything_before_and_nothing_after(stage: Stage) -> None:
    mina, jonas = stage.subscriber(1), stage.subscriber(2)
    stage.hear(event(1), event(2, removed=[2]), event(3))
    assert (revs(mina), revs(jonas)) == ([1, 2, 3], [1])
    assert frames(jonas)[-1] == {"type": "rooms", "added": [], "removed": ["tea"]}


def test_a_removal_that_comes_late_still_has_its_place(stage: Stage) -> None:
    jonas = stage.subscriber(2)
    stage.hear(event(1), event(3))
    assert revs(jonas) == [1]
    stage.hear(event(2, removed=[2]))
    assert revs(jonas) == [1]


def test_a_removal_that_was_lost_is_read_and_nothing_is_told_before_it(stage: Stage) -> None:
    mina, jonas = stage.subscriber(1), stage.subscriber(2)
    stage.hear(event(3))
    fill(stage, [event(1), event(2)], rev=2, members={1})
    assert (revs(mina), revs(jonas)) == ([1, 2, 3], [])
    assert of(jonas, "rooms") == [{"type": "rooms", "added": [], "removed": ["tea"]}]


def test_all_sockets_of_the_removed_person_let_go(stage: Stage) -> None:
    tab, follower = stage.subscriber(2), stage.follower(2)
    stage.hear(event(1, removed=[2]))
    assert not tab.rooms
    assert not follower.rooms
    assert stage.presence.people(1) == frozenset()


def test_one_who_is_removed_while_subscribing_gets_no_answer(stage: Stage) -> None:
    mina, jonas = stage.subscriber(1), stage.follower(2)
    feed = stage.hub.feeds[1]
    catching = feed.begin(jonas)
    stage.hear(event(1, removed=[2]))
    stage.hub.ready(feed, jonas, catching, answer(0))
    assert [frame["type"] for frame in frames(jonas)] == ["rooms"]
    assert revs(mina) == [1]


def test_a_socket_for_one_room_ends_with_its_membership(stage: Stage) -> None:
    kiosk = stage.subscriber(2, only=1)
    stage.hear(event(1, removed=[2]))
    assert code(kiosk) == 4403


def test_a_socket_for_all_rooms_stays(stage: Stage) -> None:
    jonas = stage.subscriber(2)
    stage.hear(event(1, removed=[2]))
    assert not jonas.closed


def test_the_last_one_to_leave_closes_the_room_of_this_process(stage: Stage) -> None:
    stage.subscriber(2)
    assert stage.serving == {1}
    stage.hear(event(1, removed=[2]), event(2))
    assert stage.serving == set()
    assert stage.hub.feeds == {}


# Coming and going


def test_a_socket_that_goes_leaves_nothing_behind(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hub.detach(mina)
    stage.hub.detach(mina)
    assert (stage.hub.feeds, dict(stage.hub.people), stage.serving) == ({}, {}, set())
    assert stage.presence.people(1) == frozenset()


def test_a_slow_reader_is_closed_and_nobody_else_notices(stage: Stage) -> None:
    slow, fast = stage.subscriber(1), stage.subscriber(2)
    assert isinstance(slow.outlet, Tape)
    slow.outlet.size = LARGEST_BACKLOG + 1
    stage.hear(event(1), event(2))
    stage.hear(event(3))
    assert (code(slow), revs(slow), revs(fast)) == (4408, [1, 2], [1, 2, 3])


def written(connection: Connection) -> int:
    assert isinstance(connection.outlet, Tape)
    return connection.outlet.blocks


def test_events_due_in_one_turn_leave_in_one_block(stage: Stage) -> None:
    mina = stage.subscriber(1)
    before = written(mina)
    stage.hear(event(1), event(2), event(3))
    assert (written(mina) - before, revs(mina)) == (1, [1, 2, 3])


def test_news_of_a_room_that_nobody_here_is_in_is_dropped(stage: Stage) -> None:
    stage.hear(event(1), wire.Ephemeral(1, b"{}"), wire.PersonEvent(9, b"{}"), wire.Joined(9, 1, "tea", 1, 1, 1, b"{}"))
    assert stage.hub.feeds == {}
