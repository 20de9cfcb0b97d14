"""The server's own requests: what a peer may do to them, and what not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import cast

import pytest

from hubbub.outbound import safe_http
from hubbub.outbound.safe_http import LARGEST_ANSWER, Answer, NotAllowed, Unreachable

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def peer(serve: Serve) -> AsyncIterator[str]:
    """Somebody at a local address who answers each connection like this."""
    tasks: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(cast("asyncio.Task[None]", asyncio.current_task()))
        with suppress(asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            await serve(reader, writer)
            await reader.read()
        writer.transport.abort()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def says(answer: bytes, *, ends: bool = True) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        if ends:
            writer.close()

    return serve


async def ask(url: str, *, seconds: float = 5, body: bytes = b"hello") -> Answer:
    return await safe_http.post(url, {"TTL": "60"}, body, loopback=True, seconds=seconds)


async def test_a_request_arrives_as_it_is_meant() -> None:
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"hello"))
        writer.write(b"HTTP/1.1 201 Created\r\nLocation: /x\r\nContent-Length: 2\r\n\r\nok")
        writer.close()

    async with peer(serve) as url:
        answer = await ask(f"{url}/send/a?b=c")
    assert answer == Answer(201, {"location": "/x", "content-length": "2"}, b"ok")
    head = heard[0].decode().lower()
    assert head.startswith("post /send/a?b=c http/1.1\r\n")
    assert "ttl: 60\r\n" in head
    assert "content-length: 5\r\n" in head
    assert f"host: {url.removeprefix('http://')}\r\n" in head


async def test_an_answer_in_pieces_is_put_together() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
    async with peer(says(chunked)) as url:
        assert (await ask(url)).body == b"ok"


async def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    async with peer(says(b"HTTP/1.1 200 OK\r\n\r\nok")) as url:
        assert (await ask(url)).body == b"ok"


async def test_no_redirect_is_followed() -> None:
    async with peer(says(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")) as url:
        assert (await ask(url)).status == 302


async def test_of_an_endless_answer_no_more_is_read_than_is_kept() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 65_536)
            await writer.drain()

    async with peer(serve) as url:
        assert (await ask(url)).body == b"x" * LARGEST_ANSWER


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\x01\x02",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 ???\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * LARGEST_ANSWER,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["silence", "noise", "another protocol", "no status", "too short", "a head without end", "broken pieces"],
)
async def test_what_is_no_answer_is_none(answer: bytes) -> None:
    async with peer(says(answer)) as url:
        with pytest.raises(Unreachable):
            await ask(url)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok"])
async def test_who_hangs_is_left_in_time(answer: bytes) -> None:
    async with peer(says(answer, ends=False)) as url:
        started = time.monotonic()
        with pytest.raises(Unreachable):
            await ask(url, seconds=0.3)
    assert time.monotonic() - started < 3


async def test_who_answers_a_byte_at_a_time_is_left_in_time_too() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        never = asyncio.Event()
        for byte in b"HTTP/1.1 200 OK\r\n" * 100:
            writer.write(bytes([byte]))
            await asyncio.wait([asyncio.ensure_future(never.wait())], timeout=0.05)

    async with peer(serve) as url:
        with pytest.raises(Unreachable):
            await ask(url, seconds=0.4)


async def test_who_does_not_read_holds_nothing_up() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with peer(serve) as url:
        with pytest.raises(Unreachable):
            await ask(url, seconds=0.4, body=b"x" * 20_000_000)


async def test_where_nobody_listens_there_is_no_answer() -> None:
    with pytest.raises(Unreachable):
        await ask("http://127.0.0.1:9/")


async def test_a_peer_without_the_right_certificate_is_not_spoken_to() -> None:
    async with peer(says(b"HTTP/1.1 200 OK\r\n\r\n")) as url:
        with pytest.raises(Unreachable):
            await ask(url.replace("http://", "https://"))


async def test_this_machine_is_not_asked_unless_that_is_allowed() -> None:
    async with peer(says(b"HTTP/1.1 200 OK\r\n\r\n")) as url:
        with pytest.raises(NotAllowed):
            await safe_http.post(url, {}, b"")


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "\0"])
async def test_a_header_cannot_bring_another(value: str) -> None:
    async with peer(says(b"HTTP/1.1 200 OK\r\n\r\n")) as url:
        with pytest.raises(Unreachable):
            await safe_http.post(url, {"X": value}, b"", loopback=True)
