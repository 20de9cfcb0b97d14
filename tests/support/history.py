"""What somebody heard of a room, folded as a client folds it, and held against what is in the room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from tests.support.frames import Json


class Transcript:
    """The messages of one room as a client has them, and the order in which it heard of them."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.messages: dict[int, Json] = {}
        self.rev: int | None = None
        self.heard: list[int] = []
        self.wrong: list[str] = []

    def take(self, frame: Json) -> None:
        if frame.get("room") != self.room:
            return
        match frame["type"]:
            case "subscribed":
                self._start(frame)
            case "message" | "room":
                self._move_to(frame["rev"])
                self._keep([frame["message"]] if "message" in frame else [])

    def _start(self, frame: Json) -> None:
        if frame["reset"]:
            self.messages.clear()
        revs = [message["rev"] for message in frame["messages"]]
        if not frame["reset"] and revs != sorted(set(revs)):
            self.wrong.append(f"answered out of order: {revs}")
        self._keep(frame["messages"])
        self.rev = frame["rev"]

    def _move_to(self, rev: int) -> None:
        if self.rev is None or rev <= self.rev:
            self.wrong.append(f"rev {rev} after {self.rev}")
        self.rev = rev

    def _keep(self, messages: Iterable[Json]) -> None:
        for message in messages:
            if message["number"] not in self.messages:
                self.heard.append(message["number"])
            self.messages[message["number"]] = message

    @property
    def list(self) -> list[Json]:
        return [self.messages[number] for number in sorted(self.messages)]


def transcript(room: str, frames: Iterable[Json]) -> Transcript:
    """Of a whole life of frames, over however many sockets."""
    made = Transcript(room)
    for frame in frames:
        made.take(frame)
    return made


def check_view(heard: Transcript, fresh: Sequence[Json]) -> None:
    """Nothing came twice or out of order, and what is on the screen is what a fresh load shows."""
    assert not heard.wrong
    first = min(heard.messages, default=1)
    assert heard.list == [message for message in fresh if message["number"] >= first]


def check_room(fresh: Sequence[Json]) -> None:
    """Numbers without a hole, and each rev and each client_id once."""
    assert [message["number"] for message in fresh] == list(range(1, len(fresh) + 1))
    for key in ("rev", "client_id"):
        assert len({message[key] for message in fresh}) == len(fresh)


def check_acknowledged(acknowledged: Mapping[str, Json], fresh: Sequence[Json]) -> None:
    """Every message that the server acknowledged is there, under the number that it said."""
    there = {message["client_id"]: message["number"] for message in fresh}
    said = {client_id: posted["number"] for client_id, posted in acknowledged.items()}
    assert {client_id: there.get(client_id) for client_id in said} == said


def check_same_order(transcripts: Sequence[Transcript]) -> None:
    """All heard of the messages in one order, which is that of their numbers."""
    for heard in transcripts:
        assert all(one < other for one, other in pairwise(heard.heard))
