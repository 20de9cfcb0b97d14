"""Group commit: posts that arrive while a commit runs share the next one. A single post waits for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Generic, TypeVar

LARGEST_BATCH = 200

New = TypeVar("New")
Outcome = TypeVar("Outcome")


class Intake(Generic[New, Outcome]):
    """
    Args:
        commit: commits a batch; gives one outcome for each, in order.
        spawn: runs a coroutine beside the caller.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[New]], Awaitable[Sequence[Outcome]]],
        spawn: Callable[[Coroutine[Any, Any, None]], Any],
    ) -> None:
        self._commit = commit
        self._spawn = spawn
        self._waiting: list[tuple[New, asyncio.Future[Outcome]]] = []
        self._running = False

    async def post(self, new: New) -> Outcome:
        """Have one committed; returns its outcome. Raises what the commit of its batch raised."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((new, future))
        if not self._running:
            self._running = True
            self._spawn(self._run())
        return await future

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
            await self._commit_one(batch)
        self._running = False

    async def _commit_one(self, batch: list[tuple[New, asyncio.Future[Outcome]]]) -> None:
        try:
            outcomes = await self._commit([new for new, _ in batch])
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
