"""Which other processes hear news of a person: those that have said that the person has a socket there. No Django, no
loop.

They say so once a second, and a new socket hears of nothing that came before. So news is kept for a moment, for the
processes that turn out to have needed it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection

from hubbub import wire

KEPT = 5


class Addresses:
    """
    Args:
        clock: seconds, never going back.
        where: the other processes that are known to have a socket of a person.
    """

    def __init__(self, clock: Callable[[], float], where: Callable[[int], Collection[str]]) -> None:
        self._clock = clock
        self._where = where
        self._recent: dict[int, dict[tuple[int, str], tuple[float, wire.PersonEvent]]] = defaultdict(dict)

    def of(self, event: wire.PersonEvent) -> Collection[str]:
        """The processes to tell now. Of what it is about, the latest event is kept, behind all that came before."""
        recent, about = self._recent[event.person], (event.room, event.about)
        recent.pop(about, None)
        recent[about] = self._clock(), event
        return self._where(event.person)

    def missed(self, people: Collection[int]) -> list[wire.PersonEvent]:
        """What a process has just missed that says only now that it has sockets of these people."""
        known = [self._recent[person] for person in people if person in self._recent]
        return [event for rooms in known for _, event in rooms.values()]

    def tick(self) -> None:
        """Forget what every process that needed it has heard by now."""
        since = self._clock() - KEPT
        for person, rooms in list(self._recent.items()):
            fresh = {room: kept for room, kept in rooms.items() if kept[0] >= since}
            self._recent[person] = fresh
            if not fresh:
                del self._recent[person]
