"""When a push that did not go through is tried again: a pure function of how often, and of what the service said."""

from __future__ import annotations

import email.utils
import random
from collections.abc import Callable

MOST_ATTEMPTS = 6
FIRST = 5
LONGEST = 3_600
GONE = {404, 410}


def seconds_until_next(
    attempt: int, asked_for: float | None = None, chance: Callable[[], float] = random.random
) -> float | None:
    """Seconds to wait after an attempt, counted from 1; None when it was the last.

    Three times as long after each attempt, spread by a half, and never sooner than the service asked for.
    """
    if attempt >= MOST_ATTEMPTS:
        return None
    own = FIRST * 3.0 ** (attempt - 1) * (1 + chance() / 2)
    return float(min(max(own, asked_for or 0), LONGEST))


def is_worth_another(status: int) -> bool:
    """Whether a refusal is of the moment: too many requests, a timeout, a failure on their side."""
    return status in {408, 425, 429} or status >= 500


def retry_after(value: str, now: float) -> float | None:
    """Seconds that the header asks for: a number, or a date."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
