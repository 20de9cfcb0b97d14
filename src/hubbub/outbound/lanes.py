"""How much is under way at once: in all, and to each host, so that one that hangs leaves room for the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

MOST = 64
MOST_TO_A_HOST = 8


class Lanes:
    def __init__(self, most: int = MOST, most_to_a_host: int = MOST_TO_A_HOST) -> None:
        self._most = most
        self._most_to_a_host = most_to_a_host
        self._under_way: Counter[str] = Counter()

    @property
    def free(self) -> int:
        """How many more may begin, whatever their hosts."""
        return max(0, self._most - self._under_way.total())

    @property
    def full_hosts(self) -> set[str]:
        return {host for host, count in self._under_way.items() if count >= self._most_to_a_host}

    def choose(self, hosts: Sequence[str]) -> list[bool]:
        """Of some hosts, in their order, which may be asked now."""
        under_way, free, chosen = self._under_way.copy(), self.free, []
        for host in hosts:
            chosen.append(free > 0 and under_way[host] < self._most_to_a_host)
            under_way[host] += chosen[-1]
            free -= chosen[-1]
        return chosen

    def enter(self, host: str) -> None:
        self._under_way[host] += 1

    def leave(self, host: str) -> None:
        self._under_way[host] -= 1
        if self._under_way[host] <= 0:
            del self._under_way[host]
