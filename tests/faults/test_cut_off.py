"""A reader in a tunnel: cut off while others post, edit, delete and react."""

from __future__ import annotations

import asyncio
import os

import pytest

from tests.support.proxy import Wire, wire_to
from tests.support.servers import Server
from tests.support.waiting import soon
from tests.support.witnesses import Disturbance, Reader, Writer, all_caught_up, check, head

SEED = int(os.environ.get("SEED", "1"))
WHOLE = "KILLS" in os.environ
SECONDS = [1, 60] if WHOLE else [1]
MESSAGES = 5_000


@pytest.fixture
def somebody(server: Server) -> Disturbance:
    print(f"seed {SEED}")
    return Disturbance(server, "jonas", "tea", SEED)


async def follow(server: Server, wire: Wire, tasks: asyncio.TaskGroup) -> tuple[Reader, asyncio.Task[None]]:
    reader = Reader(server, "rosa", "tea", port=wire.port)
    task = tasks.create_task(reader.read())
    await soon(lambda: reader.rev is not None)
    return reader, task


@pytest.mark.parametrize("seconds", SECONDS)
async def test_cut_off_for_some_seconds(server: Server, somebody: Disturbance, seconds: int) -> None:
    async with wire_to(server.port) as wire, asyncio.TaskGroup() as tasks:
        reader, reading = await follow(server, wire, tasks)
        await asyncio.to_thread(somebody.act, 10)
        wire.cut()
        until = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < until:
            await asyncio.to_thread(somebody.act, 5)
        wire.mend()
        await all_caught_up([reader])
        reading.cancel()
    check([], [reader])


async def test_cut_off_for_five_thousand_messages(server: Server, somebody: Disturbance) -> None:
    writer = Writer(server, "priya", "tea")
    async with wire_to(server.port) as wire, asyncio.TaskGroup() as tasks:
        reader, reading = await follow(server, wire, tasks)
        await asyncio.to_thread(somebody.act, 10)
        wire.cut()
        await writer.write_many(MESSAGES)
        await asyncio.to_thread(somebody.act, 50)
        wire.mend()
        await all_caught_up([reader])
        reading.cancel()
    check([writer], [reader])
    assert head(server, "mina", "tea") > MESSAGES
