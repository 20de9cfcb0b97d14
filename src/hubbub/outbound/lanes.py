"""How much is under way at once: in all, to each host and for each person, so that who hangs leaves room for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from hubbub.operations.deliveries import Way
from hubbub.queries import Busy

MOST = 64
MOST_TO_A_HOST = 8
MOST_FOR_A_PERSON = 4


class Lanes:
    def __init__(
        self, most: int = MOST, most_to_a_host: int = MOST_TO_A_HOST, most_for_a_person: int = MOST_FOR_A_PERSON
    ) -> None:
        self._most = most
        self._most_to_a_host = most_to_a_host
        self._most_for_a_person = most_for_a_person
        self._under_way: Counter[Way] = Counter()

    @property
    def free(self) -> int:
        """How many more may begin, whatever their ways."""
        return max(0, self._most - self._under_way.total())

    @property
    def busy(self) -> Busy:
        """The hosts and the people that have their share."""
        return self._busy(self._under_way.elements())

    def _busy(self, ways: Iterable[Way]) -> Busy:
        ways = list(ways)
        hosts, people = Counter(way.host for way in ways), Counter(way.person for way in ways)
        return Busy(
            frozenset(host for host, count in hosts.items() if count >= self._most_to_a_host),
            frozenset(person for person, count in people.items() if count >= self._most_for_a_person),
        )

    def choose(self, ways: Sequence[Way]) -> list[bool]:
        """Of some ways, in their order, which may be gone now."""
        under_way, chosen = list(self._under_way.elements()), []
        for way in ways:
            busy = self._busy(under_way)
            chosen.append(len(under_way) < self._most and not busy.keeps(way.person, way.host))
            under_way += [way] * chosen[-1]
        return chosen

    def enter(self, way: Way) -> None:
        self._under_way[way] += 1

    def leave(self, way: Way) -> None:
        self._under_way[way] -= 1
        if self._under_way[way] <= 0:
            del self._under_way[way]
