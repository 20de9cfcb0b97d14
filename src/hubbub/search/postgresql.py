"""Searching in PostgreSQL: a GIN index gives all hits at once, in no order, so it is asked span by span, newest first.

The newest messages are read one by one before that: a common word is found among them, and the index never asked. Then
come a span of ids and eight more, which the index itself knows (see `index_postgresql.py`), and then all the rest: what
is not found by then is rare. Who is in few rooms asks at once for what is there. More than some values that may each be
there would cost more in this index than they spare. Parts of words have no index here: messages are read, the
newest first, for as long as a search may take.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import OperationalError, connection, transaction

from hubbub.search import letters
from hubbub.search.asked import Asked, Found, months
from hubbub.search.asking import Part, Run, Words
from hubbub.search.conditions import Condition, conditions, my_rooms, small_set
from hubbub.search.index_postgresql import SPAN

READ = 2_000
SPANS = (1, 8)
FEW_ROOMS = 16
WIDER = 8

BEGIN = """
    SELECT max(id), (SELECT count(*) FROM ({rooms}) AS mine),
        set_config('statement_timeout', %s, true), set_config('jit', 'off', true)
    FROM hubbub_message WHERE id < %s
"""
ONLY_BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)"
# The limit keeps the planner from using the index of words for what stands outside.
READ_ALL = """
    SELECT m.id FROM (SELECT * FROM hubbub_message WHERE id < %s AND id >= %s ORDER BY id DESC LIMIT {read}) AS m
    WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
AMONG_FEW = """
    WITH few AS MATERIALIZED ({few})
    SELECT m.id FROM few JOIN hubbub_message m ON m.id = few.id WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
BY_INDEX = "SELECT m.id FROM hubbub_message m WHERE {where} AND m.id < %s ORDER BY m.id DESC LIMIT %s"
FITS = "m.search @@ %s::tsquery"
FITS_IN_MY_ROOMS = """
    m.search @@ (%s::tsquery && (SELECT string_agg('''room:' || room_id || '''', '|')::tsquery FROM ({rooms}) AS mine))
"""
HAS_PART = "lower(m.body) LIKE %s"


def find(asked: Asked) -> Found:
    """Always rolled back, and with it what was set for this search only."""
    found = Found()
    try:
        with transaction.atomic():
            _find(asked, found)
            transaction.set_rollback(True)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # query_canceled
            raise
        found.complete = False
    return found


def _find(asked: Asked, found: Found) -> None:
    rooms, person = my_rooms(asked)
    time = f"{max(int(asked.left() * 1_000), 1)}"
    [(newest, count, *_)] = _asked(BEGIN.format(rooms=rooms), [*person, time, asked.below])
    few = small_set(asked)
    if newest is None:
        return
    if few:
        _among(asked, found, few)
        return
    below = _read(asked, found, newest + 1, READ)
    if _query(asked):
        _by_index(replace(asked, below=below), found, few_rooms=count <= FEW_ROOMS)
    else:
        _read_on(asked, found, below)


def _among(asked: Asked, found: Found, few: Condition) -> None:
    where, values = _where(asked)
    found.ids += _ids(AMONG_FEW.format(few=few[0], where=where), [*few[1], *values, asked.limit])


def _read(asked: Asked, found: Found, below: int, count: int) -> int:
    """Look at each message of some hundred ids. Returns the lowest."""
    where, values = _where(asked)
    lowest = max(below - count, 0)
    found.ids += _ids(READ_ALL.format(where=where, read=count), [below, lowest, *values, asked.limit - len(found.ids)])
    return lowest


def _read_on(asked: Asked, found: Found, below: int) -> None:
    count = READ
    while below and len(found.ids) < asked.limit:
        count *= WIDER
        below = _read(asked, found, below, count)


def _by_index(asked: Asked, found: Found, *, few_rooms: bool) -> None:
    """The last question has no span."""
    if len(found.ids) < asked.limit and asked.below:
        _asked(ONLY_BY_INDEX, [])
    for count in (None,) if few_rooms else (*SPANS, None):
        if len(found.ids) >= asked.limit or asked.below <= 0:
            return
        first = 0 if count is None else max((asked.below - 1) // SPAN + 1 - count, 0)
        spans = range(first, (asked.below - 1) // SPAN + 1) if count else None
        where, values = _where(asked, spans, few_rooms=few_rooms)
        found.ids += _ids(BY_INDEX.format(where=where), [*values, asked.below, asked.limit - len(found.ids)])
        asked = replace(asked, below=first * SPAN)


def _where(asked: Asked, spans: range | None = None, *, few_rooms: bool = False) -> Condition:
    told = [conditions(asked, lambda moment: moment), *_fits(asked, spans, few_rooms)]
    told += [(HAS_PART, [f"%{_escaped(term.text)}%"]) for term in asked.terms if isinstance(term, Part)]
    return " AND ".join(sql for sql, _ in told), [value for _, some in told for value in some]


def _fits(asked: Asked, spans: range | None, few_rooms: bool) -> list[Condition]:
    query = _query(asked)
    if not query:
        return []
    if few_rooms:
        rooms, person = my_rooms(asked)
        return [(FITS_IN_MY_ROOMS.format(rooms=rooms), [query, *person])]
    inside = " | ".join(f"'span:{span}'" for span in spans or ())
    return [(FITS, [f"({query}) & ({inside})" if inside else query])]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


# In the language of tsquery


def _query(asked: Asked) -> str:
    told = [_text(term) for term in asked.terms if not isinstance(term, Part)]
    if asked.authors:
        told.append(_any("author", asked.authors))
    told += [f"'has:{kind}'" for kind in asked.has_in_index()]
    if asked.since or asked.until:
        told.append(_any("month", [*months(asked)]))
    if asked.rooms is not None and not told:
        told.append(_any("room", asked.rooms))
    return " & ".join(told)


def _any(fact: str, values: list[Any]) -> str:
    return " | ".join(f"'{fact}:{value}'" for value in values).join("()") if values else f"'{fact}:none'"


def _text(term: Words | Run) -> str:
    """Letters and digits only, so that nothing in it can be taken for the language."""
    parts = letters.grams(term.text) if isinstance(term, Run) else term.words
    end = ":*" if isinstance(term, Words) and term.beginning else ""
    return "(" + " <-> ".join(f"'{part}'" for part in parts) + end + ")"


# At the database


def _ids(statement: str, values: list[Any]) -> list[int]:
    return [pk for (pk,) in _asked(statement, values)]


def _asked(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
