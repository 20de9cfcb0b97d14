"""A hub on a stage: no loop, no database, no network; the test says when time passes and what comes from where."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hubbub import wire
from hubbub.live.connection import NOTHING_READ, Connection, Mark
from hubbub.live.feed import Feed, Head
from hubbub.live.hub import Hub
from hubbub.live.outlet import Block
from hubbub.live.presence import Presence

Json = dict[str, Any]


class Tape:
    """An outlet that records what was written, and how full it is as the test says."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []
        self.blocks = 0
        self.size = 0
        self.code = 0

    def write(self, block: Block) -> int:
        self.texts += block.texts
        self.blocks += 1
        return self.size

    def backlog(self) -> int:
        return self.size

    def close(self, code: int) -> None:
        self.code = code


class Stage:
    """One room, number 1, called tea, unless a test opens others."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked: list[Feed] = []
        self.soon: list[Callable[[], None]] = []
        self.serving: set[int] = set()
        self.presence = Presence(lambda: self.now)
        self.hub = Hub(
            presence=self.presence, behind=self.asked.append, call_soon=self.soon.append, serving=self._serve
        )

    def _serve(self, room: int, on: bool) -> None:
        (self.serving.add if on else self.serving.discard)(room)

    def socket(self, person: int, *, session: str = "session", only: int | None = None) -> Connection:
        connection = Connection(person, session, Tape(), only)
        self.hub.attach(connection)
        return connection

    def follower(
        self, person: int, *, room: int = 1, rev: int = 0, only: int | None = None, mark: Mark = NOTHING_READ
    ) -> Connection:
        connection = self.socket(person, only=only)
        self.hub.follow(connection, room, name_of(room), Head(rev, rev, rev), mark=mark)
        return connection

    def subscriber(self, person: int, *, rev: int = 0, only: int | None = None) -> Connection:
        connection = self.follower(person, rev=rev, only=only)
        self.subscribe(connection, rev)
        return connection

    def subscribe(self, connection: Connection, rev: int) -> None:
        feed = self.hub.feeds[1]
        self.hub.ready(feed, connection, feed.begin(connection), answer(rev))

    def turn(self) -> None:
        """The next turn of the loop."""
        soon, self.soon[:] = list(self.soon), []
        for call in soon:
            call()

    def hear(self, *items: wire.Item) -> None:
        for item in items:
            self.hub.hear(item)
        self.turn()

    def second(self) -> None:
        self.now += 1
        self.hub.tick()


def name_of(room: int) -> str:
    return {1: "tea", 2: "coffee"}[room]


def event(rev: int, *, room: int = 1, **fields: Any) -> wire.RoomEvent:
    """A message's change, of a message of its own unless the test says which."""
    number = fields.setdefault("message", rev)
    frame = {"type": "event", "rev": rev, "message": {"number": number, "rev": rev}}
    last = fields.pop("number", rev)
    return wire.RoomEvent(room, rev, last, json.dumps(frame).encode(), **{"shown": last} | fields)


def answer(rev: int) -> wire.Subscribed:
    state = wire.Room("tea", "Tea", "", "public", False, 2, rev, rev, "member", rev)
    return wire.Subscribed(room="tea", rev=rev, reset=False, messages=[], room_state=state, online=[])


def frames(connection: Connection) -> list[Json]:
    assert isinstance(connection.outlet, Tape)
    return [json.loads(text) for text in connection.outlet.texts]


def of(connection: Connection, type: str) -> list[Json]:
    return [frame for frame in frames(connection) if frame["type"] == type]


def revs(connection: Connection) -> list[int]:
    """Of the events that it heard, in their order."""
    return [frame["rev"] for frame in of(connection, "event")]
