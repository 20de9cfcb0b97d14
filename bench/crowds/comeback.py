"""A crowd of which all come at once, all are cut at once, and all come back with the last rev that they have seen."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

from bench.crowds.http import Client
from bench.crowds.meter import Meter
from bench.crowds.sockets import Socket, Target, texts

HELLO = b'{"type":"hello"'
SUBSCRIBED = b'{"type":"subscribed"'


class Visitor(Socket):
    """Subscribes its room when greeted, and keeps what it hears until the answer is whole."""

    def __init__(self, target: Target, number: int, since: int | None = None) -> None:
        super().__init__(target, number)
        self.since = {} if since is None else {"since": since}
        self.answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def subscribe(self) -> bytes:
        """The `subscribed` frame."""
        await self.come()
        return await self.answer

    def hear(self, data: bytes) -> None:
        frames, self.tail = texts(self.tail + data)
        for frame in frames:
            if frame.startswith(HELLO):
                self.say(json.dumps({"type": "subscribe", "room": "ROOM", **self.since}))
            elif frame.startswith(SUBSCRIBED) and not self.answer.done():
                self.answer.set_result(frame)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        if not self.answer.done():
            self.answer.set_exception(ConnectionError("The server closed a socket before it was subscribed."))


async def crowd(target: Target, *, missed: int, text: str, statements: str) -> dict[str, Any]:
    """
    Args:
        missed: messages that are posted while everyone is away, by the last of the people, who has no socket.
        statements: the file in which the server notes its SQL statements, or nothing.
    """
    token, room = target.people.pop()
    await post(Client(target.ports[0], token), room, 1, text)
    first = await arrive(target, statements, [None] * len(target.people))
    for visitor in first["visitors"]:
        visitor.cut()
    await post(Client(target.ports[0], token), room, missed, text)
    second = await arrive(target, statements, [frame["rev"] for frame in first["frames"]])
    right = sum(caught_up(frame, missed) for frame in second["frames"])
    return {"first": told(first), "second": told(second), "right": right}


async def post(founder: Client, room: str, count: int, text: str) -> None:
    await founder.come()
    for _ in range(count):
        status = await founder.post(room, text)
        if status != 201:
            raise ConnectionError(f"A post was answered with {status}.")


async def arrive(target: Target, statements: str, since: list[int | None]) -> dict[str, Any]:
    """All at once. What they heard is read after the clock was stopped."""
    visitors = [Visitor(target, number, rev) for number, rev in enumerate(since)]
    before, meter = noted(statements), Meter(target.servers)
    async with asyncio.timeout(120):
        frames = await asyncio.gather(*(visitor.subscribe() for visitor in visitors))
    end = time.perf_counter()
    used = {"seconds": end - meter.start, **meter.read(end), "statements": noted(statements)[len(before) :]}
    return used | {"visitors": visitors, "frames": [json.loads(frame) for frame in frames]}


def noted(statements: str) -> list[str]:
    return Path(statements).read_text().splitlines() if statements else []


def caught_up(frame: dict[str, Any], missed: int) -> bool:
    """Exactly the messages that were posted meanwhile."""
    revs = [message["rev"] for message in frame["messages"]]
    return not frame["reset"] and len(revs) == missed and revs == sorted(set(revs)) and revs[-1:] == [frame["rev"]]


def told(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in {"visitors", "frames"}}
