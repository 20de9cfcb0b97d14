"""Whatever comes over the wire, the server answers with a refusal or closes, logs no error, and goes on serving."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
from collections.abc import Awaitable, Callable, Iterator

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.faults.conftest import LONG
from tests.support import garbage
from tests.support.client import join, open_socket
from tests.support.frames import check_frame
from tests.support.place import Place
from tests.support.seeds import Seed
from tests.support.servers import Server

TIMES = 5_000 if LONG else 300
AT_ONCE = 30
PATIENCE = 0.5
OUR_FAULT = 1011


@pytest.fixture(scope="module")
def site(seed: Seed) -> Iterator[Server]:
    with Server(data=seed.data, database_url=seed.database_url()) as server:
        yield server


@pytest.fixture
def place(site: Server) -> Iterator[Place]:
    """And afterwards everything is in order."""
    with Place(site, "jonas") as made:
        yield made
        assert "Traceback" not in site.log, site.log[-4000:]
        assert made.post("mina", "Still here")["number"] == made.post("jonas", "Me too")["number"] - 1


async def many(act: Callable[[], Awaitable[None]]) -> None:
    """So many times, some of them at once."""
    left = iter(range(TIMES))

    async def some() -> None:
        for _ in left:
            await act()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(some())


async def test_frames(place: Place, chance: random.Random) -> None:
    for _ in range(TIMES // 15):
        async with join(place.server, "rosa", checked=False) as rosa:
            with contextlib.suppress(ConnectionClosed):
                for _ in range(15):
                    await rosa.send_text(garbage.frame(chance))
                await rosa.settle()
        assert rosa.connection.close_code != OUR_FAULT


async def test_bytes_that_are_no_frames(place: Place, chance: random.Random) -> None:
    async def act() -> None:
        socket = await open_socket(place.server, "rosa")
        socket.transport.write(garbage.raw_frames(chance))
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await answers(socket)
        socket.transport.abort()
        assert socket.protocol.close_code != OUR_FAULT, socket.protocol.close_reason

    await many(act)


async def test_text_that_is_no_unicode(place: Place) -> None:
    async with join(place.server, "rosa") as rosa:
        rosa.connection.transport.write(b"\x81\x81" + bytes(4) + b"\xff")
        assert await rosa.expect_close() == 1007


async def answers(socket: ClientConnection) -> None:
    async for text in socket:
        check_frame(json.loads(text))


async def test_handshakes(place: Place, chance: random.Random) -> None:
    await many(lambda: told(place.server, garbage.handshake(chance, *introduction(place.server))))


async def test_requests(place: Place, chance: random.Random) -> None:
    await many(lambda: told(place.server, garbage.request(chance, *introduction(place.server))))


def introduction(server: Server) -> tuple[str, str]:
    return f"127.0.0.1:{server.port}", server.token("rosa")


async def told(server: Server, data: bytes) -> None:
    """Say something on a connection of its own; no answer says that the server failed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(data)
    answer = b""
    with contextlib.suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(PATIENCE):
            while more := await reader.read(65_536):
                answer += more
    writer.transport.abort()
    statuses = [int(status) for status in re.findall(rb"^HTTP/1\.1 (\d+)", answer, re.MULTILINE)]
    assert all(status < 500 for status in statuses), (data, answer)
