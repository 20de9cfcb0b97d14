"""People who do not give up: whoever cuts them off, they come back with their rev and their unsent message."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from socket import SO_RCVBUF, SOL_SOCKET
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
LITTLE, MUCH = 16_384, 4_194_304


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
        self.socket: ClientConnection | None = None
        self.endings: list[Ending] = []
        self._hint: float | None = None

    async def run(self) -> None:
        while True:
            with contextlib.suppress(WebSocketException, OSError, TimeoutError, EOFError):
                async with await open_socket(self.server, self.who, **self.options) as socket:
                    self.sockets += 1
                    await self._whole_life(socket)
            await pause(AGAIN)

    def stop_reading(self) -> None:
        """Let what the server sends pile up there, for the kernel takes little of it, until `read_on`."""
        self._let_the_kernel_take(LITTLE).pause_reading()

    def read_on(self) -> None:
        self._let_the_kernel_take(MUCH).resume_reading()

    def _let_the_kernel_take(self, size: int) -> asyncio.Transport:
        assert self.socket
        transport = self.socket.transport
        transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_RCVBUF, size)
        return transport

    async def _whole_life(self, socket: ClientConnection) -> None:
        self._hint, self.port, self.socket = None, socket.local_address[1], socket
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
    """Reads a room, resumes with the last rev, and keeps what a client would show.

    Args:
        checked: holds every frame against the protocol, which takes longer than anything else.
    """

    def __init__(self, server: Server, who: str, room: str, *, checked: bool = True, **options: Any) -> None:
        super().__init__(server, who, room, **options)
        self.transcript = Transcript(room)
        self.checked = checked

    @property
    def rev(self) -> int:
        return self.transcript.rev or 0

    def slowest(self, sends: Iterable[Send]) -> float:
        """Seconds from the slowest's acknowledgement until it was here."""
        return max(self.transcript.heard_at[send.number] - (send.acknowledged or 0) for send in sends)

    async def _live(self, socket: ClientConnection) -> None:
        await self._subscribe(socket)
        async for text in socket:
            self._take(text)

    async def _subscribe(self, socket: ClientConnection) -> None:
        since = {} if self.transcript.rev is None else {"since": self.transcript.rev}
        await socket.send(json.dumps({"type": "subscribe", "room": self.room, **since}))

    def _take(self, text: str | bytes) -> None:
        frame = self._hear(text)
        assert frame["type"] != "error" or frame["code"] == "unavailable", frame
        self.transcript.take(check_frame(frame) if self.checked else frame)


class Posting:
    """One message after the other, each until it is acknowledged.

    Args:
        pause: seconds between an acknowledgement and the next message.
        padding: more text for each message.
    """

    def __init__(self, pause: float, padding: str = "") -> None:
        self.pause, self.padding = pause, padding
        self.sends: list[Send] = []
        self.refused: list[Json] = []
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

    async def run(self) -> None:
        raise NotImplementedError

    @property
    def _is_done(self) -> bool:
        return self.finishing and self.is_idle

    def _current(self) -> Send:
        return self._begin() if self.is_idle else self.sends[-1]

    def _begin(self) -> Send:
        self.sends.append(Send(str(uuid4()), time.monotonic()))
        return self.sends[-1]

    def _acknowledge(self, send: Send, number: int) -> None:
        send.acknowledged, send.number = time.monotonic(), number

    async def _refuse(self, error: Json) -> None:
        assert error["code"] == "unavailable", error
        self.refused.append(error)
        await pause(error["retry_after"])


class Writer(Persistent, Posting):
    """Over a socket.

    Args:
        gives_up: forgets what it was sending when its socket ends, instead of sending it again.
        again: seconds after which it sends what is not acknowledged a second time, over the same socket.
    """

    def __init__(
        self,
        server: Server,
        who: str,
        room: str,
        *,
        gives_up: bool = False,
        again: float | None = None,
        pause: float = 0.0,
        padding: str = "",
        **options: Any,
    ) -> None:
        Persistent.__init__(self, server, who, room, **options)
        Posting.__init__(self, pause, padding)
        self.gives_up, self.again = gives_up, again

    async def _live(self, socket: ClientConnection) -> None:
        if self.gives_up:
            self._begin()
        while not self._is_done:
            async with asyncio.timeout(IMPATIENCE):
                await self._send(socket, self._current())
            await pause(self.pause)
        await socket.wait_closed()

    async def _send(self, socket: ClientConnection, send: Send) -> None:
        body = f"{self.who} {len(self.sends)}{self.padding}"
        text = json.dumps({"type": "post", "room": self.room, "client_id": send.client_id, "body": body})
        frame = None
        while frame is None:
            await socket.send(text)
            frame = await self._answer_in_time(socket, send)
        await self._answered(send, frame)

    async def _answer_in_time(self, socket: ClientConnection, send: Send) -> Json | None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.again):
                return await self._answer(socket, send)
        return None

    async def _answer(self, socket: ClientConnection, send: Send) -> Json:
        while True:
            frame = self._hear(await socket.recv())
            if frame.get("client_id") == send.client_id and frame["type"] in {"posted", "error"}:
                return frame

    async def _answered(self, send: Send, frame: Json) -> None:
        if frame["type"] == "posted":
            self._acknowledge(send, frame["number"])
        else:
            await self._refuse(frame)


@contextlib.asynccontextmanager
async def running(*people: Persistent | Posting) -> AsyncIterator[None]:
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
async def writing(*writers: Posting) -> AsyncIterator[None]:
    """They write while the block runs, and each then waits for its last acknowledgement."""
    async with running(*writers):
        yield
        for writer in writers:
            writer.finishing = True
        await soon(lambda: all(writer.is_idle for writer in writers), within=60)


async def written(writers: Sequence[Posting], more: int, *, each: int = 0) -> None:
    """Until so many more messages are acknowledged, and of each writer so many."""
    before = [len(one.acknowledged) for one in writers]

    def grown() -> bool:
        new = [len(one.acknowledged) - known for one, known in zip(writers, before, strict=True)]
        return sum(new) >= more and min(new) >= each

    await soon(grown, within=120)


async def everyone_at(rev: Callable[[], int], readers: Sequence[Reader], *, within: float = 60) -> None:
    """Until all readers have heard of everything."""
    await soon(lambda: {reader.rev for reader in readers} == {rev()}, within=within, every=0.1)


async def pause(seconds: float) -> None:
    """`wait_for` may swallow a cancellation that comes at its last moment, and whoever waits would never end."""
    await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=seconds)
