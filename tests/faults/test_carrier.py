"""Two processes, and Valkey killed, frozen, emptied, deaf or out of reach: posting goes on, and everything heals."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable

import pytest

from tests.faults.conftest import Check
from tests.support.crowd import Crowd
from tests.support.persistent import written
from tests.support.proxy import Network
from tests.support.services import Valkey
from tests.support.waiting import soon

# The slow way, which must not be what brings it, takes five seconds.
SLOWEST = 4.0
HEALED = 20.0


async def away(
    crowd: Crowd, chance: random.Random, go: Callable[[], object], back: Callable[[], object], seconds: float = 0
) -> float:
    """Break the carrier while people write; returns how many seconds after its return everything has healed."""
    await written(crowd.writers, chance.randrange(2, 40))
    await asyncio.to_thread(go)
    await written(crowd.writers, 20, each=5)
    until = time.monotonic() + seconds
    await crowd.heard_from_the_database()
    await soon(lambda: time.monotonic() > until, within=seconds + 1)
    await asyncio.to_thread(back)
    return await crowd.healed(within=HEALED)


async def test_valkey_killed(crowd: Crowd, valkey: Valkey, times: int, chance: random.Random, check: Check) -> None:
    async with crowd.living():
        healing = [await away(crowd, chance, valkey.kill, valkey.start) for _ in range(times)]
    crowd.check_undisturbed(slowest=SLOWEST)
    check("Valkey killed", **crowd.history, runs=times, healing=healing)


async def test_valkey_frozen(crowd: Crowd, valkey: Valkey, times: int, chance: random.Random, check: Check) -> None:
    runs, seconds = max(1, times // 5), 3 if times == 1 else 10
    async with crowd.living():
        healing = [await away(crowd, chance, valkey.freeze, valkey.thaw, seconds) for _ in range(runs)]
    crowd.check_undisturbed(slowest=SLOWEST)
    check("Valkey frozen", **crowd.history, runs=runs, healing=healing)


@pytest.mark.parametrize("go", [Network.cut, Network.stall], ids=["cut", "stalled"])
async def test_valkey_out_of_reach_of_one_process(
    crowd: Crowd, network: Network, times: int, chance: random.Random, check: Check, go: Callable[[Network], None]
) -> None:
    async with crowd.living():
        healing = [await away(crowd, chance, lambda: go(network), network.mend) for _ in range(times)]
    crowd.check_undisturbed(slowest=SLOWEST)
    check("Valkey out of reach of one process", **crowd.history, runs=times, healing=healing)


@pytest.mark.parametrize("command", ["FLUSHALL", "CLIENT KILL TYPE pubsub"])
async def test_valkey_forgets(
    crowd: Crowd, valkey: Valkey, rounds: int, chance: random.Random, check: Check, command: str
) -> None:
    healing = []
    async with crowd.living():
        for _ in range(rounds):
            await written(crowd.writers, chance.randrange(2, 40))
            valkey.ask(command)
            healing.append(await crowd.healed(within=HEALED))
    crowd.check_undisturbed(slowest=SLOWEST)
    check(f"Valkey: {command}", **crowd.history, runs=rounds, healing=healing)
