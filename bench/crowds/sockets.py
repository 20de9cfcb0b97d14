"""One plain client socket: handshake, greeting, then bytes as they come. No WebSocket library stands in the way."""

from __future__ import annotations

import asyncio
import base64
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

MASK = b"\0\0\0\0"
PING = b"\x89\x04"  # of uvicorn, with four bytes; sent alone, so it stands at an end of what arrives together
AT_ONCE = 50


@dataclass
class Target:
    """Where a crowd goes, and how its sockets come in.

    Args:
        ports: of the servers; the sockets are dealt out to them in turn.
        servers: their process ids, whose CPU time is told.
        people: the token and the room of each socket; either may be empty.
        greeting: pairs of what to wait for and what to say then, where ROOM stands for the socket's room.
    """

    ports: list[int]
    servers: list[int]
    people: list[list[str]]
    path: str = "/"
    greeting: list[list[str]] = field(default_factory=lambda: [["\r\n\r\n", ""]])


class Socket(asyncio.Protocol):
    """Subclasses say what they do with what they hear (`hear`), which begins after the greeting."""

    def __init__(self, target: Target, number: int) -> None:
        self.target = target
        self.port = target.ports[number % len(target.ports)]
        self.token, self.room = target.people[number]
        self.greeting = [(word.encode(), answer) for word, answer in target.greeting]
        self.tail = b""
        self.arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def come(self) -> None:
        """Connect, and wait for the end of the greeting."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.port)
        await self.arrived

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.WriteTransport = transport  # type: ignore[assignment]  # TCP: it writes
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {self.target.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Upgrade: websocket"]
        lines += ["Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        lines += [f"Authorization: Bearer {self.token}"] if self.token else []
        transport.write("\r\n".join([*lines, "", ""]).encode())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        if data.startswith(PING):
            self._pong(data[2:6])
        elif data[-6:-4] == PING:
            self._pong(data[-4:])
        if self.greeting:
            self._greet(data)
        else:
            self.hear(data)

    def hear(self, data: bytes) -> None:
        """What comes after the greeting."""

    def _pong(self, payload: bytes) -> None:
        self.transport.write(b"\x8a\x84" + MASK + payload)

    def say(self, text: str) -> None:
        """One frame; CLIENT_ID becomes a fresh one, ROOM the socket's room."""
        said = text.replace("CLIENT_ID", str(uuid.uuid4())).replace("ROOM", self.room)
        self.transport.write(text_frame(said.encode()))

    def cut(self) -> None:
        self.transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.arrived.done():
            self.arrived.set_exception(ConnectionError(f"The server closed a socket that was coming: {self.tail!r}"))

    def _greet(self, data: bytes) -> None:
        self.tail += data
        while self.greeting and self.greeting[0][0] in self.tail:
            word, answer = self.greeting.pop(0)
            self.tail = self.tail.split(word, 1)[1]
            if answer:
                self.say(answer)
        if not self.greeting:
            rest, self.tail = self.tail, b""
            self.arrived.set_result(None)
            self.hear(rest)


async def come(sockets: Sequence[Socket], at_once: int = AT_ONCE) -> None:
    """All of them, some at a time."""
    async with asyncio.timeout(120):
        for start in range(0, len(sockets), at_once):
            await asyncio.gather(*(socket.come() for socket in sockets[start : start + at_once]))


def text_frame(text: bytes) -> bytes:
    """A masked client frame; the mask is zero, so the payload goes as it is."""
    size = len(text)
    if size < 126:
        return bytes((0x81, 0x80 | size)) + MASK + text
    return bytes((0x81, 0xFE)) + size.to_bytes(2, "big") + MASK + text


def texts(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole text frames at the start of what a server sent, and the rest."""
    found, at = [], 0
    while len(data) >= at + 2:
        size, start = data[at + 1], at + 2
        if size > 125:
            start += 2 if size == 126 else 8
            size = int.from_bytes(data[at + 2 : start], "big")
        if len(data) < start + size or len(data) < start:
            break
        if data[at] & 0x0F == 1:
            found.append(data[start : start + size])
        at = start + size
    return found, data[at:]
