"""People who talk and listen through every failure, and the checker of what they were told and saw."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from websockets.exceptions import InvalidHandshake, WebSocketException

from tests.support.client import open_socket
from tests.support.frames import Json
from tests.support.history import Transcript, check_acknowledged, check_room, check_same_order, check_view
from tests.support.servers import Server
from tests.support.waiting import soon

GONE = (OSError, EOFError, TimeoutError, InvalidHandshake, WebSocketException)
PATIENCE = 10


async def back_off() -> None:
    """What a client does before it comes back, so that a server that starts is left to it."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(random.uniform(0.05, 0.5)):
            await asyncio.Event().wait()


class Writer:
    """Posts one message after the other and repeats each, with the same key, until it is acknowledged."""

    def __init__(self, server: Server, who: str, room: str) -> None:
        self.server, self.who, self.room = server, who, room
        self.acknowledged: dict[str, Json] = {}
        self.retries = 0

    async def write(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.post(str(uuid4()))

    async def write_many(self, count: int, under_way: int = 50) -> None:
        """Post without waiting for each; the server does not fail meanwhile."""
        async with await open_socket(self.server, self.who) as socket:
            for start in range(0, count, under_way):
                wanted = [str(uuid4()) for _ in range(min(under_way, count - start))]
                for client_id in wanted:
                    await socket.send(json.dumps(self._command(client_id)))
                for client_id in wanted:
                    self.acknowledged[client_id] = await self._answer(socket, client_id)

    async def post(self, client_id: str) -> None:
        while client_id not in self.acknowledged:
            with contextlib.suppress(*GONE):
                async with asyncio.timeout(PATIENCE):
                    await self._try(client_id)
            if client_id not in self.acknowledged:
                self.retries += 1
                await back_off()

    async def _try(self, client_id: str) -> None:
        """Over one socket, for as long as it holds."""
        async with await open_socket(self.server, self.who) as socket:
            while True:
                await socket.send(json.dumps(self._command(client_id)))
                self.acknowledged[client_id] = await self._answer(socket, client_id)
                client_id = str(uuid4())

    async def _answer(self, socket: Any, client_id: str) -> Json:
        async for text in socket:
            frame = json.loads(text)
            assert frame["type"] != "error", frame
            if frame["type"] == "posted" and frame["client_id"] == client_id:
                return dict(frame)
        raise EOFError

    def _command(self, client_id: str) -> Json:
        return {"type": "post", "room": self.room, "client_id": client_id, "body": f"{self.who} says {client_id}"}


class Reader:
    """Follows a room through every cut, and comes back with the last rev that it has seen."""

    def __init__(self, server: Server, who: str, room: str, *, port: int = 0) -> None:
        self.server, self.who, self.room = server, who, room
        self.way = {"host": "127.0.0.1", "port": port or server.port}
        self.transcript = Transcript(room)
        self.cuts = 0

    @property
    def rev(self) -> int | None:
        return self.transcript.rev

    async def read(self) -> None:
        while True:
            with contextlib.suppress(*GONE):
                await self._follow()
            self.cuts += 1
            await back_off()

    async def _follow(self) -> None:
        async with await open_socket(self.server, self.who, **self.way) as socket:
            cursor = {} if self.rev is None else {"since": self.rev}
            await socket.send(json.dumps({"type": "subscribe", "room": self.room, **cursor}))
            async for text in socket:
                self.transcript.take(json.loads(text))


def head(server: Server, who: str, room: str) -> int:
    """The room's rev in the database, now."""
    with server.api(who) as api:
        return int(api.get(f"rooms/{room}").raise_for_status().json()["rev"])


def fresh(server: Server, who: str, room: str) -> list[Json]:
    """The whole room as somebody sees it who comes in now."""
    with server.api(who) as api:
        return sorted(_pages(api, room), key=lambda message: message["number"])


def _pages(api: Any, room: str) -> Iterator[Json]:
    before = ""
    while True:
        page = api.get(f"rooms/{room}/messages?limit=200{before}").raise_for_status().json()
        yield from page["messages"]
        if not page["more_before"]:
            return
        before = f"&before={page['messages'][0]['number']}"


async def all_caught_up(readers: list[Reader], *, within: float = 30) -> None:
    wanted = head(readers[0].server, "mina", readers[0].room)
    await soon(lambda: all(reader.rev == wanted for reader in readers), within=within)


def check(writers: list[Writer], readers: list[Reader]) -> None:
    """Every acknowledged message exactly once, numbers without a hole, the same order for everyone."""
    truth = fresh(readers[0].server, "mina", readers[0].room)
    check_room(truth)
    for writer in writers:
        check_acknowledged(writer.acknowledged, truth)
        numbers = [posted["number"] for posted in writer.acknowledged.values()]
        assert numbers == sorted(numbers), "a later message stands before an earlier one"
    for reader in readers:
        check_view(reader.transcript, truth)
    check_same_order([reader.transcript for reader in readers])


class Disturbance:
    """Somebody who posts, edits, deletes and reacts over HTTP, by a seed."""

    def __init__(self, server: Server, who: str, room: str, seed: int) -> None:
        self.api = server.api(who)
        self.path = f"rooms/{room}/messages"
        self.random = random.Random(seed)
        self.posted: list[int] = []

    def act(self, times: int) -> None:
        for _ in range(times):
            self.random.choice([self.post, self.post, self.edit, self.delete, self.react])()

    def post(self) -> None:
        answer = self.api.post(self.path, json={"body": f"Number {self.random.random()}"}).raise_for_status()
        self.posted.append(answer.json()["number"])

    def edit(self) -> None:
        if number := self._one():
            self.api.patch(f"{self.path}/{number}", json={"body": f"Better: {self.random.random()}"}).raise_for_status()

    def delete(self) -> None:
        if number := self._one():
            self.api.delete(f"{self.path}/{number}").raise_for_status()
            self.posted.remove(number)

    def react(self) -> None:
        if number := self._one():
            self.api.put(f"{self.path}/{number}/reactions/{self.random.choice('👍🎉👀')}").raise_for_status()

    def _one(self) -> int | None:
        return self.random.choice(self.posted) if self.posted else None
