"""Who is here: people with a socket in a room, on this process and, by heartbeat, on the others. No Django, no loop."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

LEASE = 40
BEAT = 15
MOST_NAMED = 200


@dataclass(frozen=True)
class Change:
    """Who came and went in a room since the last telling. Large rooms get the count only."""

    room: int
    joined: list[int]
    left: list[int]
    count: int


@dataclass
class Elsewhere:
    """What another process said last, and until when it holds."""

    until: float
    rooms: dict[int, frozenset[int]] = field(default_factory=dict)


class Presence:
    """
    Args:
        clock: seconds, never going back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._here: dict[int, Counter[int]] = defaultdict(Counter)
        self._elsewhere: dict[str, Elsewhere] = {}
        self._told: dict[int, frozenset[int]] = {}
        self._stirred: set[int] = set()
        self._to_beat: set[int] = set()
        self._next_beat = 0.0

    def enter(self, room: int, person: int) -> None:
        self._here[room][person] += 1
        self._stir(room)

    def leave(self, room: int, person: int) -> None:
        people = self._here[room]
        people[person] -= 1
        if people[person] <= 0:
            del people[person]
        if not people:
            self._forget(room)
        self._stir(room)

    def _forget(self, room: int) -> None:
        """What the others say of a room is kept while somebody here is in it."""
        del self._here[room]
        for process in self._elsewhere.values():
            process.rooms.pop(room, None)

    def _stir(self, room: int) -> None:
        self._stirred.add(room)
        self._to_beat.add(room)

    def others(self) -> frozenset[str]:
        """The other processes, as far as they have been heard of."""
        return frozenset(self._elsewhere)

    def here(self, room: int) -> frozenset[int]:
        """The people of a room on this process."""
        return frozenset(self._here.get(room, ()))

    def people(self, room: int) -> frozenset[int]:
        return self.here(room).union(*(process.rooms.get(room, ()) for process in self._elsewhere.values()))

    def online(self, room: int) -> list[int]:
        """The people of a room to name to somebody who comes in: none where they are too many."""
        if len(self._here.get(room, ())) > MOST_NAMED:
            return []
        people = self.people(room)
        return sorted(people) if len(people) <= MOST_NAMED else []

    def hear(self, process: str, rooms: dict[int, list[int]], full: bool) -> None:
        """What another process says of its rooms; empty and full is good-bye.

        Only rooms that are served here count: who is where they are not is nobody's question here. A process that is
        new in a room has passed over what was said of it, and is told again; one that is new itself is told all.
        """
        if process not in self._elsewhere:
            self._next_beat = 0.0
        known = self._elsewhere.setdefault(process, Elsewhere(0))
        known.until = self._clock() + LEASE
        ours = {room: frozenset(people) for room, people in rooms.items() if room in self._here}
        told = {room: people for room, people in ours.items() if people}
        self._to_beat |= told.keys() - known.rooms.keys()
        self._stirred |= ours.keys() | (known.rooms.keys() if full else set())
        kept = {} if full else {room: people for room, people in known.rooms.items() if room not in ours}
        known.rooms = kept | told

    def beat(self) -> tuple[dict[int, list[int]], bool] | None:
        """What to tell the other processes now: what changed, everything when a beat is due, or nothing."""
        full = self._clock() >= self._next_beat
        if full:
            self._next_beat = self._clock() + BEAT
        rooms = set(self._here) if full else self._to_beat
        self._to_beat = set()
        return (self._lists(rooms), full) if rooms or full else None

    def _lists(self, rooms: Iterable[int]) -> dict[int, list[int]]:
        return {room: sorted(self._here.get(room, ())) for room in rooms}

    def tick(self) -> list[Change]:
        """What to tell the sockets now. Processes that have been silent for too long are forgotten."""
        self._expire()
        stirred, self._stirred = self._stirred, set()
        changes = [self._change(room) for room in sorted(stirred)]
        return [change for change in changes if change]

    def _expire(self) -> None:
        now = self._clock()
        for name in [name for name, process in self._elsewhere.items() if process.until < now]:
            self._stirred |= self._elsewhere.pop(name).rooms.keys()

    def _change(self, room: int) -> Change | None:
        before, after = self._told.get(room, frozenset()), self.people(room)
        if before == after:
            return None
        self._remember(room, after)
        if len(after) > MOST_NAMED:
            return Change(room, [], [], len(after))
        named = before if len(before) <= MOST_NAMED else frozenset()
        return Change(room, sorted(after - named), sorted(before - after), len(after))

    def _remember(self, room: int, people: frozenset[int]) -> None:
        self._told[room] = people
        if not people:
            del self._told[room]
