"""Searching in PostgreSQL: a GIN index gives all hits at once, in no order, so it is asked span by span, newest first.

The newest messages are read one by one before that: a common word is found among them, and the index never asked. Who
is in few rooms has the newest of these read, and then asks the index for what is there. For others it is asked for a
span of ids and eight more, which the index itself knows (see `index_postgresql.py`), and then for all the rest: what is
not found by then is rare. More than some values that may each be there would cost more in this index than they spare.
Parts of words have no index here: messages are read, the newest first, for as long as a search may take.
"""

from __future__ import annotations

from collections.abc import Callable
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
WIDER, MOST_STEPS = 8, 16

Reader = Callable[[Asked, Found, int], int]

BEGIN = """
    SELECT max(id), (SELECT count(*) FROM ({rooms}) AS mine),
        set_config('statement_timeout', %s, true), set_config('jit', 'off', true)
    FROM hubbub_message WHERE id < %s
"""
# A time limit is for each statement, so what is left is set before each.
IN_TIME = "SELECT set_config('statement_timeout', %s, true)"
ONLY_BY_INDEX = f"{IN_TIME}, set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)"
# The limit keeps the planner from using the index of words for what stands outside.
READ_ALL = """
    SELECT m.id FROM (SELECT * FROM hubbub_message WHERE id < %s AND id >= %s ORDER BY id DESC LIMIT {read}) AS m
    WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
# Of each room the same number is read, so it is told only down to where one of them has more.
LOWEST = """
    SELECT max(last.id) FROM ({rooms}) AS mine CROSS JOIN LATERAL (
        SELECT id FROM hubbub_message WHERE room_id = mine.room_id AND id < %s
        ORDER BY number DESC OFFSET {read} LIMIT 1
    ) AS last
"""
READ_ROOMS = """
    SELECT m.id FROM ({rooms}) AS mine CROSS JOIN LATERAL (
        SELECT * FROM hubbub_message WHERE room_id = mine.room_id AND id < %s ORDER BY number DESC LIMIT {read}
    ) AS m
    WHERE {where} AND m.id > %s ORDER BY m.id DESC LIMIT %s
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
    except TimeoutError:
        found.complete = False
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # query_canceled
            raise
        found.complete = False
    return found


def _find(asked: Asked, found: Found) -> None:
    rooms, person = my_rooms(asked)
    [(newest, count, *_)] = _asked(BEGIN.format(rooms=rooms), [*person, _time(asked), asked.below])
    few = small_set(asked)
    if newest is None:
        return
    if few:
        _among(asked, found, few)
        return
    asked = replace(asked, below=newest + 1)
    if count <= FEW_ROOMS:
        _in_few_rooms(asked, found, READ // max(count, 1))
    else:
        _in_many_rooms(asked, found)


def _in_few_rooms(asked: Asked, found: Found, size: int) -> None:
    """What is not rare is cheaper to read than to ask the index for, which knows the small rooms and all hits."""
    older = replace(asked, below=_read_rooms(asked, found, size))
    if not _query(asked):
        _read_on(older, found, _read_rooms, size)
    else:
        is_rare = len(found.ids) * WIDER < asked.limit
        _by_index(_read_on(older, found, _read_rooms, size, steps=0 if is_rare else 1), found, few_rooms=True)


def _in_many_rooms(asked: Asked, found: Found) -> None:
    older = replace(asked, below=_read(asked, found, READ))
    if _query(asked):
        _by_index(older, found, few_rooms=False)
    else:
        _read_on(older, found, _read, READ)


def _among(asked: Asked, found: Found, few: Condition) -> None:
    where, values = _where(asked)
    found.ids += _ids(AMONG_FEW.format(few=few[0], where=where), [*few[1], *values, asked.limit])


def _read(asked: Asked, found: Found, count: int) -> int:
    """Look at each message of so many ids. Returns below which id the others are, or 0 when there are none."""
    where, values = _where(asked)
    lowest = max(asked.below - count, 0)
    limit = asked.limit - len(found.ids)
    found.ids += _ids(READ_ALL.format(where=where, read=count), [asked.below, lowest, *values, limit])
    return lowest


def _read_rooms(asked: Asked, found: Found, count: int) -> int:
    """Look at so many messages of each room."""
    where, values = _where(asked)
    rooms, person = my_rooms(asked)
    [(last,)] = _asked(LOWEST.format(rooms=rooms, read=count), [*person, asked.below])
    _asked(IN_TIME, [_time(asked)])
    limit = asked.limit - len(found.ids)
    given = [*person, asked.below, *values, last or 0, limit]
    found.ids += _ids(READ_ROOMS.format(rooms=rooms, where=where, read=count), given)
    return last + 1 if last else 0


def _read_on(asked: Asked, found: Found, reader: Reader, size: int, *, steps: int = MOST_STEPS) -> Asked:
    """Each step is wider. Returns what is then still to be asked."""
    for _ in range(steps):
        if not asked.below or len(found.ids) >= asked.limit:
            break
        size *= WIDER
        _asked(IN_TIME, [_time(asked)])
        asked = replace(asked, below=reader(asked, found, size))
    return asked


def _by_index(asked: Asked, found: Found, *, few_rooms: bool) -> None:
    """The last question has no span."""
    for count in (None,) if few_rooms else (*SPANS, None):
        if len(found.ids) >= asked.limit or asked.below <= 0:
            return
        first = 0 if count is None else max((asked.below - 1) // SPAN + 1 - count, 0)
        spans = range(first, (asked.below - 1) // SPAN + 1) if count else None
        where, values = _where(asked, spans, few_rooms=few_rooms)
        _asked(ONLY_BY_INDEX, [_time(asked)])
        found.ids += _ids(BY_INDEX.format(where=where), [*values, asked.below, asked.limit - len(found.ids)])
        asked = replace(asked, below=first * SPAN)


def _time(asked: Asked) -> str:
    """Milliseconds.

    Raises:
        TimeoutError: none is left; 0 would mean no limit.
    """
    left = int(asked.left() * 1_000)
    if left < 1:
        raise TimeoutError
    return str(left)


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
