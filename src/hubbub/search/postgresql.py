"""Searching in PostgreSQL: a GIN index gives all hits at once, in no order, so messages are read before it is asked.

The newest messages are read one by one: a common word is found among them, and the index never asked. Who is in few
rooms has the newest of these read, and then asks the index for the words in these rooms. For others it is asked for a
span of ids and eight more, which the index itself knows (see `index_postgresql.py`), and then for all the rest: what is
not found by then is rare. More than some values that may each be there would cost more in this index than they spare.
Parts of words have no index here: messages are read, the newest first, for as long as a search may take.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import OperationalError, connection, transaction

from hubbub.search import letters
from hubbub.search.asked import Asked, Found, months
from hubbub.search.asking import Part, Run, Words
from hubbub.search.conditions import Condition, conditions, my_rooms, small_set
from hubbub.search.index_postgresql import LONGEST, SPAN

READ, READ_OF_FEW = 2_000, 1_000
# A common word fills a page among these already.
FIRST = 500
# So many messages without a hit say that hits are rare, and the index is the cheaper way to them.
WITHOUT = 100
SPANS = (1, 8)
FEW_ROOMS = 64
WIDER, MOST_STEPS = 8, 12
# Seconds of a time limit that are not worth a question to the database.
NOTICEABLE = 0.05
# Of a page: with so much of it found, reading on is cheaper than the index, whose price is the number of all hits.
NEARLY = 1 / 3
SPARE = 1.5

BEGIN = """
    SELECT max(id), (SELECT count(*) FROM ({rooms} LIMIT {more_than_few}) AS mine),
        set_config('statement_timeout', %s, true), set_config('jit', 'off', true)
    FROM hubbub_message WHERE id < %s
"""
# A time limit is for each statement, so what is left is set before each that comes noticeably later.
IN_TIME = "SELECT set_config('statement_timeout', %s, true)"
ONLY_BY_INDEX = f"{IN_TIME}, set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)"
# The limit keeps the planner from using the index of words for what stands outside.
READ_ALL = """
    SELECT m.id FROM (SELECT * FROM hubbub_message WHERE id < %s AND id >= %s ORDER BY id DESC LIMIT {read}) AS m
    WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
# Read is down to where the busiest room has its {read}th, and of the others what is as new.
READ_ROOMS = """
    WITH mine AS MATERIALIZED (
        SELECT of_mine.room_id, newest.number
        FROM ({rooms}) AS of_mine CROSS JOIN LATERAL (
            SELECT number FROM hubbub_message WHERE room_id = of_mine.room_id AND id < %s ORDER BY number DESC LIMIT 1
        ) AS newest
    ), lowest AS MATERIALIZED (
        SELECT coalesce(max(last.id), 0) AS id
        FROM mine CROSS JOIN LATERAL (
            SELECT id FROM hubbub_message WHERE room_id = mine.room_id AND number <= mine.number - {read}
            ORDER BY number DESC LIMIT 1
        ) AS last
    ), read AS MATERIALIZED (
        SELECT m.id, ({where}) AS fits
        FROM mine JOIN hubbub_message m ON m.room_id = mine.room_id AND m.number <= mine.number
            AND m.number > coalesce((
                SELECT number FROM hubbub_message
                WHERE room_id = mine.room_id AND number <= mine.number AND id <= (SELECT id FROM lowest)
                ORDER BY number DESC LIMIT 1
            ), 0)
    )
    SELECT lowest.id, (SELECT count(*) FROM read), ARRAY(SELECT id FROM read WHERE fits ORDER BY id DESC LIMIT %s)
    FROM lowest
"""
AMONG_FEW = """
    WITH few AS MATERIALIZED ({few})
    SELECT m.id FROM few JOIN hubbub_message m ON m.id = few.id WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
# OFFSET keeps the planner from looking up every message of a room beside what the index of words gives.
BY_INDEX = """
    SELECT m.id FROM (SELECT * FROM hubbub_message m WHERE {fits} AND m.id < %s OFFSET 0) AS m
    WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
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
    asked = replace(asked, granted=asked.left())
    beginning = BEGIN.format(rooms=rooms, more_than_few=FEW_ROOMS + 1)
    [(newest, count, *_)] = _asked(beginning, [*person, _time(asked), asked.below])
    few = small_set(asked)
    if newest is None:
        return
    if few:
        _among(asked, found, few)
        return
    asked = replace(asked, below=newest + 1)
    if count <= FEW_ROOMS:
        _in_few_rooms(asked, found, count)
    else:
        _in_many_rooms(asked, found)


def _in_few_rooms(asked: Asked, found: Found, rooms: int) -> None:
    size, seen = FIRST // max(rooms, 1), 0
    for _ in range(MOST_STEPS):
        asked, more = _read_rooms(asked, found, size)
        seen += more
        wanted = _worth_reading(asked, found, seen)
        if not wanted:
            break
        size = min(size * wanted // max(more, 1) + 1, wanted)
    _by_index(asked, found, few_rooms=True)


def _worth_reading(asked: Asked, found: Found, seen: int) -> int:
    """How many more messages, rather than to ask the index."""
    missing = asked.limit - len(found.ids)
    if not asked.below or missing <= 0:
        return 0
    if not _query(asked):
        return seen * (WIDER - 1)
    if not found.ids:
        return 0 if seen >= WITHOUT else FIRST
    needed = int(SPARE * seen * missing / len(found.ids)) + 1
    if seen < READ_OF_FEW / 2:
        return min(needed, READ_OF_FEW - seen)
    return needed if len(found.ids) >= asked.limit * NEARLY else 0


def _in_many_rooms(asked: Asked, found: Found) -> None:
    asked = _read(asked, found, READ)
    if _query(asked):
        _by_index(asked, found, few_rooms=False)
    else:
        _read_on(asked, found)


def _among(asked: Asked, found: Found, few: Condition) -> None:
    where, values = _where(asked)
    found.ids += _ids(AMONG_FEW.format(few=few[0], where=where), [*few[1], *values, asked.limit])


def _read(asked: Asked, found: Found, count: int) -> Asked:
    """Look at each message of so many ids. Returns what is then still to be asked: nothing `below` 0."""
    where, values = _where(asked)
    lowest = max(asked.below - count, 0)
    _in_time(asked)
    limit = asked.limit - len(found.ids)
    found.ids += _ids(READ_ALL.format(where=where, read=count), [asked.below, lowest, *values, limit])
    return replace(asked, below=lowest)


def _read_on(asked: Asked, found: Found) -> None:
    """Each step is wider."""
    size = READ
    while asked.below and len(found.ids) < asked.limit:
        size *= WIDER
        asked = _read(asked, found, size)


def _read_rooms(asked: Asked, found: Found, size: int) -> tuple[Asked, int]:
    """Look at so many messages of the busiest room and what is as new. Returns also how many that were."""
    where, values = _where(asked)
    rooms, person = my_rooms(asked)
    _in_time(asked)
    given = [*person, asked.below, *values, asked.limit - len(found.ids)]
    [(lowest, seen, ids)] = _asked(READ_ROOMS.format(rooms=rooms, where=where, read=size), given)
    found.ids += ids
    return replace(asked, below=lowest + 1 if lowest else 0), seen


def _by_index(asked: Asked, found: Found, *, few_rooms: bool) -> None:
    """The last question has no span, and is the only one for what was not once among those that were read."""
    if not _query(asked):
        return
    where, values = _others(asked)
    for count in (*SPANS, None) if found.ids and not few_rooms else (None,):
        if len(found.ids) >= asked.limit or asked.below <= 0:
            return
        first = max((asked.below - 1) // SPAN + 1 - count, 0) if count else 0
        fits, query = _fits(asked, range(first, (asked.below - 1) // SPAN + 1) if count else None, few_rooms=few_rooms)
        _asked(ONLY_BY_INDEX, [_time(asked)])
        given = [*query, asked.below, *values, asked.limit - len(found.ids)]
        found.ids += _ids(BY_INDEX.format(fits=fits, where=where), given)
        asked = replace(asked, below=first * SPAN)


def _in_time(asked: Asked) -> None:
    """
    Raises:
        TimeoutError: no time is left.
    """
    time = _time(asked)
    if asked.granted - asked.left() > NOTICEABLE:
        _asked(IN_TIME, [time])


def _time(asked: Asked) -> str:
    """Milliseconds.

    Raises:
        TimeoutError: none is left; 0 would mean no limit.
    """
    left = int(asked.left() * 1_000)
    if left < 1:
        raise TimeoutError
    return str(left)


def _where(asked: Asked) -> Condition:
    told = [_others(asked)]
    if _query(asked):
        told.append(_fits(asked))
    return _all_of(told)


def _others(asked: Asked) -> Condition:
    """What the index of words does not know, and what it cannot be trusted with: in which rooms the person is now."""
    parts = [(HAS_PART, [f"%{_escaped(term.text)}%"]) for term in asked.terms if isinstance(term, Part)]
    return _all_of([conditions(asked, lambda moment: moment), *parts])


def _all_of(told: list[Condition]) -> Condition:
    return " AND ".join(sql for sql, _ in told), [value for _, some in told for value in some]


def _fits(asked: Asked, spans: range | None = None, *, few_rooms: bool = False) -> Condition:
    query = _query(asked)
    if few_rooms:
        rooms, person = my_rooms(asked)
        return FITS_IN_MY_ROOMS.format(rooms=rooms), [query, *person]
    inside = " | ".join(f"'span:{span}'" for span in spans or ())
    return FITS, [f"({query}) & ({inside})" if inside else query]


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
    return "(" + " <-> ".join(f"'{part[:LONGEST]}'" for part in parts) + end + ")"


# At the database


def _ids(statement: str, values: list[Any]) -> list[int]:
    return [pk for (pk,) in _asked(statement, values)]


def _asked(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
