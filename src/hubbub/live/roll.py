"""Who has a socket in a room at this moment, on whichever process: asked when a message calls who is here. No Django.

Heartbeats tell the same, some seconds later, and only of rooms that this process serves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from itertools import count

from hubbub import wire
from hubbub.live.presence import Presence

PATIENCE = 1


class Roll:
    """
    Args:
        process: this one's name on the bus.
        presence: who is here, and which other processes there are.
        ask: tells the other processes.
    """

    def __init__(self, process: str, presence: Presence, ask: Callable[[wire.RollCall], None]) -> None:
        self._process = process
        self._presence = presence
        self._ask = ask
        self._questions = count(1)
        self._open: dict[int, _Question] = {}

    async def people(self, room: int) -> frozenset[int]:
        """All others answer within milliseconds; for one that does not in a second, its heartbeats must do."""
        if others := self._presence.others():
            question = _Question(set(others))
            await self._answered(room, question)
            return self._presence.people(room) | question.people
        return self._presence.people(room)

    async def _answered(self, room: int, question: _Question) -> None:
        number = next(self._questions)
        self._open[number] = question
        self._ask(wire.RollCall(self._process, number, room))
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await question.done.wait()
        del self._open[number]

    def hear(self, answer: wire.Present) -> None:
        if question := self._open.get(answer.question):
            question.hear(answer)

    def answer(self, call: wire.RollCall) -> wire.Present:
        """To another process that asks."""
        return wire.Present(self._process, call.question, sorted(self._presence.here(call.room)))


class _Question:
    """One roll call on its way."""

    def __init__(self, others: set[str]) -> None:
        self._silent = others
        self.people: frozenset[int] = frozenset()
        self.done = asyncio.Event()

    def hear(self, answer: wire.Present) -> None:
        self.people |= frozenset(answer.people)
        self._silent.discard(answer.process)
        if not self._silent:
            self.done.set()
