"""One at a time, among the processes that share a data folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Wait until no other process does this, then do it. The kernel lets go when a process dies."""
    with (Path(settings.DATA) / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
