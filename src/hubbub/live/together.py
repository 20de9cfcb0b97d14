"""Doing together what comes at the same time: posts, greetings, subscribers of a room. No Django."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Generic, TypeVar

LARGEST_BATCH = 200

One = TypeVar("One")
Outcome = TypeVar("Outcome")


class Together(Generic[One, Outcome]):
    """What comes while a batch is done shares the next one. What comes alone waits for nothing.

    Args:
        do: does a batch; gives one outcome for each, in order.
        spawn: runs a coroutine beside the caller.
    """

    def __init__(
        self,
        do: Callable[[Sequence[One]], Awaitable[Sequence[Outcome]]],
        spawn: Callable[[Coroutine[Any, Any, None]], Any],
    ) -> None:
        self._do = do
        self._spawn = spawn
        self._waiting: list[tuple[One, asyncio.Future[Outcome]]] = []
        self._running = False

    async def share(self, one: One) -> Outcome:
        """Have one done, with others; returns its outcome. Raises what the doing of its batch raised."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, future))
        if not self._running:
            self._running = True
            self._spawn(self._run())
        return await future

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            await self._do_batch(batch)
        self._running = False

    async def _do_batch(self, batch: list[tuple[One, asyncio.Future[Outcome]]]) -> None:
        try:
            outcomes = await self._do([one for one, _ in batch])
            finished = list(zip(batch, outcomes, strict=True))
        except Exception as error:  # each sender hears of it
            for _, future in batch:
                _fail(future, error)
        else:
            for (_, future), outcome in finished:
                _finish(future, outcome)


def _finish(future: asyncio.Future[Outcome], outcome: Outcome) -> None:
    if not future.done():
        future.set_result(outcome)


def _fail(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
