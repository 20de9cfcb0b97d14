"""What a room said last, from memory: the same as the database would answer, or no answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubbub import wire
from hubbub.live.recent import LARGEST_WINDOW, MOST_CHANGES, Recent

EMPTY = wire.Room("tea", "Tea", "", "public", False, 2, 0, 0)


@dataclass
class Read:
    rev: int
    floor: int
    state: wire.Room
    page: Sequence[wire.Remembered]
    changed: Sequence[wire.Remembered]


class Log:
    """A room as the database has it: every change since its beginning."""

    def __init__(self) -> None:
        self.events: list[wire.RoomEvent] = []
        self.last = 0

    @property
    def rev(self) -> int:
        return len(self.events)

    def post(self, size: int = 1) -> None:
        self.last += 1
        self._message(self.last, size)

    def edit(self, number: int, size: int = 1) -> None:
        if self.last:
            self._message(number % self.last + 1, size)

    def _message(self, number: int, size: int) -> None:
        rev = self.rev + 1
        message = {"number": number, "rev": rev, "body": "x" * size}
        frame = json.dumps({"type": "message", "room": "tea", "rev": rev, "message": message})
        self.events.append(wire.RoomEvent(1, rev, self.last, frame.encode(), message=number, shown=self.last))

    def retitle(self, title: int, _: int = 0) -> None:
        rev = self.rev + 1
        state = wire.Room("tea", str(title), "", "public", False, 2, self.last, rev)
        self.events.append(
            wire.RoomEvent(1, rev, self.last, wire.encode(wire.RoomFrame("tea", rev, state)), shown=self.last)
        )

    # What the database would say

    def changes(self, since: int, upto: int | None = None) -> list[wire.Remembered]:
        found: dict[int, wire.RoomEvent] = {}
        for event in self.events[:upto]:
            found.pop(event.message, None)
            found[event.message] = event
        return [wire.message_of(one) for one in found.values() if one.message and one.rev > since]

    def state(self, upto: int | None = None) -> wire.Room:
        state = EMPTY
        for event in self.events[:upto]:
            state = state if event.message else wire.state_of(event)
        last = max((event.number for event in self.events[:upto]), default=0)
        return wire.state_for("member", state, self.rev if upto is None else upto, last, last)

    def page(self, upto: int | None = None) -> list[wire.Remembered]:
        messages = sorted(self.changes(0, upto), key=lambda message: message.number)
        return messages[-wire.PAGE :]

    def read(self, since: int, upto: int) -> Read:
        return Read(upto, min(since, upto), self.state(upto), self.page(upto), self.changes(since, upto))


def fitting(messages: Sequence[wire.Remembered]) -> list[wire.Remembered]:
    """The rule of `queries.snapshot`, said once more."""
    while len(messages) > 1 and sum(one.size for one in messages) > wire.LARGEST_ANSWER:
        messages = messages[1:]
    return list(messages)


def texts(messages: Sequence[wire.Remembered] | None) -> Any:
    return None if messages is None else [bytes(message.json) for message in messages]


def check(recent: Recent, log: Log) -> None:
    """Whatever is known is what the database would say."""
    for since in [since for since in range(-1, log.rev + 2) if recent.knows(since)]:
        asked = log.changes(since) if since >= 0 else None
        assert texts(recent.after(since)) == texts(asked)
    if recent.has_page:
        assert texts(recent.page()) == texts(fitting(log.page()))
    assert recent.state("member") == log.state()


changes = st.lists(
    st.tuples(
        st.sampled_from(["post", "post", "edit", "retitle"]),
        st.integers(0, 60),
        st.sampled_from([1, 1, 9_000, 120_000]),
    ),
    max_size=90,
)


def happen(log: Log, change: tuple[str, int, int]) -> None:
    what, number, size = change
    if what == "post":
        log.post(size)
    else:
        getattr(log, what)(number, size)


@settings(max_examples=100, deadline=None)
@given(changes, changes, st.integers(0, 90), st.integers(0, 5))
def test_whatever_happens_memory_says_what_the_database_would(
    before: list[tuple[str, int, int]], after: list[tuple[str, int, int]], since: int, late: int
) -> None:
    log = Log()
    for change in before:
        happen(log, change)
    start = log.rev
    recent = Recent(log.read(since, start))
    for change in after:
        happen(log, change)
    for event in log.events[max(0, start - late) :]:
        recent.apply(event)
    check(recent, log)


@settings(max_examples=100, deadline=None)
@given(changes, st.data())
def test_a_hole_that_was_read_leaves_memory_whole(story: list[tuple[str, int, int]], data: st.DataObject) -> None:
    """A filled hole says only the last state of what changed in it."""
    log = Log()
    for change in story:
        happen(log, change)
    start = data.draw(st.integers(0, log.rev))
    hole = data.draw(st.integers(start, log.rev))
    recent = Recent(log.read(0, start))
    for event in gap(log, start, hole):
        recent.apply(event)
    recent.skip_to(hole)
    for event in log.events[hole:]:
        recent.apply(event)
    check(recent, log)


def gap(log: Log, start: int, end: int) -> list[wire.RoomEvent]:
    last: dict[int, wire.RoomEvent] = {}
    for event in log.events[start:end]:
        last[event.message] = event
    return sorted(last.values(), key=lambda event: event.rev)


# Its bounds


def filled(count: int, size: int = 1) -> tuple[Recent, Log]:
    log = Log()
    recent = Recent(log.read(0, 0))
    for _ in range(count):
        log.post(size)
        recent.apply(log.events[-1])
    return recent, log


def test_it_knows_500_changes_and_no_more() -> None:
    recent, log = filled(MOST_CHANGES + 1)
    assert not recent.knows(0)
    assert len(recent.after(1) or ()) == MOST_CHANGES
    check(recent, log)


def test_it_knows_no_more_than_its_bytes() -> None:
    recent, _ = filled(10, size=LARGEST_WINDOW // 4)
    assert (recent.knows(6), recent.knows(7)) == (False, True)


def test_who_edits_the_same_message_for_ever_fills_nothing() -> None:
    recent, log = filled(1)
    for _ in range(2_000):
        log.edit(0)
        recent.apply(log.events[-1])
    assert recent.knows(0)
    assert len(recent.after(0) or ()) == 1


def test_a_page_that_could_be_longer_by_now_is_not_known() -> None:
    recent, log = filled(10, size=120_000)
    assert recent.has_page
    for number in range(10):
        log.edit(number, size=1)
        recent.apply(log.events[-1])
    assert not recent.has_page, "it has forgotten those that fit again"


@pytest.mark.parametrize("since", [-1, None])
def test_who_has_no_rev_of_the_past_is_answered_with_the_page(since: int | None) -> None:
    recent, _ = filled(3)
    assert recent.knows(since)


def test_a_rev_of_the_future_is_not_known_here() -> None:
    recent, _ = filled(3)
    assert not recent.knows(4)
    assert recent.after(4) is None


# What was read for those who wait


@pytest.mark.parametrize(
    ("count", "size", "fits"), [(500, 1, True), (501, 1, False), (1, 600_000, True), (2, 300_000, False)]
)
def test_an_answer_from_what_was_read_has_its_limits(count: int, size: int, fits: bool) -> None:
    log = Log()
    for _ in range(count):
        log.post(size)
    recent = Recent(log.read(0, log.rev))
    assert (recent.after(0) is not None) == fits


def test_what_was_read_with_a_higher_floor_knows_nothing_below_it() -> None:
    _, log = filled(3)
    recent = Recent(replace(log.read(2, 3), floor=2))
    assert (recent.knows(1), recent.knows(2)) == (False, True)
    assert recent.state("moderator").role == "moderator"
