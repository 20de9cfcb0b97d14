"""How often a person may ask. Every request that changes something has a rate, unless its route has one of its own."""

from __future__ import annotations

from typing import Any

from ninja.throttling import BaseThrottle

from hubbub.live import process

READING = {"GET", "HEAD", "OPTIONS"}


class Rated(BaseThrottle):
    """
    Args:
        kind: of the rate, as `limits.all_rates` has them.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._seconds = 0.0

    def allow_request(self, request: Any) -> bool:
        self._seconds = process.current().limits.spending.take(self._kind, request.auth.pk)
        return self._seconds == 0

    def wait(self) -> float:
        return self._seconds


class ChangesRated(Rated):
    """Of a whole API: reading costs nothing."""

    def allow_request(self, request: Any) -> bool:
        return request.method in READING or super().allow_request(request)
