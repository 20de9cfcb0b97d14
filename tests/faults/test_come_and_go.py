"""Those who come and go, politely or not, leave nothing behind."""

from __future__ import annotations

import asyncio
import random
from urllib.parse import urlsplit

import psutil
from websockets.asyncio.client import connect

from hubbub.live import process
from tests.faults.conftest import LONG
from tests.support.client import join
from tests.support.inside import served
from tests.support.place import Place
from tests.support.planted import Planted, _planted, db, planted
from tests.support.servers import Server
from tests.support.waiting import soon

__all__ = ["_planted", "db", "planted"]

TIMES = 5_000 if LONG else 200
AT_ONCE = 20
# Threads that the database's pool may still start, each with a connection of at most three files.
LATE = 8


async def come_and_go(url: str, token: str, chance: random.Random) -> None:
    """So many times, some at once: with a good-bye, with a reset, or gone before the handshake was over."""
    left = iter(chance.choices([go_politely, go_suddenly, never_come], k=TIMES))

    async def some() -> None:
        for visit in left:
            await visit(url, {"Authorization": f"Bearer {token}"})

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(some())


async def go_politely(url: str, headers: dict[str, str]) -> None:
    async with connect(url, additional_headers=headers, proxy=None) as socket:
        await socket.send('{"type":"subscribe","room":"tea"}')
        await socket.recv()


async def go_suddenly(url: str, headers: dict[str, str]) -> None:
    socket = await connect(url, additional_headers=headers, proxy=None)
    await socket.recv()
    socket.transport.abort()
    await socket.wait_closed()


async def never_come(url: str, headers: dict[str, str]) -> None:
    place = urlsplit(url)
    _, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(f"GET {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nUpgrade: websocket\r\n".encode())
    await writer.drain()
    writer.transport.abort()


async def test_nothing_stays_of_those_who_went(server: Server, chance: random.Random) -> None:
    here = psutil.Process(server.pid)
    with Place(server, "jonas") as place:
        async with join(server, "mina") as mina:
            await mina.subscribe(place.name)
            await come_and_go(f"{server.ws_url}/ws/chat/", server.token("jonas"), chance)
            await soon(lambda: visitors(server) == 1, within=30)
            descriptors, threads = here.num_fds(), here.num_threads()
            await come_and_go(f"{server.ws_url}/ws/chat/", server.token("jonas"), chance)
            await soon(lambda: visitors(server) == 1, within=30)
            await soon(lambda: here.num_fds() <= descriptors + 3 * LATE, within=30)
            await soon(lambda: here.num_threads() <= threads + LATE, within=30)
            assert (await mina.subscribe(place.name))["online"] == [mina.hello["me"]["id"]]
    assert "Traceback" not in server.log


def visitors(server: Server) -> int:
    connections = psutil.Process(server.pid).net_connections("tcp")
    return sum(one.laddr.port == server.port and one.status == psutil.CONN_ESTABLISHED for one in connections)


async def test_no_task_stays(planted: Planted, chance: random.Random) -> None:
    async with served() as url:
        await come_and_go(url, planted.tokens["jonas"], chance)
        await soon(lambda: not process.current().credentials)
        tasks = len(asyncio.all_tasks())
        await come_and_go(url, planted.tokens["jonas"], chance)
        await soon(lambda: len(asyncio.all_tasks()) <= tasks, within=30)
        await soon(lambda: not process.current().presence.online(planted.cast.tea.pk))
