"""How bytes leave a socket: straight to uvicorn's transport, or through the plain ASGI `send` of any server."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

FLUSH_BEFORE_CLOSE = 5


@dataclass(frozen=True, slots=True)
class Block:
    """Frames that leave together: JSON texts, and the same as WebSocket frames in one piece."""

    texts: Sequence[bytes]
    packet: bytes


class Outlet(Protocol):
    """`write` and `backlog` tell how many bytes wait for the reader."""

    def write(self, block: Block) -> int: ...
    def backlog(self) -> int: ...
    def close(self, code: int) -> None: ...


def block_of(*texts: bytes) -> Block:
    return Block(texts, b"".join(map(websocket_frame, texts)))


def websocket_frame(text: bytes) -> bytes:
    """A final, unmasked text frame (RFC 6455, section 5.2)."""
    size = len(text)
    if size < 126:
        return b"\x81" + size.to_bytes(1, "big") + text
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + text
    return b"\x81\x7f" + size.to_bytes(8, "big") + text


class Held:
    """In front of another outlet: keeps what is written, and closes at once without it."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self.blocks: list[Block] = []
        self._size = 0

    def write(self, block: Block) -> int:
        self.blocks.append(block)
        self._size += len(block.packet)
        return self.backlog()

    def backlog(self) -> int:
        return self._size + self.outlet.backlog()

    def close(self, code: int) -> None:
        self.outlet.close(code)


class AsgiOutlet:
    """A queue in front of `send`, for servers that take no ready frames. `run` empties it."""

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self._send = send
        self._texts: deque[bytes] = deque()
        self._waiting = asyncio.Event()
        self._closing = asyncio.Event()
        self._size = 0
        self._code = 0

    def write(self, block: Block) -> int:
        self._texts += block.texts
        self._size += sum(map(len, block.texts))
        self._waiting.set()
        return self._size

    def backlog(self) -> int:
        return self._size

    def close(self, code: int) -> None:
        self._code = self._code or code
        self._waiting.set()
        self._closing.set()

    async def run(self) -> None:
        """Until closed. A peer that reads too slowly has a moment to hear the rest, and then why."""
        sending = asyncio.ensure_future(self._send_waiting())
        try:
            await self._closing.wait()
            await asyncio.wait([sending], timeout=FLUSH_BEFORE_CLOSE)
        finally:
            sending.cancel()
        with suppress(OSError):
            await self._send({"type": "websocket.close", "code": self._code})

    async def _send_waiting(self) -> None:
        with suppress(OSError):  # how a server says that the peer is gone
            while self._texts or not self._code:
                await self._waiting.wait()
                self._waiting.clear()
                await self._empty()

    async def _empty(self) -> None:
        while self._texts:
            text = self._texts.popleft()
            await self._send({"type": "websocket.send", "text": text.decode()})
            self._size -= len(text)
