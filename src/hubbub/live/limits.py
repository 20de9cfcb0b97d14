"""How many sockets there are of a person or an address, and how often a person asks: here, and on the other processes
as they tell once a second. No Django, no loop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hubbub import rates, wire
from hubbub.rates import Rate

LEASE = 40
BEAT = 15
RATES = {
    "typing": Rate(30, 10),
    "read": Rate(60, 10),
    "subscribe": Rate(200, 10),
    "search": Rate(30, 10),
    "test": Rate(6, 60),
    "upload": Rate(30, 60),
}
CHANGES, TRIES = 3, 10
"""To a post. Sending again is free, also a hundred times at once."""
PERSON = "person "


def person_key(person: int) -> str:
    return f"{PERSON}{person}"


def all_rates(posts: Rate | None) -> dict[str, Rate]:
    """Of every kind.

    Those of changes, which are told to all as messages are, and of trying to post, which costs the rendering also of
    what is then refused, follow that of posts.
    """
    if posts is None:
        return RATES
    change, attempt = (Rate(posts.count * times, posts.seconds) for times in (CHANGES, TRIES))
    return {**RATES, "change": change, "try": attempt}


@dataclass
class Elsewhere:
    """What another process said last of its sockets, and until when it holds."""

    until: float
    counts: dict[str, int] = field(default_factory=dict)


class Sockets:
    """How many sockets are open of each key, which is a person or an address.

    Args:
        clock: seconds, never going back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._here: Counter[str] = Counter()
        self._elsewhere: dict[str, Elsewhere] = {}
        self._to_tell: set[str] = set()

    def count(self, key: str) -> int:
        return self._here[key] + sum(process.counts.get(key, 0) for process in self._elsewhere.values())

    def take(self, key: str, most: int | None) -> bool:
        """One more, unless there are `most` already, here and elsewhere. Returns whether it was taken."""
        if most is not None and self.count(key) >= most:
            return False
        self._here[key] += 1
        self._to_tell.add(key)
        return True

    def release(self, key: str) -> None:
        self._here[key] -= 1
        if self._here[key] <= 0:
            del self._here[key]
        self._to_tell.add(key)

    def where(self, key: str) -> list[str]:
        """The other processes that have some."""
        return [name for name, process in self._elsewhere.items() if key in process.counts]

    def knows(self, process: str) -> bool:
        return process in self._elsewhere

    def hear(self, process: str, counts: Mapping[str, int], full: bool) -> set[str]:
        """What another process says of its sockets; nothing and full is good-bye. Returns the keys that it had not."""
        known = self._elsewhere.setdefault(process, Elsewhere(0))
        known.until = self._clock() + LEASE
        both = {**({} if full else known.counts), **counts}
        before = known.counts.keys()
        known.counts = {key: count for key, count in both.items() if count > 0}
        return known.counts.keys() - before

    def tell(self, full: bool) -> dict[str, int]:
        """The counts that changed since the last telling, or all of them."""
        keys, self._to_tell = set(self._here) if full else self._to_tell, set()
        return {key: self._here[key] for key in keys}

    def tick(self) -> None:
        """Forget the processes that have been silent for too long."""
        now = self._clock()
        self._elsewhere = {name: process for name, process in self._elsewhere.items() if process.until >= now}


class Spending:
    """What people have taken of their rates.

    Args:
        clock: seconds, never going back.
        of: the rates, by kind; what has none is not limited.
    """

    def __init__(self, clock: Callable[[], float], of: Mapping[str, Rate] = RATES) -> None:
        self._clock = clock
        self._rates = of
        self._spent: dict[str, dict[int, float]] = {kind: {} for kind in of}
        self._to_tell: dict[str, Counter[int]] = {kind: Counter() for kind in of}

    def take(self, kind: str, person: int) -> float:
        """One more. Returns 0, or the seconds to wait when it was not taken."""
        if kind not in self._rates:
            return 0
        seconds = rates.wait(self._rates[kind], self._spent[kind].get(person, 0), self._clock())
        if not seconds:
            self._spend(kind, person, 1)
            self._to_tell[kind][person] += 1
        return seconds

    def hear(self, spent: Mapping[str, Mapping[int, int]]) -> None:
        """What was taken on another process, which may know other kinds."""
        for kind in spent.keys() & self._rates.keys():
            for person, count in spent[kind].items():
                self._spend(kind, person, count)

    def _spend(self, kind: str, person: int, count: int) -> None:
        people = self._spent[kind]
        people[person] = rates.spend(self._rates[kind], people.get(person, 0), self._clock(), count)

    def tell(self) -> dict[str, dict[int, int]]:
        """What was taken here since the last telling."""
        told, self._to_tell = self._to_tell, {kind: Counter() for kind in self._rates}
        return {kind: dict(people) for kind, people in told.items() if people}

    def tick(self) -> None:
        """Forget the people to whom everything has come back."""
        now = self._clock()
        for kind, people in self._spent.items():
            self._spent[kind] = {person: until for person, until in people.items() if until > now}


class AtOnce:
    """How many of something are under way on this process.

    Args:
        each: at most, of one person.
        all_: at most, of all together.
    """

    def __init__(self, each: int, all_: int) -> None:
        self._each = each
        self._all = all_
        self._under_way: Counter[int] = Counter()

    def take(self, person: int) -> bool:
        """One more. Returns whether it was taken."""
        if self._under_way[person] >= self._each or self._under_way.total() >= self._all:
            return False
        self._under_way[person] += 1
        return True

    def release(self, person: int) -> None:
        self._under_way[person] -= 1
        if not self._under_way[person]:
            del self._under_way[person]


class Limits:
    """Both of one process, and what it tells the others of them.

    Args:
        process: its name on the bus.
        clock: seconds, never going back.
        of: the rates, by kind.
    """

    def __init__(self, process: str, clock: Callable[[], float], of: Mapping[str, Rate] = RATES) -> None:
        self._process = process
        self._clock = clock
        self._next_beat = 0.0
        self.sockets = Sockets(clock)
        self.spending = Spending(clock, of)
        self.searches = AtOnce(each=2, all_=20)

    def hear(self, usage: wire.Usage) -> set[int]:
        """From another process. One that is new knows nothing yet, and hears all at the next beat.

        Returns:
            The people of whom it has a socket now, and had none.
        """
        if not self.sockets.knows(usage.process):
            self._next_beat = 0.0
        fresh = self.sockets.hear(usage.process, usage.sockets, usage.full)
        self.spending.hear(usage.spent)
        return {int(key.removeprefix(PERSON)) for key in fresh if key.startswith(PERSON)}

    def beat(self) -> wire.Usage | None:
        """What to tell the other processes now: what changed, all sockets when a beat is due, or nothing."""
        full = self._clock() >= self._next_beat
        if full:
            self._next_beat = self._clock() + BEAT
        usage = wire.Usage(self._process, self.sockets.tell(full), self.spending.tell(), full)
        return usage if usage.sockets or usage.spent or full else None

    def good_bye(self) -> wire.Usage:
        return wire.Usage(self._process, {}, self.spending.tell(), full=True)

    def tick(self) -> None:
        self.sockets.tick()
        self.spending.tick()
