"""Several calls at the same moment, each in a thread with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection

Answer = TypeVar("Answer")


def at_once(*calls: Callable[[], Answer]) -> list[Answer]:
    """What each of the calls returned, in their order; raises what the first of them raised."""
    start = threading.Barrier(len(calls))
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(_called, start, call) for call in calls]]


def _called(start: threading.Barrier, call: Callable[[], Any]) -> Any:
    start.wait(30)
    try:
        return call()
    finally:
        connection.close()
