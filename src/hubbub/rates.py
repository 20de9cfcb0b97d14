"""How often something may be done: a number of times at once, and as many again within some seconds.

Pure functions for whoever counts, in memory or in the database. What they keep of a person is one number of seconds.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

UNITS = ((3600, "hour"), (60, "minute"), (1, "second"))
FINEST = 1e-6  # the present time, as a float, is not much finer


@dataclass(frozen=True)
class Rate:
    """`count` at once; they come back one by one, all of them within `seconds`."""

    count: int
    seconds: float

    @property
    def interval(self) -> float:
        """Seconds until one comes back."""
        return self.seconds / self.count


@cache
def parse(text: str) -> Rate:
    """The rate of a setting, like `20/10`.

    Raises:
        ValueError: it is none, with the end of a sentence that says what it must be.
    """
    found = re.fullmatch(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,4})", text)
    if not found:
        raise ValueError("a number and a number of seconds, like 20/10")
    return Rate(int(found[1]), int(found[2]))


def wait(rate: Rate, spent: float, now: float) -> float:
    """Seconds until one more is within the rate, rounded up to the millisecond; 0 when it is now.

    This and `spend` are the generic cell rate algorithm (ITU-T I.371, annex A: virtual scheduling), which counts as a
    token bucket does and keeps only the theoretical arrival time: when all that was taken will have come back.

    Args:
        spent: that time in seconds, from the last `spend`; 0 for somebody new.
        now: seconds of the same clock. A clock that was set back by more than the rate's seconds forgives what was
            spent, for nobody should wait until it is that late again.
    """
    if spent > now + 2 * rate.seconds:
        return 0
    seconds = spent + rate.interval - rate.seconds - now
    return math.ceil((seconds - FINEST) * 1000) / 1000 if seconds > FINEST else 0


def spend(rate: Rate, spent: float, now: float, count: int = 1) -> float:
    """What to keep when `count` more are taken, whether or not they are within the rate.

    Returns:
        The next `spent`, never further away than the rate's seconds: nobody pays for more than a whole rate.
    """
    ahead = spent - now if now < spent <= now + 2 * rate.seconds else 0
    return now + min(ahead + count * rate.interval, rate.seconds)


def pause(slow: int, wrote: float, now: float) -> float:
    """Seconds until one may write again who wrote at a time, where `slow` seconds lie between two messages."""
    return wait(Rate(1, slow), wrote + slow, now) if slow else 0


def spoken(seconds: float) -> str:
    """A time to wait in words, never less than it is, and exact up to five of a unit: `5 minutes`."""
    whole = math.ceil(seconds)
    size, unit = next((size, unit) for size, unit in UNITS if whole % size == 0 or whole > 5 * size)
    count = math.ceil(whole / size)
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
