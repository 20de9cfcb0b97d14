"""Full-text search: which messages of a person's rooms fit what they ask for, newest first.

Asked by the API. The database keeps the index by itself (`index.py`); what a word is, is said in `letters.py`.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

from django.db import connection

from hubbub import access, queries, text, wire
from hubbub.errors import Invalid, Unavailable
from hubbub.models import Membership, Message, Person
from hubbub.search import marking, postgresql, sqlite
from hubbub.search.asked import Asked, Find
from hubbub.search.asking import Query, parse

__all__ = ["LARGEST_PAGE", "PAGE", "search"]

PAGE, LARGEST_PAGE = 20, 50
SECONDS = 1.5
LARGEST_ID = 2**53
STOPPED = "This search took too long and was stopped. Shown is what was found until then; more words make it faster."
BY_VENDOR: dict[str, Find] = {"sqlite": sqlite.find, "postgresql": postgresql.find}


def search(
    person: Person, asked: str, *, before: int | None = None, limit: int = PAGE, zone: str = "UTC"
) -> wire.SearchPage:
    """A page of hits, newest first. At most five queries, or six where somebody is named.

    Args:
        asked: as it is typed; see `asking.py`.
        before: the `before` of the last page.
        zone: where the person's days begin and end, by its name in the time zone database.

    Raises:
        Refused: what is asked for makes no sense, or names a person or a room that is not there.
    """
    ends = time.monotonic() + SECONDS
    query = parse(asked)
    find = BY_VENDOR.get(connection.vendor)
    if find is None:
        raise Unavailable("Search needs SQLite or PostgreSQL, and this site's database is neither.")
    given = Asked(
        person=person.pk,
        terms=query.terms,
        below=min(before or LARGEST_ID, LARGEST_ID),
        limit=limit + 1,
        ends=ends,
        authors=_authors(person, query.authors),
        rooms=_rooms(person, query.rooms),
        since=_moment(query.since, zone),
        until=_moment(query.until, zone),
        has=frozenset(query.has),
        mentions_me=query.mentions_me,
    )
    found = find(given)
    shown = sorted(found.ids, reverse=True)[:limit]
    more = shown[-1] if len(found.ids) > limit or (shown and not found.complete) else None
    return wire.SearchPage(_hits(person, shown, query), more, found.complete, "" if found.complete else STOPPED)


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


def _hits(person: Person, ids: Collection[int], query: Query) -> list[wire.SearchHit]:
    """The person's rooms are asked for once more, in the statement that reads what is told."""
    if not ids:
        return []
    rows = Message.objects.filter(pk__in=ids, room__memberships__person=person, deleted=None)
    return [_hit(row, query) for row in rows.select_related("author", "room").order_by("-pk")]


def _hit(row: Message, query: Query) -> wire.SearchHit:
    snippet, marks = marking.snippet(row.body, query)
    return wire.search_hit(row, snippet, marks)
