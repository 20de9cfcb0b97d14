"""A crowd in one room: the first socket keeps some messages under way, and every delivery to every one is counted."""

from __future__ import annotations

import asyncio
import time

from bench.crowds.meter import Meter
from bench.crowds.sockets import Socket, Target, come


class Hearer(Socket):
    """Counts the marker, which stands once in every delivered message."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        super().__init__(crowd.target, number)
        self.crowd = crowd
        self.count = self.size = 0

    def hear(self, data: bytes) -> None:
        seen = self.tail + data
        found = seen.count(self.crowd.marker)
        self.tail = seen[-len(self.crowd.marker) + 1 :]
        self.size += len(data)
        if found:
            self.count += found
            self.crowd.delivered(self, found)


class Crowd:
    def __init__(self, target: Target, marker: str) -> None:
        self.target = target
        self.marker = marker.encode()
        self.sockets = [Hearer(self, number) for number in range(len(target.people))]
        self.writer = self.sockets[0]
        self.total = self.posted = 0
        self.progress = asyncio.Event()
        self.last = 0.0

    def delivered(self, socket: Hearer, found: int) -> None:
        self.total += found
        self.last = time.perf_counter()
        if socket is self.writer:
            self.progress.set()

    async def talk(self, seconds: float, under_way: int, message: str) -> None:
        """Keep some messages under way, by what comes back to the writer."""
        end = time.perf_counter() + seconds
        given_up = 0
        while time.perf_counter() < end:
            for _ in range(under_way - (self.posted - given_up - self.writer.count)):
                self.writer.say(message)
                self.posted += 1
            if not await self.comes_back():  # a server that drops messages gets new ones
                given_up = self.posted - self.writer.count

    async def comes_back(self) -> bool:
        self.progress.clear()
        try:
            async with asyncio.timeout(1):
                return await self.progress.wait()
        except TimeoutError:
            return False

    async def settle(self) -> None:
        """Until all has come, or nothing has come for a second."""
        before = -1
        while before != self.total and (not self.posted or self.total < self.posted * len(self.sockets)):
            before = self.total
            await asyncio.sleep(1)


async def crowd(
    target: Target, *, marker: str, seconds: float, under_way: int = 0, message: str = ""
) -> dict[str, float]:
    """Without a message the server is expected to send by itself, as soon as everyone is here."""
    here = Crowd(target, marker)
    await come(here.sockets)
    meter, size, count = Meter(target.servers), here.sockets[-1].size, here.sockets[-1].count
    if message:
        await here.talk(seconds, under_way, message)
    else:
        await asyncio.sleep(seconds)
    await here.settle()
    used = here.last - meter.start
    listener = here.sockets[-1]
    return {
        "deliveries": here.total,
        "lost": max(0, here.posted * len(here.sockets) - here.total),
        "rate": here.total / used,
        "frame": (listener.size - size) / max(1, listener.count - count),
        **meter.read(here.last),
    }
