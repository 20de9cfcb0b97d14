"""What somebody heard of a room, folded as a client folds it, and held against what was sent and what is in the room.

`judge` is the one checker of all fault tests: nothing that was acknowledged is lost, nothing is there twice, all have
it in one order, which is that of time, and who may no longer hear has heard nothing more.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from math import inf
from operator import itemgetter

from tests.support.frames import Json


class Transcript:
    """The messages of one room as a client has them, and the order in which it heard of them."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.messages: dict[int, Json] = {}
        self.state: Json = {}
        self.rev: int | None = None
        self.first = 1
        self.heard: list[int] = []
        self.heard_at: dict[int, float] = {}
        self.doubled: list[str] = []
        self.reordered: list[str] = []

    @property
    def wrong(self) -> list[str]:
        return self.doubled + self.reordered

    @property
    def list(self) -> list[Json]:
        return [self.messages[number] for number in sorted(self.messages)]

    def take(self, frame: Json) -> None:
        if frame.get("room") != self.room:
            return
        self.state = frame.get("room_state", self.state)
        match frame["type"]:
            case "subscribed":
                self._start(frame)
            case "message" | "room":
                self._move_to(frame["rev"])
                self._keep([frame["message"]] if "message" in frame else [])

    def _start(self, frame: Json) -> None:
        numbers = [message["number"] for message in frame["messages"]]
        if frame["reset"]:
            self.messages.clear()
            self.heard.clear()
            self.first = min(numbers, default=frame["room_state"]["number"] + 1)
        else:
            self._check_answer([message["rev"] for message in frame["messages"]])
        self._keep(sorted(frame["messages"], key=itemgetter("number")))  # one that changed stands behind later ones
        self.rev = frame["rev"]

    def _check_answer(self, revs: Sequence[int]) -> None:
        if len(set(revs)) < len(revs):
            self.doubled.append(f"answered with a rev twice: {revs}")
        elif revs != sorted(revs):
            self.reordered.append(f"answered out of order: {revs}")

    def _move_to(self, rev: int) -> None:
        if rev == self.rev:
            self.doubled.append(f"rev {rev} after itself")
        elif self.rev is None or rev < self.rev:
            self.reordered.append(f"rev {rev} after {self.rev}")
        self.rev = rev

    def _keep(self, messages: Iterable[Json]) -> None:
        for message in messages:
            if message["number"] not in self.messages:
                self.heard.append(message["number"])
                self.heard_at.setdefault(message["number"], time.monotonic())
            self.messages[message["number"]] = message


def transcript(room: str, frames: Iterable[Json]) -> Transcript:
    """Of a whole life of frames, over however many sockets."""
    made = Transcript(room)
    for frame in frames:
        made.take(frame)
    return made


def check_view(heard: Transcript, fresh: Sequence[Json]) -> None:
    """Nothing came twice or out of order, and what is on the screen is what a fresh load shows."""
    assert not heard.wrong
    assert heard.list == [message for message in fresh if message["number"] >= heard.first]


def check_room(fresh: Sequence[Json]) -> None:
    """Numbers without a hole, and each rev and each client_id once."""
    assert [message["number"] for message in fresh] == list(range(1, len(fresh) + 1))
    for key in ("rev", "client_id"):
        assert len({message[key] for message in fresh}) == len(fresh)


# The checker


@dataclass
class Send:
    """One message that somebody tried to send. Times are seconds of one clock that never goes back."""

    client_id: str
    begun: float
    acknowledged: float | None = None
    number: int = 0


@dataclass(frozen=True)
class Revoked:
    """Who may no longer hear a room, and when the operation that said so had answered."""

    transcript: Transcript
    at: float


@dataclass(frozen=True)
class Verdict:
    """How many sends there were, and what is wrong, in words."""

    acknowledged: int = 0
    unknown: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.reordered, *self.late]


def judge(
    fresh: Sequence[Json],
    sends: Sequence[Send],
    readers: Iterable[Transcript] = (),
    revoked: Iterable[Revoked] = (),
) -> Verdict:
    """Hold all that was sent and heard against what is in the room.

    Args:
        fresh: every message of the room, in the order in which somebody sees them who comes now.
        sends: every message that was ever begun, acknowledged or not.
        readers: who might hear everything, and was given the time to.
        revoked: who might not hear what was begun after a certain time.
    """
    numbers = {message["client_id"]: message["number"] for message in fresh}
    readers = list(readers)
    acknowledged = [send for send in sends if send.acknowledged is not None]
    return Verdict(
        acknowledged=len(acknowledged),
        unknown=len(sends) - len(acknowledged),
        lost=[*_holes(fresh), *_missing(acknowledged, numbers), *chain(*(_unheard(one, fresh) for one in readers))],
        doubled=[*_twice(fresh), *chain(*(one.doubled for one in readers))],
        reordered=[*chain(*(_in_another_order(one, fresh) for one in readers)), *_before_its_time(sends, numbers)],
        late=[*chain(*(_too_late(one, sends, numbers) for one in revoked))],
    )


def check_history(
    fresh: Sequence[Json],
    sends: Sequence[Send],
    readers: Iterable[Transcript] = (),
    revoked: Iterable[Revoked] = (),
) -> Verdict:
    """`judge`, and nothing is wrong."""
    verdict = judge(fresh, sends, readers, revoked)
    assert not verdict.wrong, "\n".join(verdict.wrong)
    return verdict


def _holes(fresh: Sequence[Json]) -> Iterator[str]:
    there = {message["number"] for message in fresh}
    for number in range(1, max(there, default=0)):
        if number not in there:
            yield f"The room has no message {number}."


def _missing(acknowledged: Iterable[Send], numbers: Mapping[str, int]) -> Iterator[str]:
    for send in acknowledged:
        found = numbers.get(send.client_id)
        if found != send.number:
            yield f"Message {send.number} ({send.client_id}) was acknowledged, and the room has it as {found}."


def _unheard(reader: Transcript, fresh: Sequence[Json]) -> Iterator[str]:
    """Also what it shows in another state than the room, and what the room does not have."""
    wanted = {message["number"]: message for message in fresh if message["number"] >= reader.first}
    for number in sorted(wanted.keys() | reader.messages.keys()):
        if reader.messages.get(number) != wanted.get(number):
            yield f"A reader has message {number} as {reader.messages.get(number)}, the room as {wanted.get(number)}."


def _twice(fresh: Sequence[Json]) -> Iterator[str]:
    for key in ("number", "rev", "client_id"):
        for value, times in Counter(message[key] for message in fresh).items():
            if times > 1:
                yield f"The room has {key} {value} {times} times."


def _in_another_order(reader: Transcript, fresh: Sequence[Json]) -> Iterator[str]:
    """A message that was changed may be heard of again behind later ones, so only the unchanged ones count."""
    yield from reader.reordered
    last = 0
    changed = {
        message["number"]
        for message in fresh
        if message["edited"] or message["deleted"] or message["reactions"] or message.get("replies")
    }
    for one, other in pairwise(number for number in reader.heard if number not in changed):
        last = max(last, one)
        if other <= last:
            yield f"A reader heard of message {other} after message {last}."


def _before_its_time(sends: Sequence[Send], numbers: Mapping[str, int]) -> Iterator[str]:
    """What was begun after another message was acknowledged comes later than that one."""
    there = sorted((send for send in sends if send.client_id in numbers), key=lambda send: numbers[send.client_id])
    earliest = inf
    for send in reversed(there):
        if send.begun > earliest:
            yield f"Message {numbers[send.client_id]} was begun after a later one was acknowledged."
        earliest = min(earliest, inf if send.acknowledged is None else send.acknowledged)


def _too_late(revoked: Revoked, sends: Sequence[Send], numbers: Mapping[str, int]) -> Iterator[str]:
    begun = {numbers[send.client_id]: send.begun for send in sends if send.client_id in numbers}
    for number in revoked.transcript.messages:
        if begun.get(number, -inf) > revoked.at:
            yield f"Message {number} was begun after the revocation had answered, and was heard."
