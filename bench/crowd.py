"""A crowd of plain sockets in one room: they connect, take what they are sent as fast as they can, and count it.

Run as a process of its own, so that counting does not take the server's core. It prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import time
import uuid
from pathlib import Path

import uvloop

MASK = b"\0\0\0\0"


def text_frame(text: bytes) -> bytes:
    """A masked client frame; the mask is zero, so the payload goes as it is."""
    size = len(text)
    if size < 126:
        return bytes((0x81, 0x80 | size)) + MASK + text
    return bytes((0x81, 0xFE)) + size.to_bytes(2, "big") + MASK + text


class Member(asyncio.Protocol):
    """One socket. `marker` stands once in every delivered message."""

    def __init__(self, crowd: Crowd, greeting: list[bytes], token: str) -> None:
        self.crowd = crowd
        self.headers = [f"Authorization: Bearer {token}"] if token else []
        self.greeting = greeting
        self.count = 0
        self.tail = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {self.crowd.path} HTTP/1.1", f"Host: 127.0.0.1:{self.crowd.port}", "Upgrade: websocket"]
        lines += ["Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", *self.headers]
        transport.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        if self.greeting:
            self.greet(data)
            return
        seen = self.tail + data
        found = seen.count(self.crowd.marker)
        self.tail = seen[-len(self.crowd.marker) + 1 :]
        if found:
            self.count += found
            self.crowd.delivered(self, found)

    def greet(self, data: bytes) -> None:
        """Wait for each expected word of the greeting, then the socket is in the room."""
        self.tail += data
        while self.greeting and self.greeting[0] in self.tail:
            self.tail = self.tail.split(self.greeting.pop(0), 1)[1]
            if len(self.greeting) == 1 and self.crowd.opening:
                self.transport.write(text_frame(self.crowd.opening))
        if not self.greeting:
            self.tail = b""
            self.crowd.arrived()

    def connection_lost(self, error: Exception | None) -> None:
        self.crowd.lost += 1


class Crowd:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.port = options.port
        self.path = options.path
        self.tokens = options.tokens.read_text().split() if options.tokens else []
        self.marker = options.marker.encode()
        self.opening = options.opening.encode()
        self.greeting = [word.encode() for word in options.greeting]
        self.members: list[Member] = []
        self.made = self.here = self.total = self.sent = self.lost = 0
        self.ready = asyncio.Event()
        self.progress = asyncio.Event()
        self.last = 0.0

    def arrived(self) -> None:
        self.here += 1
        if self.here == self.options.sockets:
            self.ready.set()

    def delivered(self, member: Member, found: int) -> None:
        self.total += found
        self.last = time.perf_counter()
        if member is self.members[0]:
            self.progress.set()

    async def come(self) -> None:
        loop = asyncio.get_running_loop()
        for start in range(0, self.options.sockets, 50):
            joining = range(start, min(start + 50, self.options.sockets))
            made = [loop.create_connection(self.member, "127.0.0.1", self.port) for _ in joining]
            for _, member in await asyncio.gather(*made):
                self.members.append(member)
        async with asyncio.timeout(60):
            await self.ready.wait()

    def member(self) -> Member:
        self.made += 1
        return Member(self, list(self.greeting), self.tokens[self.made - 1] if self.tokens else "")

    async def talk(self) -> float:
        """Keep some messages under way for some seconds, counting what comes back to the writer. Returns the start."""
        start = time.perf_counter()
        writer = self.members[0]
        while time.perf_counter() - start < self.options.seconds:
            for _ in range(self.options.under_way - (self.sent - writer.count)):
                self.post(writer)
            self.progress.clear()
            try:
                async with asyncio.timeout(1):
                    await self.progress.wait()
            except TimeoutError:  # a server that drops messages gets new ones
                self.sent = writer.count
        return start

    def post(self, writer: Member) -> None:
        message = self.options.message.replace("CLIENT_ID", str(uuid.uuid4()))
        writer.transport.write(text_frame(message.encode()))
        self.sent += 1

    async def settle(self) -> None:
        """Until nothing has come for a second."""
        before = -1
        while before != self.total:
            before = self.total
            await asyncio.sleep(1)

    async def run(self) -> dict[str, float]:
        await self.come()
        start = await self.talk() if self.options.message else await self.listen()
        await self.settle()
        seconds = self.last - start
        expected = self.members[0].count * len(self.members)
        return {"deliveries": self.total, "expected": expected, "seconds": seconds, "rate": self.total / seconds}

    async def listen(self) -> float:
        """For a server that sends by itself as soon as everyone is here."""
        start = time.perf_counter()
        await asyncio.sleep(self.options.seconds)
        return start


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", default="/")
    parser.add_argument("--tokens", type=Path, help="a file with a token for each socket")
    parser.add_argument("--sockets", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--under-way", type=int, default=8)
    parser.add_argument("--greeting", nargs="+", default=["\r\n\r\n"], help="expected before the start, in order")
    parser.add_argument("--opening", default="", help="what to send before the last word of the greeting")
    parser.add_argument("--message", default="", help="what the first socket posts; CLIENT_ID is replaced")
    parser.add_argument("--marker", required=True, help="what stands once in every delivered message")
    return parser.parse_args()


def main() -> None:
    async def crowd() -> dict[str, float]:
        return await Crowd(options()).run()

    print(json.dumps(uvloop.run(crowd())))


if __name__ == "__main__":
    main()
