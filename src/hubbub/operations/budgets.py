"""What people have taken of a rate, within one transaction that holds their rows."""

from __future__ import annotations

from collections.abc import MutableMapping

from hubbub import rates
from hubbub.errors import RateLimited
from hubbub.rates import Rate


class Budget:
    """
    Args:
        rate: None for no limit.
        spent: what each person had taken before, as `rates.spend` keeps it.
        now: in seconds since 1970.
        refusal: what to say to who has taken all.
    """

    def __init__(self, rate: Rate | None, spent: MutableMapping[int, float], now: float, refusal: str) -> None:
        self._rate = rate
        self._spent = spent
        self._now = now
        self._refusal = refusal
        self._takers: set[int] = set()

    def check(self, person: int) -> None:
        """
        Raises:
            RateLimited: the person has taken all that they may for now.
        """
        seconds = rates.wait(self._rate, self._spent[person], self._now) if self._rate else 0
        if seconds:
            raise RateLimited(self._refusal, retry_after=seconds)

    def take(self, person: int) -> None:
        if self._rate:
            self._spent[person] = rates.spend(self._rate, self._spent[person], self._now)
            self._takers.add(person)

    def taken(self) -> list[tuple[int, float]]:
        """What is to be kept: pairs (person, spent), in the one order in which people are written."""
        return [(person, self._spent[person]) for person in sorted(self._takers)]
