"""Full-text search: which messages of a person's rooms fit what they ask for, newest first.

Asked by the API. The database keeps the index by itself (`index.py`); what a word is, is said in `letters.py`.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection

from hubbub import access, queries, text
from hubbub.errors import Invalid, Unavailable
from hubbub.models import Membership, Person
from hubbub.search import postgresql, sqlite
from hubbub.search.asked import Asked, Find, Found
from hubbub.search.asking import Query, parse
from hubbub.search.hits import Hit, hit

__all__ = ["LARGEST_PAGE", "PAGE", "Hit", "Hits", "search"]

PAGE, LARGEST_PAGE = 20, 50
SECONDS = 1.5
LARGEST_ID = 2**53
STOPPED = "This search took too long and was stopped. Shown is what was found until then; more words make it faster."
BY_VENDOR: dict[str, Find] = {"sqlite": sqlite.find, "postgresql": postgresql.find}


@dataclass(frozen=True)
class Hits:
    """A page. `before` asks for the next one, where there may be one; `said` tells why it is not `complete`."""

    hits: list[Hit]
    before: int | None
    complete: bool
    said: str


def search(
    person: Person,
    asked: str,
    *,
    rooms: Sequence[str] = (),
    before: int | None = None,
    limit: int = PAGE,
    zone: str = "UTC",
) -> Hits:
    """A page of hits, newest first. How many queries it takes does not depend on how much is found.

    Args:
        asked: as it is typed; see `asking.py`.
        rooms: only in these, by their names, as with `in:`.
        before: the `before` of the last page.
        zone: where the person's days begin and end, by its name in the time zone database.

    Raises:
        Refused: what is asked for makes no sense, or names a person or a room that is not there.
    """
    ends = time.monotonic() + SECONDS
    query = parse(asked)
    find = _find()
    below = min(before or LARGEST_ID, LARGEST_ID)
    found = find(_given(person, query, [*query.rooms, *rooms], zone, below=below, limit=limit + 1, ends=ends))
    return _page(query, found, limit)


def _find() -> Find:
    find = BY_VENDOR.get(connection.vendor)
    if find is None:
        raise Unavailable("Search needs SQLite or PostgreSQL, and this site's database is neither.")
    return find


def _given(
    person: Person, query: Query, rooms: Sequence[str], zone: str, *, below: int, limit: int, ends: float
) -> Asked:
    return Asked(
        person=person.pk,
        terms=query.terms,
        below=below,
        limit=limit,
        ends=ends,
        authors=_authors(person, query.authors),
        rooms=_rooms(person, rooms),
        since=_moment(query.since, zone),
        until=_moment(query.until, zone),
        has=frozenset(query.has),
        mentions_me=query.mentions_me,
    )


def _authors(person: Person, names: Collection[str]) -> list[int]:
    others = [name for name in names if name.lower() != "me"]
    found = [one.pk for one in queries.people_by_username(others)] if others else []
    return found + [person.pk] * (len(others) < len(names))


def _rooms(person: Person, names: Sequence[str]) -> list[int] | None:
    """
    Raises:
        NotFound: the person is in no room of this name.
    """
    if not names:
        return None
    keys = {text.skeleton(name) for name in names}
    mine = Membership.objects.filter(person=person, room__key__in=keys).values_list("room__key", "room")
    found = dict(mine)
    return [access.must_be_member(found.get(key)) for key in keys]


def _moment(day: dt.date | None, zone: str) -> dt.datetime | None:
    """When a day begins where the person is."""
    if day is None:
        return None
    try:
        return dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        raise Invalid("There is no such time zone. Send one like Europe/Berlin.") from None


def _page(query: Query, found: Found, limit: int) -> Hits:
    shown = sorted(found.ids, reverse=True)[:limit]
    more = shown[-1] if len(found.ids) > limit or (shown and not found.complete) else None
    hits = [hit(row, query) for row in sorted(found.rows, reverse=True) if row[0] in shown]
    return Hits(hits, more, found.complete, "" if found.complete else STOPPED)
