"""Whatever is lost, doubled or late: who subscribes hears each rev at most once, in order, and ends with everything;
and who does not is told how many mentions are left unread.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from hubbub import wire
from hubbub.live.connection import Connection
from hubbub.live.feed import Catching
from tests.support.stage import Stage, answer, event, frames, of

State = dict[int, int]
ACTIONS = ["post", "edit", "deliver", "deliver", "turn", "read", "apply", "begin", "snapshot", "ready", "leave"]
stories = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 40)), max_size=80)


@dataclass
class Read:
    rev: int
    items: list[wire.RoomEvent]
    members: dict[int, str]
    asked: set[int]
    more: bool = False


@dataclass
class Subscriber:
    connection: Connection
    catching: Catching | None = None
    snapshot: tuple[int, State] | None = None
    start: State = field(default_factory=dict)


class World:
    """A room's log as the database has it, a hub that hears of it somehow, and people who come and go."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.stage.follower(99)
        self.feed = self.stage.hub.feeds[1]
        self.log: list[int] = []
        self.reads: list[Read] = []
        self.people = [Subscriber(self.stage.follower(person)) for person in range(3)]

    @property
    def rev(self) -> int:
        return len(self.log)

    def state(self, upto: int | None = None) -> State:
        """The rev of each message."""
        return {number: rev for rev, number in enumerate(self.log[:upto], start=1)}

    def event(self, rev: int) -> wire.RoomEvent:
        number = self.log[rev - 1]
        last = max(self.log[:rev])
        return wire.RoomEvent(1, rev, last, json.dumps({"type": "event", "rev": rev, "number": number}).encode())

    # What may happen

    def post(self, _: int) -> None:
        self.log.append(max(self.log, default=0) + 1)

    def edit(self, choice: int) -> None:
        if self.log:
            self.log.append(choice % max(self.log) + 1)

    def deliver(self, choice: int) -> None:
        if self.log:
            self.stage.hub.hear(self.event(choice % self.rev + 1))

    def turn(self, _: int) -> None:
        self.stage.turn()

    def read(self, choice: int) -> None:
        since = self.feed.rev or 0
        revs = sorted(rev for rev in self.state().values() if rev > since)
        asked = {one.person for one in self.feed.everyone()}
        few = revs[: choice % 5 + 1]
        more = len(few) < len(revs)
        rev = few[-1] if more else self.rev
        self.reads.append(Read(rev, [self.event(one) for one in few], dict.fromkeys(asked, "member"), asked, more))

    def apply(self, choice: int) -> None:
        if self.reads:
            read = self.reads.pop(choice % len(self.reads))
            self.stage.hub.catch_up(self.feed, read, read.asked)

    def begin(self, choice: int) -> None:
        one = self.people[choice % 3]
        one.catching, one.snapshot = self.feed.begin(one.connection), None

    def snapshot(self, choice: int) -> None:
        one = self.people[choice % 3]
        if one.catching and not one.snapshot:
            one.snapshot = (self.rev, self.state())

    def ready(self, choice: int) -> None:
        one = self.people[choice % 3]
        if one.catching and one.snapshot:
            rev, one.start = one.snapshot
            self.stage.hub.ready(self.feed, one.connection, one.catching, answer(rev))
            one.catching = None

    def leave(self, choice: int) -> None:
        one = self.people[choice % 3]
        self.feed.step_back(one.connection)
        one.catching = None

    # How it ends

    def finish(self) -> None:
        """Everyone subscribes who has not, and the head check notices what is missing."""
        for choice in range(3):
            if self.people[choice].connection not in self.feed.live:
                for act in (self.begin, self.snapshot, self.ready):
                    act(choice)
        while (self.feed.rev or 0) < self.rev:
            self.read(40)
            self.apply(len(self.reads) - 1)
        self.stage.turn()


def since_subscribed(connection: Connection) -> list[dict[str, int]]:
    heard = frames(connection)
    last = max(index for index, frame in enumerate(heard) if frame["type"] == "subscribed")
    return heard[last:]


@settings(max_examples=400, deadline=None)
@given(stories)
def test_any_story_ends_with_everyone_knowing_everything(story: list[tuple[str, int]]) -> None:
    world = World()
    for action, choice in story:
        getattr(world, action)(choice)
    world.finish()
    for one in world.people:
        first, *events = since_subscribed(one.connection)
        revs = [first["rev"], *(event["rev"] for event in events)]
        assert revs == sorted(set(revs))
        assert one.start | {event["number"]: event["rev"] for event in events} == world.state()


# Who has not subscribed

COUNTED = ["post", "edit", "edit", "delete", "read", "deliver", "deliver"]
counted_stories = st.lists(st.tuples(st.sampled_from(COUNTED), st.integers(0, 40)), max_size=60)


class Counted:
    """A room whose messages name somebody or do not, and how far they have read in it."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.reader = self.stage.follower(1)
        self.named: dict[int, bool] = {}
        self.mark = 0
        self.log: list[wire.RoomEvent] = []

    @property
    def unread(self) -> int:
        """As the database counts."""
        return sum(named for number, named in self.named.items() if number > self.mark)

    # What may happen

    def post(self, choice: int) -> None:
        self._become(len(self.named) + 1, choice % 2 == 1)

    def edit(self, choice: int) -> None:
        if self.named:
            number = choice % len(self.named) + 1
            self._become(number, not self.named[number])

    def delete(self, choice: int) -> None:
        if self.named:
            self._become(choice % len(self.named) + 1, False)

    def read(self, choice: int) -> None:
        """Forwards or back. What was said before it has arrived."""
        self.deliver_all()
        self.mark = choice % (len(self.named) + 1)
        self.stage.hear(wire.PersonEvent(1, b'{"type":"read"}', 1, self.unread, read=self.mark))

    def deliver(self, choice: int) -> None:
        if self.log:
            self.stage.hear(self.log[choice % len(self.log)])

    def deliver_all(self) -> None:
        self.stage.hear(*self.log)

    def _become(self, number: int, named: bool) -> None:
        before, self.named[number] = self.named.get(number, False), named
        change = {"mentioned": [1] * (named and not before), "unmentioned": [1] * (before and not named)}
        self.log.append(event(len(self.log) + 1, message=number, number=len(self.named), **change))


@settings(max_examples=200, deadline=None)
@given(counted_stories)
def test_any_story_ends_with_the_mentions_that_a_fresh_look_counts(story: list[tuple[str, int]]) -> None:
    room = Counted()
    for action, choice in [*story, ("post", 0)]:
        getattr(room, action)(choice)
    room.deliver_all()
    room.stage.second()
    assert of(room.reader, "activity")[-1]["rooms"]["tea"]["mentions"] == room.unread
