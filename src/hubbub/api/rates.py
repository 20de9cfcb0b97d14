"""How often a person may ask for a change: the API has a rate for all of them, and a route may have one of its own."""

from __future__ import annotations

from typing import Any

from ninja.throttling import BaseThrottle

from hubbub.live import process

READING = {"GET", "HEAD", "OPTIONS"}


class Rated(BaseThrottle):
    """Reading is free. What is asked too often, Ninja refuses with `Throttled`.

    Args:
        kind: of the rate, as `limits.all_rates` has them.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._seconds = 0.0

    def allow_request(self, request: Any) -> bool:
        if request.method in READING:
            return True
        self._seconds = process.current().limits.spending.take(self._kind, request.auth.pk)
        return self._seconds == 0

    def wait(self) -> float:
        """All requests share this object, and Ninja asks before it lets another one in."""
        return self._seconds
