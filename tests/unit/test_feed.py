"""The order of one room's events."""

from __future__ import annotations

from hubbub import wire
from hubbub.live.connection import Connection
from hubbub.live.feed import Catching, Feed, Head
from tests.support.stage import Tape, event


def feed_at(rev: int) -> Feed:
    feed = Feed(1, "tea")
    feed.start(Head(rev, rev, rev))
    return feed


def drained(feed: Feed) -> list[int]:
    return [one.rev for one in iter(feed.next, None)]


def socket() -> Connection:
    return Connection(1, "session", Tape())


def test_events_come_out_in_order_however_they_came_in() -> None:
    feed = feed_at(3)
    for rev in (6, 4, 5):
        feed.hold(event(rev))
    assert drained(feed) == [4, 5, 6]
    assert (feed.rev, feed.number) == (6, 6)


def test_an_event_is_not_taken_twice() -> None:
    feed = feed_at(3)
    for rev in (4, 4, 3, 1):
        feed.hold(event(rev))
    assert drained(feed) == [4]
    feed.hold(event(4))
    assert drained(feed) == []


def test_a_hole_is_seen() -> None:
    feed = feed_at(3)
    assert not feed.has_hole
    feed.hold(event(5))
    assert feed.has_hole
    feed.hold(event(4))
    assert not feed.has_hole


def test_before_its_start_a_feed_only_holds() -> None:
    feed = Feed(1, "tea")
    feed.hold(event(4))
    assert drained(feed) == []
    assert not feed.has_hole
    feed.start(Head(3, 3, 3))
    assert drained(feed) == [4]


def test_a_later_start_changes_nothing() -> None:
    feed = feed_at(3)
    feed.start(Head(9, 9, 9))
    assert (feed.rev, feed.number) == (3, 3)


def test_an_edit_does_not_move_the_number_back() -> None:
    feed = feed_at(3)
    feed.hold(event(4, number=2))
    assert drained(feed) == [4]
    assert feed.number == 3


def test_skipping_forgets_what_was_skipped() -> None:
    feed = feed_at(3)
    for rev in (5, 6, 8):
        feed.hold(event(rev))
    feed.skip_to(7)
    assert drained(feed) == [8]


def test_someone_who_is_forgotten_is_nowhere() -> None:
    feed, one = feed_at(0), socket()
    feed.live.add(one)
    feed.followers.add(one)
    feed.catching[one] = Catching()
    feed.forget(one)
    assert not feed.has(one)
    assert feed.is_empty


def test_one_who_catches_up_keeps_everything_until_the_snapshot_is_there() -> None:
    catching, came = Catching(), [event(4), event(5)]
    assert catching.take(came) == []
    assert catching.events == came


def test_one_whose_snapshot_is_ahead_takes_only_what_is_newer() -> None:
    catching = Catching()
    catching.after = 5
    newer: list[wire.RoomEvent] = [event(6)]
    assert catching.take([event(4), event(5), *newer]) == newer
