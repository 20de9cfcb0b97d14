"""A crowd that takes the time from a message's sending to its last receiver. One clock: everything is this machine's.

Every message carries the moment at which it was sent. Messages are sent by the clock, whether or not earlier ones have
arrived (an open loop), so that a server which stalls is not asked less.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from bench.crowds.meter import Meter
from bench.crowds.sockets import Socket, Target, come

BEFORE = b'"body":"'
DIGITS = 20
STAMP = len(BEFORE) + DIGITS


class Hearer(Socket):
    def __init__(self, crowd: Crowd, number: int) -> None:
        super().__init__(crowd.target, number)
        self.crowd = crowd
        self.size = 0

    def hear(self, data: bytes) -> None:
        """By plain search: whatever a thousand receivers cost here would be told as the server's time."""
        self.size += len(data)
        seen, end = self.tail + data, 0
        while (start := seen.find(BEFORE, end)) >= 0 and len(seen) >= start + STAMP:
            end = start + STAMP
            self.crowd.received(seen[end - DIGITS : end])
        self.tail = seen[max(end, len(seen) - STAMP) :]


class Crowd:
    def __init__(self, target: Target) -> None:
        self.target = target
        self.sockets = [Hearer(self, number) for number in range(len(target.people))]
        self.receivers: Counter[bytes] = Counter()
        self.last: dict[bytes, int] = {}
        self.posted = 0

    def received(self, sent: bytes) -> None:
        self.receivers[sent] += 1
        self.last[sent] = time.monotonic_ns()

    async def talk(self, seconds: float, rate: float, message: str) -> None:
        """Post by the clock, with STAMP as the moment."""
        start = time.monotonic()
        for tick in range(round(seconds * rate)):
            await asyncio.sleep(max(0, start + tick / rate - time.monotonic()))
            self.sockets[0].say(message.replace("STAMP", f"{time.monotonic_ns():020d}"))
            self.posted += 1

    def milliseconds(self) -> list[float]:
        """For each message that everyone has."""
        everyone = len(self.sockets)
        return [(self.last[sent] - int(sent)) / 1e6 for sent, count in self.receivers.items() if count == everyone]


async def crowd(target: Target, *, seconds: float, rate: float, message: str = "") -> dict[str, float | list[float]]:
    """Without a message the server is expected to send by itself, as soon as everyone is here."""
    here = Crowd(target)
    await come(here.sockets)
    meter, before = Meter(target.servers), here.sockets[-1].size
    await (here.talk(seconds, rate, message) if message else asyncio.sleep(seconds))
    used = meter.read()
    await asyncio.sleep(1)
    sent = here.posted or len(here.receivers)
    frame = (here.sockets[-1].size - before) / max(1, len(here.receivers))
    times = here.milliseconds()
    return {"milliseconds": times, "sent": sent, "frame": frame, "deliveries": here.receivers.total(), **used}
