"""A crowd in which every socket posts into its own room and keeps some under way. Acknowledgements are counted."""

from __future__ import annotations

import asyncio
import time

from bench.crowds.meter import Meter
from bench.crowds.sockets import Socket, Target, come

ACKNOWLEDGED = b'"type":"posted"'
REFUSED = b'"type":"error"'


class Poster(Socket):
    """Posts again for each acknowledgement, until told to stop."""

    message = ""
    posted = acknowledged = refused = 0
    rest: asyncio.Event | None = None

    def hear(self, data: bytes) -> None:
        seen = self.tail + data
        found = seen.count(ACKNOWLEDGED)
        self.refused += seen.count(REFUSED)
        self.tail = seen[-len(REFUSED) + 1 :]
        self.acknowledged += found
        if self.rest is None:
            self.post(found)
        elif self.posted == self.acknowledged + self.refused:
            self.rest.set()

    def post(self, count: int) -> None:
        for _ in range(count):
            self.say(self.message)
        self.posted += count

    async def stop(self) -> None:
        """Post no more, and wait until everything has been answered."""
        self.rest = asyncio.Event()
        self.hear(b"")
        await self.rest.wait()


async def crowd(target: Target, *, seconds: float, under_way: int, message: str) -> dict[str, float]:
    sockets = [Poster(target, number) for number in range(len(target.people))]
    await come(sockets)
    meter = Meter(target.servers)
    for socket in sockets:
        socket.message = message
        socket.post(under_way)
    await asyncio.sleep(seconds)
    done, end = sum(socket.acknowledged for socket in sockets), time.perf_counter()
    used = meter.read(end)
    async with asyncio.timeout(30):
        await asyncio.gather(*(socket.stop() for socket in sockets))
    posted, acknowledged = (sum(getattr(one, name) for one in sockets) for name in ("posted", "acknowledged"))
    return {"rate": done / (end - meter.start), "posted": posted, "acknowledged": acknowledged, **used}
