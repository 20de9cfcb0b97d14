"""Searching in SQLite: FTS5 gives hits newest first, one by one, so nothing but what is shown is ever collected.

The newest hits are looked at first, whosever they are. Where few of them are in the person's rooms, the index is asked
for hits in these rooms only, which costs a look-up for each room. All that begins with more than three letters would
have to be collected; so that is first looked for among what begins with the same three.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeGuard

from django.db import OperationalError, connection

from hubbub.search import letters, marking
from hubbub.search.asked import Asked, Found, months
from hubbub.search.asking import SHORTEST_BEGINNING, Part, Run, Term, Words
from hubbub.search.conditions import Condition, all_of, conditions, mine, my_rooms, small_set
from hubbub.search.hits import rows_of

PROBED, PROBED_FOR_MANY_ROOMS = 500, 5_000
FEW_ROOMS, MOST_ROOMS = 64, 1_000
SMALL_SHARE = 0.1
STEPS = 5_000  # of SQLite's machine, between two looks at the clock
EVERY = -1

FITTING = """
    SELECT rowid AS id FROM hubbub_search WHERE hubbub_search MATCH {match} AND rowid < %s
    ORDER BY rowid DESC
"""
WITH_PARTS = """
    SELECT rowid AS id FROM hubbub_search_parts WHERE hubbub_search_parts MATCH %s AND rowid < %s ORDER BY rowid DESC
"""
ALL = "SELECT id FROM hubbub_message WHERE id < %s ORDER BY id DESC"
FITS = "EXISTS (SELECT 1 FROM hubbub_search WHERE hubbub_search MATCH %s AND rowid = m.id)"
IN_MY_ROOMS = "(SELECT %s || coalesce(group_concat(room_id, ' OR '), 'none') || ')' FROM ({rooms}))"
SHARE = """
    SELECT count(*), sum(last_number) * 1.0 / (SELECT max(id) FROM hubbub_message)
    FROM hubbub_room WHERE id IN ({rooms})
"""
# The outer query keeps the order of the inner one, which has a limit, comes first in the join, and goes by the index.
FOUND = "FROM ({source} LIMIT {limit}) AS hit CROSS JOIN hubbub_message m ON m.id = hit.id"
LOOK = f"SELECT m.id, m.body {FOUND} WHERE {{where}}"
PROBE = f"SELECT m.id, m.body, {{where}} {FOUND}"


def find(asked: Asked) -> Found:
    found = Found()
    with _until(asked.ends):
        try:
            _find(asked, found)
        except OperationalError as error:
            if "interrupted" not in str(error):
                raise
            found.complete = False
    found.rows = rows_of(asked.person, found.ids)
    return found


def _find(asked: Asked, found: Found) -> None:
    match, small = _match(asked), small_set(asked)
    parts = [term.text for term in asked.terms if isinstance(term, Part)]
    if small:
        _look(asked, found, small, *([(FITS, [match])] if match else []))
    elif match:
        _probe_then_look(asked, found, match)
    elif parts:
        _look(asked, found, (WITH_PARTS, [_trigrams(parts), asked.below]))
    else:
        _look(asked, found, (ALL, [asked.below]))


def _probe_then_look(asked: Asked, found: Found, match: str) -> None:
    rooms, share = _rooms(asked)
    few = 0 if share < SMALL_SHARE else PROBED
    below = _probe(asked, found, few if rooms <= FEW_ROOMS else PROBED_FOR_MANY_ROOMS)
    if below and len(found.ids) < asked.limit:
        older = replace(asked, below=below)
        _look(older, found, _in_my_rooms(older, match) if rooms <= MOST_ROOMS else _fitting(older, match))


def _rooms(asked: Asked) -> tuple[int, float]:
    """In how many rooms is looked, and which part of all messages is there."""
    rooms, person = my_rooms(asked)
    [(count, share)] = _asked(SHARE.format(rooms=rooms), person)
    return count, share or 0


def _probe(asked: Asked, found: Found, count: int) -> int:
    """Look at the newest hits. Returns below which id the others are, or 0 when there are none."""
    if not count:
        return asked.below
    source, values = _fitting(asked, _match(asked, shortened=True))
    where, more = _where(asked)
    seen = last = 0
    for last, body, may in _asked(PROBE.format(source=source, where=where, limit=count), [*more, *values]):
        seen += 1
        if may and _has_parts(asked, body) and _has_beginnings(asked, body):
            found.ids.append(last)
            if len(found.ids) == asked.limit:
                break
    return last if seen == count else 0


def _look(asked: Asked, found: Found, source: Condition, *more: Condition) -> None:
    where, values = _where(asked, *more)
    for pk, body in _asked(LOOK.format(source=source[0], where=where, limit=EVERY), [*source[1], *values]):
        if _has_parts(asked, body):
            found.ids.append(pk)
            if len(found.ids) == asked.limit:
                return


def _where(asked: Asked, *more: Condition) -> Condition:
    return all_of([conditions(asked, _moment), mine(asked), *more])


def _has_parts(asked: Asked, body: str) -> bool:
    """The index knows which three letters are there, and not whether they follow each other."""
    return all(term.text in body.lower() for term in asked.terms if isinstance(term, Part))


def _has_beginnings(asked: Asked, body: str) -> bool:
    long = [term for term in asked.terms if _is_long(term)]
    small = letters.folded(body) if long else ""
    return all(term.words[-1] in small and marking.fits(term, body) for term in long)


def _is_long(term: Term) -> TypeGuard[Words]:
    return isinstance(term, Words) and term.beginning and len(term.words[-1]) > SHORTEST_BEGINNING


def _fitting(asked: Asked, match: str) -> Condition:
    return FITTING.format(match="%s"), [match, asked.below]


def _in_my_rooms(asked: Asked, match: str) -> Condition:
    rooms, person = my_rooms(asked)
    return FITTING.format(match=IN_MY_ROOMS.format(rooms=rooms)), [f"{match} AND room : (", *person, asked.below]


# In the language of FTS5


def _match(asked: Asked, *, shortened: bool = False) -> str:
    """
    Args:
        shortened: three letters of each beginning, for which the index has a list of its own.
    """
    texts = [_text(_short(term) if shortened else term) for term in asked.terms if not isinstance(term, Part)]
    told = [f"text : ({' AND '.join(texts)})"] if texts else []
    if asked.authors:
        told.append(f"author : ({' OR '.join(map(str, asked.authors))})")
    told += [f"has : {kind}" for kind in asked.has_in_index()]
    if asked.since or asked.until:
        told.append(f"month : ({' OR '.join(months(asked)) or 'none'})")
    if asked.rooms and not told:
        told.append(f"room : ({' OR '.join(map(str, asked.rooms))})")
    return " AND ".join(told)


def _short(term: Words | Run) -> Words | Run:
    if not _is_long(term):
        return term
    return replace(term, words=(*term.words[:-1], term.words[-1][:SHORTEST_BEGINNING]))


def _text(term: Words | Run) -> str:
    """Letters and digits only, so that nothing in it can be taken for the language."""
    if isinstance(term, Words):
        return f'"{" ".join(term.words)}"{" *" if term.beginning else ""}'
    return f'"{" ".join(letters.grams(term.text))}"'


def _trigrams(parts: list[str]) -> str:
    found = {part[start : start + 3] for part in parts for start in range(len(part) - 2)}
    return " AND ".join(f'"{three}"' for three in sorted(found))


# At the database


def _moment(time: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(time)


def _asked(statement: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Row by row: what was found before time is up stays found."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while row := cursor.fetchone():
            yield row


@contextmanager
def _until(ends: float) -> Iterator[None]:
    connection.ensure_connection()
    database = connection.connection
    database.set_progress_handler(lambda: time.monotonic() > ends, STEPS)
    try:
        yield
    finally:
        database.set_progress_handler(None, 0)
