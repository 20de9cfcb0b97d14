"""Told to end while something hangs: who stays away from the end does not hold it up."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from uuid import uuid4

import psycopg

from tests.faults.test_slow_reader import post_until_gone
from tests.live.test_presence import seen
from tests.support.client import Chatter, join
from tests.support.place import Place
from tests.support.servers import DaphneServer, Server
from tests.support.services import Valkey
from tests.support.waiting import soon

Serve = Callable[..., Server]

# What cuts off at last does so after nine seconds, and the statement would hang for twenty.
LONGEST = 15.0


async def ended(server: Server) -> float:
    """Seconds until it had ended, with status 0."""
    began = time.monotonic()
    assert await asyncio.to_thread(server.stop) == 0
    return time.monotonic() - began


@contextlib.contextmanager
def held(server: Server) -> Iterator[None]:
    """Nobody else can write into the database."""
    if url := server.variables["DATABASE_URL"]:
        with psycopg.connect(url) as connection:
            connection.execute("lock table hubbub_room in access exclusive mode")
            yield
            connection.rollback()
    else:
        with contextlib.closing(sqlite3.connect(server.data / "hubbub.sqlite3")) as connection:
            connection.execute("begin immediate")
            yield
            connection.rollback()


async def test_a_statement_that_hangs(place: Place) -> None:
    """Its post is not acknowledged, and is there once when it is sent again."""
    client_id = str(uuid4())
    async with join(place.server, "mina") as mina:
        with held(place.server):
            await mina.send("post", room=place.name, client_id=client_id, body="Hello")
            await mina.settle()
            assert await ended(place.server) < LONGEST
        assert await mina.expect_close() == 1012
        assert not mina.of("posted")
    place.server.start()
    async with join(place.server, "mina") as mina:
        await mina.post(place.name, "Hello", client_id=client_id)
    assert [message["client_id"] for message in place.fresh()] == [client_id]


async def test_a_reader_that_does_not_read(place: Place) -> None:
    async with join(place.server, "mina") as mina, join(place.server, "rosa", checked=False) as rosa:
        for person in (mina, rosa):
            await person.subscribe(place.name)
        await seen(mina, place.name, rosa)
        rosa.stop_reading()
        await post_until_gone(mina, place, rosa)
        assert await ended(place.server) < LONGEST
        assert await mina.expect_close() == 1012
        rosa.connection.transport.resume_reading()


async def test_a_frozen_valkey(serve: Serve, valkey: Valkey) -> None:
    server = serve(redis_url=valkey.url)
    with Place(server) as place:
        async with join(server, "mina") as mina:
            valkey.freeze()
            await mina.post(place.name, "Hello")
            assert await ended(server) < LONGEST
            assert await mina.expect_close() == 1012


async def test_daphne(serve: Serve) -> None:
    """It cuts the line, and what it had acknowledged is there."""
    server = serve(DaphneServer)
    with Place(server) as place:
        async with join(server, "mina") as mina:
            posted = await mina.post(place.name, "Hello")
            assert await ended(server) < LONGEST
            assert await mina.expect_close() == 1006
        server.start()
        assert [message["number"] for message in place.fresh()] == [posted["number"]]


async def test_who_is_connected_already_is_answered(place: Place) -> None:
    """A request that comes on an open connection, while nobody new is let in."""
    async with many(place.server, "mina", 16), connected(place.server) as (reader, writer):
        ending = asyncio.ensure_future(ended(place.server))
        await soon(lambda: is_closed(place.server))
        writer.write(b"GET /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        answer = (await reader.read()).lower()
        assert answer.startswith(b"http/1.1 200 ok\r\n")
        assert b"\r\nconnection: close\r\n" in answer
        assert await ending < LONGEST


@contextlib.asynccontextmanager
async def many(server: Server, who: str, tabs: int) -> AsyncIterator[list[Chatter]]:
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(join(server, who)) for _ in range(tabs)]


@contextlib.asynccontextmanager
async def connected(server: Server) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    yield reader, writer
    writer.close()


def is_closed(server: Server) -> bool:
    """Whether nobody new is let in."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1):
        return False
    return True


async def test_other_processes_hear_at_once_who_is_gone(serve: Serve, valkey: Valkey) -> None:
    here = serve(redis_url=valkey.url)
    site = {"database_url": here.variables["DATABASE_URL"], "HUBBUB_DATA": str(here.data)}
    there = serve(redis_url=valkey.url, **site)
    with Place(here, "jonas") as place:
        async with join(here, "mina") as mina, join(there, "jonas") as jonas:
            await mina.subscribe(place.name)
            await seen(mina, place.name, jonas)
            await ended(there)
            await mina.expect("presence", left=[jonas.hello["me"]["id"]], within=5)
