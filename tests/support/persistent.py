"""People who do not give up: whoever cuts them off, they come back with their rev and their unsent message."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from tests.support.client import open_socket
from tests.support.frames import Json, check_frame
from tests.support.history import Send, Transcript
from tests.support.servers import Server
from tests.support.waiting import soon

AGAIN = 0.1
IMPATIENCE = 15.0


@dataclass
class Ending:
    """When and how one of somebody's sockets ended, and after how many seconds it was told to come back."""

    when: float
    code: int
    hint: float | None


class Persistent:
    """Somebody's socket, opened again whenever it ends."""

    def __init__(self, server: Server, who: str, room: str, **options: Any) -> None:
        self.server, self.who, self.room, self.options = server, who, room, options
        self.sockets = 0
        self.port = 0
        self.endings: list[Ending] = []
        self._hint: float | None = None

    async def run(self) -> None:
        while True:
            with contextlib.suppress(WebSocketException, OSError, TimeoutError, EOFError):
                async with await open_socket(self.server, self.who, **self.options) as socket:
                    self.sockets += 1
                    await self._whole_life(socket)
            await asyncio.wait_for(_nothing(AGAIN), 5)

    async def _whole_life(self, socket: ClientConnection) -> None:
        self._hint, self.port = None, socket.local_address[1]
        try:
            await self._live(socket)
        finally:
            if socket.close_code is not None:
                await self._end(socket, socket.close_code)

    async def _live(self, socket: ClientConnection) -> None:
        raise NotImplementedError

    async def _end(self, socket: ClientConnection, code: int) -> None:
        """What came before the end counts, though nobody waited for it any more."""
        ended = time.monotonic()
        with contextlib.suppress(WebSocketException):
            async for text in socket:
                self._hear(text)
        self.endings.append(Ending(ended, code, self._hint))

    def _hear(self, text: str | bytes) -> Json:
        frame: Json = json.loads(text)
        if frame["type"] == "error" and "client_id" not in frame and "room" not in frame:
            self._hint = frame.get("retry_after")
        return frame


class Reader(Persistent):
    """Reads a room, resumes with the last rev, and keeps what a client would show."""

    def __init__(self, server: Server, who: str, room: str, **options: Any) -> None:
        super().__init__(server, who, room, **options)
        self.transcript = Transcript(room)

    @property
    def rev(self) -> int:
        return self.transcript.rev or 0

    def slowest(self, sends: Iterable[Send]) -> float:
        """Seconds from the slowest's acknowledgement until it was here."""
        return max(self.transcript.heard_at[send.number] - (send.acknowledged or 0) for send in sends)

    async def _live(self, socket: ClientConnection) -> None:
        since = {} if self.transcript.rev is None else {"since": self.transcript.rev}
        await socket.send(json.dumps({"type": "subscribe", "room": self.room, **since}))
        async for text in socket:
            self.transcript.take(check_frame(self._hear(text)))


class Writer(Persistent):
    """Posts one message after the other, each until it is acknowledged.

    Args:
        gives_up: forgets what it was sending when its socket ends, instead of sending it again.
        pause: seconds between an acknowledgement and the next message.
    """

    def __init__(
        self, server: Server, who: str, room: str, *, gives_up: bool = False, pause: float = 0.0, **options: Any
    ) -> None:
        super().__init__(server, who, room, **options)
        self.sends: list[Send] = []
        self.refused: list[Json] = []
        self.gives_up, self.pause = gives_up, pause
        self.finishing = False

    @property
    def acknowledged(self) -> list[Send]:
        return [send for send in self.sends if send.acknowledged is not None]

    @property
    def is_idle(self) -> bool:
        """Whether nothing of it is under way."""
        return not self.sends or self.sends[-1].acknowledged is not None

    @property
    def slowest(self) -> float:
        """Seconds that the slowest acknowledged send took."""
        return max((send.acknowledged or 0) - send.begun for send in self.acknowledged)

    async def _live(self, socket: ClientConnection) -> None:
        if self.gives_up:
            self._begin()
        while not (self.finishing and self.is_idle):
            async with asyncio.timeout(IMPATIENCE):
                await self._send(socket, self._current())
            await _nothing(self.pause)
        await socket.wait_closed()

    def _current(self) -> Send:
        return self._begin() if self.is_idle else self.sends[-1]

    def _begin(self) -> Send:
        self.sends.append(Send(str(uuid4()), time.monotonic()))
        return self.sends[-1]

    async def _send(self, socket: ClientConnection, send: Send) -> None:
        body = f"{self.who} {len(self.sends)}"
        await socket.send(json.dumps({"type": "post", "room": self.room, "client_id": send.client_id, "body": body}))
        async for text in socket:
            frame = self._hear(text)
            if frame.get("client_id") == send.client_id and frame["type"] in {"posted", "error"}:
                await self._answered(send, frame)
                return

    async def _answered(self, send: Send, frame: Json) -> None:
        if frame["type"] == "posted":
            send.acknowledged, send.number = time.monotonic(), frame["number"]
            return
        assert frame["code"] == "unavailable", frame
        self.refused.append(frame)
        await _nothing(frame["retry_after"])


@contextlib.asynccontextmanager
async def running(*people: Persistent) -> AsyncIterator[None]:
    """They do what they do while the block runs; what goes wrong with one of them is raised at its end."""
    tasks = [asyncio.ensure_future(person.run()) for person in people]
    try:
        yield
    finally:
        done = [task for task in tasks if task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()


@contextlib.asynccontextmanager
async def writing(*writers: Writer) -> AsyncIterator[None]:
    """They write while the block runs, and each then waits for its last acknowledgement."""
    async with running(*writers):
        yield
        for writer in writers:
            writer.finishing = True
        await soon(lambda: all(writer.is_idle for writer in writers), within=60)


async def written(writers: Sequence[Writer], more: int, *, each: int = 0) -> None:
    """Until so many more messages are acknowledged, and of each writer so many."""
    before = [len(one.acknowledged) for one in writers]

    def grown() -> bool:
        new = [len(one.acknowledged) - known for one, known in zip(writers, before, strict=True)]
        return sum(new) >= more and min(new) >= each

    await soon(grown, within=120)


async def everyone_at(rev: Callable[[], int], readers: Sequence[Reader], *, within: float = 60) -> None:
    """Until all readers have heard of everything."""
    await soon(lambda: all(reader.rev == rev() for reader in readers), within=within, every=0.1)


async def _nothing(seconds: float) -> None:
    waiter: Awaitable[None] = asyncio.get_running_loop().create_future()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(waiter, seconds)
