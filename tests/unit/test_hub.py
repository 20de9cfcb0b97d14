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
    changes = Read(rev, items, frozenset(asked if members is None else members), more.get("more", False))
    again = stage.hub.catch_up(feed, changes, asked)
    stage.turn()
    return again


class Read:
    def __init__(self, rev: int, items: list[wire.RoomEvent], members: frozenset[int], more: bool) -> None:
        self.rev, self.items, self.members, self.more = rev, items, members, more


# Subscribing


def test_what_comes_while_the_snapshot_is_read_is_told_behind_it(stage: Stage) -> None:
    mina = stage.follower(1)
    feed = stage.hub.feeds[1]
    catching = stage.hub.begin(feed, mina)
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
    first = stage.hub.begin(feed, mina)
    stage.hub.begin(feed, mina)
    stage.hub.ready(feed, mina, first, answer(0))
    assert frames(mina) == []


def test_one_who_unsubscribes_hears_only_badges(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hub.unsubscribe(stage.hub.feeds[1], mina)
    stage.hear(event(1))
    stage.second()
    assert revs(mina) == []
    assert of(mina, "activity")[0]["rooms"] == {"tea": {"rev": 1, "number": 1, "mentions": 0}}


def test_unsubscribing_from_a_room_that_one_only_follows_changes_nothing(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hub.unsubscribe(stage.hub.feeds[1], mina)
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
    catching = stage.hub.begin(feed, jonas)
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


# Badges and mentions


def test_badges_of_a_second_are_one_frame_with_the_latest_heads(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hub.follow(mina, 2, "coffee", 0, 0)
    stage.hear(event(1), event(2), event(1, room=2))
    stage.second()
    [activity] = of(mina, "activity")
    assert {name: head["rev"] for name, head in activity["rooms"].items()} == {"tea": 2, "coffee": 1}


def test_a_quiet_second_has_no_badges(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hear(event(1))
    stage.second()
    stage.second()
    assert len(of(mina, "activity")) == 1


def test_a_subscriber_needs_no_badge(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hear(event(1))
    stage.second()
    assert of(mina, "activity") == []


def mentions(connection: Connection) -> int:
    return int(of(connection, "activity")[-1]["rooms"]["tea"]["mentions"])


def test_mentions_are_counted_for_who_is_mentioned(stage: Stage) -> None:
    mina, jonas = stage.follower(1), stage.follower(2)
    stage.hear(event(1, mentioned=[1]), event(2, mentioned=[1, 2]), event(3, unmentioned=[2]))
    stage.second()
    assert (mentions(mina), mentions(jonas)) == (2, 0)


def test_reading_in_one_tab_sets_the_count_in_all(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hear(event(1, mentioned=[1]), wire.PersonEvent(1, b'{"type":"read"}', 1, 0), event(2))
    stage.second()
    assert of(mina, "read") == [{"type": "read"}]
    assert mentions(mina) == 0


def test_a_mention_that_the_greeting_counted_is_not_counted_again(stage: Stage) -> None:
    stage.follower(2)
    mina = stage.follower(1, rev=1)
    mina.mentions[1] = 1
    stage.hear(event(1, mentioned=[1]))
    stage.second()
    assert mentions(mina) == 1


def test_one_whose_greeting_is_older_than_the_news_is_told_the_head(stage: Stage) -> None:
    stage.follower(2)
    stage.hear(event(1))
    stage.second()
    mina = stage.follower(1, rev=0)
    stage.second()
    assert of(mina, "activity")[0]["rooms"]["tea"]["rev"] == 1


# What nobody catches up with


def test_typing_reaches_all_others_in_the_room_in_its_place(stage: Stage) -> None:
    mina, jonas, follower = stage.subscriber(1), stage.subscriber(2), stage.follower(3)
    stage.hub.hear(event(1))
    stage.hear(wire.Ephemeral(1, b'{"type":"typing"}', sender=2))
    assert [frame["type"] for frame in frames(mina)] == ["subscribed", "event", "typing"]
    assert of(jonas, "typing") == of(follower, "typing") == []


def test_presence_is_told_to_who_has_the_room_open(stage: Stage) -> None:
    mina, follower = stage.subscriber(1), stage.follower(3)
    stage.second()
    assert of(mina, "presence") == [{"type": "presence", "room": "tea", "joined": [1, 3], "left": [], "count": 2}]
    assert of(follower, "presence") == []


def test_one_who_joins_follows_with_all_sockets_but_those_for_one_room(stage: Stage) -> None:
    tab, kiosk = stage.socket(1), stage.socket(1, only=2)
    stage.hear(wire.Joined(1, 1, "tea", 3, 3, b'{"type":"rooms"}'), event(4))
    assert (of(tab, "rooms"), of(kiosk, "rooms")) == ([{"type": "rooms"}], [])
    assert (tab.rooms, kiosk.rooms) == ({"tea": 1}, {})
    assert stage.hub.feeds[1].rev == 4


def test_a_socket_for_one_room_hears_nothing_personal_of_another(stage: Stage) -> None:
    kiosk = stage.subscriber(1, only=1)
    stage.hear(wire.PersonEvent(1, b'{"type":"read"}', 2, 0))
    assert of(kiosk, "read") == []


def test_signing_out_closes_the_sockets_of_that_session_only(stage: Stage) -> None:
    here, there = stage.socket(1, session="here"), stage.socket(1, session="there")
    stage.hear(wire.SignedOut("here"))
    assert (code(here), code(there)) == (4401, 0)


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


def test_events_due_in_one_turn_leave_in_one_block(stage: Stage) -> None:
    blocks: list[int] = []
    mina = stage.subscriber(1)
    mina.outlet.write = lambda block: blocks.append(len(block.texts))  # type: ignore[method-assign]
    stage.hear(event(1), event(2), event(3))
    assert blocks == [3]


def test_news_of_a_room_that_nobody_here_is_in_is_dropped(stage: Stage) -> None:
    stage.hear(event(1), wire.Ephemeral(1, b"{}"), wire.PersonEvent(9, b"{}"), wire.Joined(9, 1, "tea", 1, 1, b"{}"))
    assert stage.hub.feeds == {}
