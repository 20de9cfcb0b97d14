"""Who is typing: told at most every few seconds for a person in a room, and forgotten by itself. No Django, no loop."""

from __future__ import annotations

from collections.abc import Callable

PAUSE = 3


class Typing:
    """
    Args:
        clock: seconds, never going back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._told: dict[tuple[int, int], float] = {}

    def is_news(self, room: int, person: int) -> bool:
        """Whether to tell the others now."""
        now = self._clock()
        if now - self._told.get((room, person), -PAUSE) < PAUSE:
            return False
        self._told[room, person] = now
        return True

    def tick(self) -> None:
        """Forget what is older than a pause."""
        now = self._clock()
        self._told = {key: told for key, told in self._told.items() if now - told < PAUSE}
