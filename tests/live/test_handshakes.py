"""A connection that asks for nothing is closed; one that asks in time is served as long as it likes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect

from hubbub.live.asgi_fast import FastWebSocketProtocol
from hubbub.live.handshakes import SECONDS, PromptHttpProtocol
from hubbub.server.serve import server_config
from tests.support.waiting import soon

LIMIT = 0.3
HEAD = b"GET / HTTP/1.1\r\nHost: here\r\n"
HALVES = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "no end of the headers": HEAD,
    "half an upgrade": HEAD + b"Connection: Upgrade\r\nUpgrade: websocket\r\n",
    "half a body": b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n12345",
    "half of a second request": HEAD + b"\r\n" + HEAD,
}


class Quick(PromptHttpProtocol):
    seconds = LIMIT


async def application(scope: Any, receive: Any, send: Any) -> None:
    await (answer if scope["type"] == "http" else echo)(scope, receive, send)


async def answer(scope: Any, receive: Any, send: Any) -> None:
    """Once the request is whole; slowly when asked."""
    while (await receive()).get("more_body"):
        pass
    if scope["path"] == "/slow":
        await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=3 * LIMIT)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


async def echo(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": event["text"]})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """Of a uvicorn that waits for a moment only."""
    config = uvicorn.Config(application, port=0, http=Quick, ws=FastWebSocketProtocol, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await soon(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


@contextlib.asynccontextmanager
async def said(port: int, words: bytes) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(words)
    try:
        yield reader, writer
    finally:
        writer.close()


@pytest.mark.parametrize("words", HALVES.values(), ids=HALVES)
async def test_half_a_request_is_given_up(port: int, words: bytes) -> None:
    async with said(port, words) as (reader, _), asyncio.timeout(10):
        with contextlib.suppress(ConnectionResetError):
            assert (await reader.read()).count(b"HTTP/1.1") <= 1


async def test_who_asks_byte_by_byte_has_no_more_time(port: int) -> None:
    async with said(port, b"") as (reader, writer), asyncio.timeout(10):
        reading = asyncio.ensure_future(reader.read())
        for byte in HEAD + b"X-Slow: 1\r\n" * 100:
            writer.write(bytes([byte]))
            if (await asyncio.wait([reading], timeout=LIMIT / 20))[0]:
                break
        assert reading.done()
        assert isinstance(reading.exception(), ConnectionResetError | None)


async def test_a_slow_answer_is_waited_for_also_by_the_next_request(port: int) -> None:
    slow = HEAD.replace(b"/ ", b"/slow ", 1) + b"\r\n"
    async with said(port, slow + HEAD) as (reader, writer), asyncio.timeout(10):
        assert await reader.readuntil(b"ok")
        writer.write(b"\r\n")
        assert await reader.readuntil(b"ok")


async def test_an_open_socket_stays(port: int) -> None:
    async with connect(f"ws://127.0.0.1:{port}/", proxy=None) as socket:
        await asyncio.wait([asyncio.ensure_future(socket.wait_closed())], timeout=3 * LIMIT)
        await socket.send("still here")
        assert await socket.recv() == "still here"


def test_the_product_waits_for_thirty_seconds() -> None:
    assert SECONDS == 30
    assert server_config().http == "hubbub.live.handshakes:PromptHttpProtocol"
