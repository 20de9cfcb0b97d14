"""A search as a database is asked it: names are ids here, dates are moments, and there is a time at which it ends."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from hubbub.search.asking import Term

FIRST_YEAR = 1990
# What is shown of a message, its id first: see `hits.SHOWN`.
Row = tuple[Any, ...]


@dataclass
class Asked:
    """
    Args:
        rooms: only these of the person's rooms; None for all of them.
        below: only messages with smaller ids.
        limit: how many at most.
        ends: when to stop, by `time.monotonic`.
    """

    person: int
    terms: list[Term]
    below: int
    limit: int
    ends: float
    authors: list[int] = field(default_factory=list)
    rooms: list[int] | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    has: frozenset[str] = frozenset()
    mentions_me: bool = False

    def has_in_index(self) -> list[str]:
        """What the index knows of it. A message with an image has a file."""
        return sorted({"file" if kind == "image" else kind for kind in self.has if kind != "pin"})

    def older(self, count: int) -> Asked:
        """What is still to be asked when so many ids have been looked at: nothing `below` 0."""
        return replace(self, below=max(self.below - count, 0))

    def left(self) -> float:
        """Seconds."""
        return self.ends - time.monotonic()


@dataclass
class Found:
    """Ids of messages, newest first; not `complete` when time was up before all was seen.

    Of one that was deleted meanwhile there is no row.
    """

    ids: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    complete: bool = True

    def add(self, rows: list[Row]) -> None:
        self.ids += [row[0] for row in rows]
        self.rows += rows


Find = Callable[[Asked], Found]


def months(asked: Asked) -> Iterator[str]:
    """The years and months, by UTC, that hold everything between `since` and `until`."""
    since = asked.since or dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC)
    until = asked.until or dt.datetime.now(dt.UTC) + dt.timedelta(days=366)
    first, last = since.astimezone(dt.UTC), until.astimezone(dt.UTC) - dt.timedelta(microseconds=1)
    for year in range(first.year, last.year + 1):
        from_month = first.month if year == first.year else 1
        to_month = last.month if year == last.year else 12
        if (from_month, to_month) == (1, 12):
            yield str(year)
        else:
            yield from (f"{year}{month:02}" for month in range(from_month, to_month + 1))
