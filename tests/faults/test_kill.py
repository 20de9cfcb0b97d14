"""kill -9, again and again, while people talk."""

from __future__ import annotations

import asyncio
import os

from tests.support.servers import Server
from tests.support.waiting import soon
from tests.support.witnesses import Reader, Writer, all_caught_up, check

KILLS = int(os.environ.get("KILLS", "3"))
BETWEEN_KILLS = 25
WRITERS = ["mina", "jonas", "priya", "rosa", "mina"]
READERS = ["jonas", "priya", "rosa"]


async def test_nothing_acknowledged_is_lost_and_everyone_sees_the_same(server: Server) -> None:
    writers = [Writer(server, who, "tea") for who in WRITERS]
    readers = [Reader(server, who, "tea") for who in READERS]
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        reading = [tasks.create_task(reader.read()) for reader in readers]
        writing = [tasks.create_task(writer.write(stop)) for writer in writers]
        await kill_often(server, writers)
        stop.set()
        for task in writing:
            task.cancel()
        await asyncio.wait(writing)
        await all_caught_up(readers)
        for task in reading:
            task.cancel()
    check(writers, readers)
    report(writers, readers)


async def kill_often(server: Server, writers: list[Writer]) -> None:
    for _ in range(KILLS):
        wanted = acknowledged(writers) + BETWEEN_KILLS
        await soon(lambda wanted=wanted: acknowledged(writers) >= wanted, within=60)
        server.kill()
        await asyncio.to_thread(server.start)


def acknowledged(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def report(writers: list[Writer], readers: list[Reader]) -> None:
    retries, cuts = sum(writer.retries for writer in writers), sum(reader.cuts for reader in readers)
    print(f"{KILLS} kills: {acknowledged(writers)} acknowledged, {retries} retries, {cuts} cuts, 0 lost, 0 doubled")
