"""The worker that tells the rest of the world what happens: looks at new messages, decides, sends, tries again.

Any number of them may run, in any processes: each takes rows that no other has. Everything that it knows is in the
database, so it may die at any moment; the next one goes on.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any

from django.utils import timezone

from hubbub import notifying, queries, wire
from hubbub.errors import Refused
from hubbub.live import bus
from hubbub.live.together import Together
from hubbub.models import Delivery
from hubbub.operations import deliveries
from hubbub.operations.deliveries import Claim, Outcome
from hubbub.operations.subscriptions import push_key
from hubbub.outbound import pushes
from hubbub.outbound.lanes import Lanes
from hubbub.queries import Case
from hubbub.threads import in_thread

logger = logging.getLogger(__name__)

SWEEP = 5
PAUSE = 0.5
TROUBLE = 5
CLEANING = 600
FAREWELL = 2


class Worker:
    """`run` works on one event loop until `stop` is called, from any thread."""

    def __init__(self) -> None:
        self._lanes = Lanes()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stirred: set[int] = set()
        self._wake = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._ending = False
        self._settling: Together[tuple[Claim, Outcome], None] = Together(_settle, self._spawn)
        self._next_sweep = self._next_cleaning = 0.0

    async def run(self) -> None:
        bus.listen(self._hear)
        try:
            while not self._ending:
                await self._round_or_trouble()
                await asyncio.sleep(PAUSE)
        finally:
            bus.stop_listening(self._hear)
            await self._leave()

    def stop(self) -> None:
        self._ending = True
        self._call(self._wake.set)

    # What wakes it

    def _hear(self, items: Sequence[wire.Item]) -> None:
        """In the thread that publishes."""
        rooms = {item.room for item in items if isinstance(item, wire.RoomEvent) and item.message}
        if rooms:
            self._call(self._stir, rooms)

    def _stir(self, rooms: set[int]) -> None:
        self._stirred |= rooms
        self._wake.set()

    def _call(self, function: Any, *args: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *args)
        except RuntimeError:
            bus.stop_listening(self._hear)

    # What it does

    async def _round_or_trouble(self) -> None:
        try:
            wait = await self.round()
        except Exception as error:  # the database is away, or something is wrong: nothing is lost by waiting
            _complain(error)
            wait = TROUBLE
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._wake.wait()
        self._wake.clear()

    async def round(self) -> float:
        """Look at what is new, and begin to send what is due. Returns the seconds until there may be more to do."""
        await self._look()
        wait = await self._wait()
        while wait <= 0 and (claims := await in_thread(deliveries.claim, self._lanes.choose, self._lanes.busy)):
            self._begin(claims)
            wait = await self._wait()
        await self._clean()
        return max(0.0, wait)

    async def _wait(self) -> float:
        """Seconds until something is due that may be sent, or it is time to look for news."""
        due = await in_thread(queries.next_delivery, self._lanes.busy)
        until_due = (due - timezone.now()).total_seconds() if due and self._lanes.free else SWEEP
        return min(until_due, self._next_sweep - time.monotonic())

    async def _look(self) -> None:
        """At the rooms that are known to have news, and every few seconds at all."""
        sweeping = time.monotonic() >= self._next_sweep
        stirred, self._stirred = self._stirred, set()
        if not sweeping and not stirred:
            return
        for room in await in_thread(queries.rooms_with_news, None if sweeping else stirred):
            while await in_thread(deliveries.queue_room, room):
                continue
        if sweeping:
            self._next_sweep = time.monotonic() + SWEEP

    def _begin(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            self._lanes.enter(claim.way)
        self._spawn(self._decide(claims))

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _complain(error)

    async def _decide(self, claims: Sequence[Claim]) -> None:
        """What is not to be told is settled; the rest goes out side by side."""
        left = {claim.delivery: claim for claim in claims}
        try:
            cases = await in_thread(queries.cases, list(left))
            key, site = await in_thread(_sender)
            for case in cases:
                claim = left.pop(case.delivery.pk)
                self._spawn(self._deliver(claim, case, key, site))
        finally:
            for claim in left.values():
                self._free(claim)

    async def _deliver(self, claim: Claim, case: Case, key: str, site: str) -> None:
        row, subscription = case.delivery, case.delivery.subscription
        try:
            reason = notifying.why_not(case.facts, timezone.now()) if subscription else "removed"
            if subscription is None or reason:
                outcome = Outcome(Delivery.State.DROPPED, reason)
            else:
                outcome = await pushes.send(subscription, row, key, site, claim.attempt)
            await self._settling.share((claim, outcome))
        finally:
            self._free(claim)

    def _free(self, claim: Claim) -> None:
        self._lanes.leave(claim.way)
        self._wake.set()

    async def _clean(self) -> None:
        if time.monotonic() >= self._next_cleaning:
            await in_thread(deliveries.clean_deliveries)
            self._next_cleaning = time.monotonic() + CLEANING

    # Its end

    async def idle(self) -> None:
        """Until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _leave(self) -> None:
        """What is under way may end; what does not end in time is sent again by the next worker."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FAREWELL)
        for task in tuple(self._tasks):
            task.cancel()


def _complain(error: BaseException) -> None:
    """A database that is away is told in a line; what nobody thought of, with where it happened."""
    known = isinstance(error, Refused)
    logger.warning("Notifications are held up; trying again soon. %r", error, exc_info=None if known else error)


def _sender() -> tuple[str, str]:
    return push_key(), queries.site().name


async def _settle(results: Sequence[tuple[Claim, Outcome]]) -> list[None]:
    await in_thread(deliveries.settle, list(results))
    return [None] * len(results)
