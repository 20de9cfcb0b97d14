"""Going: a process that ends sends its sockets away spread over some seconds. No Django, no loop."""

from __future__ import annotations

from collections.abc import Callable, Collection

from hubbub.live.connection import Connection

GOING = 1012
STEP = 0.05
EACH = 0.25
LONGEST = 4.0
PATIENCE = 1.0
RESTART = 2.0


class Leaving:
    """
    Args:
        clock: seconds, never going back.
        chance: a random number from 0 to 1.
        sockets: how many there are; each has a quarter of a second, all have four.
        replaced: another process takes them at once. Else they are told to wait until this one has been started again.
    """

    def __init__(
        self, clock: Callable[[], float], chance: Callable[[], float], sockets: int, *, replaced: bool
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._spread = min(LONGEST, EACH * sockets)
        self._end = clock() + self._spread
        self._back = 0.0 if replaced else self._end + RESTART
        self._parted = 0

    def turn(self, here: Collection[Connection]) -> list[Connection]:
        """Which of those that are here go now: an even share, without those whose own posts are still under way."""
        waiting = [one for one in here if not one.parting]
        for connection in waiting[: self._share(len(waiting))]:
            connection.parting = True
            self._parted += 1
        late = self._clock() > self._end + PATIENCE
        return [one for one in here if one.parting and (late or not one.posts)]

    def _share(self, waiting: int) -> int:
        left = self._end - self._clock()
        if left <= 0:
            return waiting
        return max(0, int((self._parted + waiting) * (1 - left / self._spread)) - self._parted)

    def hint(self) -> float:
        """Seconds after which a socket that goes now should come back; never the same for all."""
        return round(max(0.0, self._back - self._clock()) + self._chance(), 1)
