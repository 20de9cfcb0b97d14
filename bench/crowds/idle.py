"""A crowd that comes in and then only keeps its sockets open, while the servers' memory is read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import psutil

from bench.crowds.sockets import Socket, Target, come

STEADY = 0.002
KIB = 1_024


async def crowd(target: Target) -> dict[str, float]:
    """One socket comes first, so that what a server loads for its first visitor is not counted to the others."""
    sockets = [Socket(target, number) for number in range(len(target.people))]
    await come(sockets[:1])
    before = await settled(target.servers)
    await come(sockets[1:], at_once=20)
    after = await settled(target.servers)
    gone = sum(socket.transport.is_closing() for socket in sockets)
    return {"before": before, "after": after, "each": (after - before) / max(1, len(sockets) - 1), "gone": gone}


async def settled(servers: Sequence[int]) -> float:
    """Resident memory in KiB, when it has not changed for three looks: the server's own clean-up is waited for."""
    seen = [resident(servers)]
    async with asyncio.timeout(60):
        while len(seen) < 4 or max(seen[-4:]) - min(seen[-4:]) > STEADY * seen[-1]:
            await asyncio.sleep(1)
            seen.append(resident(servers))
    return seen[-1]


def resident(servers: Sequence[int]) -> float:
    return float(sum(psutil.Process(pid).memory_info().rss for pid in servers)) / KIB
