"""A lean HTTP/1.1 client: one connection that is kept, one request at a time, the answer's status, body and time."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid

from bench.crowds.meter import Meter
from bench.crowds.sockets import Target

LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


class Client(asyncio.Protocol):
    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self.head = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
        self.heard = b""
        self.answer: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()

    async def come(self) -> None:
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.WriteTransport = transport  # type: ignore[assignment]  # TCP: it writes

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send a request and wait for its whole answer: status and body."""
        self.answer = asyncio.get_running_loop().create_future()
        more = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self.transport.write(f"{method} {path} HTTP/1.1\r\n{self.head}{more}\r\n".encode() + body)
        return await self.answer

    def data_received(self, data: bytes) -> None:
        self.heard += data
        head, end, body = self.heard.partition(b"\r\n\r\n")
        length = LENGTH.search(head) if end else None
        if length and len(body) >= int(length[1]):
            self.heard = b""
            self.answer.set_result((int(head[9:12]), body))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.answer.done():
            self.answer.set_exception(ConnectionError("The server closed a connection that waited for its answer."))

    async def post(self, room: str, text: str) -> int:
        """Returns the answer's status."""
        body = json.dumps({"body": text, "client_id": str(uuid.uuid4())}).encode()
        status, _ = await self.ask("POST", f"/api/v1/rooms/{room}/messages", body)
        return status


async def crowd(target: Target, *, seconds: float, text: str) -> dict[str, float]:
    """Everyone posts into their own room, one post after the other, until the time is over."""
    clients = [Client(target.ports[0], token) for token, _ in target.people]
    await asyncio.gather(*(client.come() for client in clients))
    await clients[0].ask("GET", "/api/v1/rooms")  # a server imports its pages when it is first asked for one
    meter = Meter(target.servers)
    end = meter.start + seconds
    work = [keep_posting(client, room, text, end) for client, (_, room) in zip(clients, target.people, strict=True)]
    counts = await asyncio.gather(*work)
    last = time.perf_counter()
    return {
        "rate": sum(counts) / (last - meter.start),
        "posted": sum(counts),
        "acknowledged": sum(counts),
        **meter.read(last),
    }


async def keep_posting(client: Client, room: str, text: str, end: float) -> int:
    count = 0
    while time.perf_counter() < end:
        status = await client.post(room, text)
        if status != 201:
            raise ConnectionError(f"A post was answered with {status}.")
        count += 1
    return count
