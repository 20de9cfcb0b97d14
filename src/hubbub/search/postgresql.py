"""Searching in PostgreSQL: a GIN index gives all hits at once, in no order, so messages are read before it is asked.

The newest messages are read one by one: a common word is found among them, and the index never asked. Who is in few
rooms has the newest of these read, and then asks the index for the words in these rooms. For others it is asked for a
span of ids and eight more, which the index itself knows (see `index_postgresql.py`), and then for all the rest: what is
not found by then is rare. More than some values that may each be there would cost more in this index than they spare.
Parts of words have no index here: messages are read, the newest first, for as long as a search may take.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import OperationalError, connection, transaction

from hubbub.search.asked import Asked, Found
from hubbub.search.asking import Part
from hubbub.search.conditions import Condition, conditions, mine, my_rooms, small_set
from hubbub.search.hits import SHOWN
from hubbub.search.index_postgresql import SPAN
from hubbub.search.tsquery import tsquery

READ, READ_OF_FEW = 1_500, 800
# A common word fills a page among these already.
FIRST = 550
# So many times the share of a room among as busy ones is believed of the one that had most until now.
BUSIEST = 4
# So many messages without a hit say that hits are rare, and the index is the cheaper way to them.
WITHOUT = 100
SPANS = (1, 8)
FEW_ROOMS = 64
WIDER, MOST_STEPS = 8, 12
# Of a page: with so much of it found, reading on is cheaper than the index, whose price is the number of all hits.
NEARLY = 1 / 3
SPARE = 1.5

# Sent with each statement, and in force until its end.
SET = """
    SELECT set_config('statement_timeout', %s, true), set_config('jit', 'off', true),
        set_config('enable_seqscan', 'off', true);
"""
BEGIN = """
    SELECT (SELECT max(id) FROM hubbub_message WHERE id < %s), count(*),
        max(last_number)::float / nullif(sum(last_number), 0)
    FROM ({rooms} LIMIT {more_than_few}) AS mine JOIN hubbub_room ON id = room_id
"""
# The limit keeps the planner from using the index of words for what stands outside.
READ_ALL = """
    SELECT m.* FROM (SELECT * FROM hubbub_message WHERE id < %s AND id >= %s ORDER BY id DESC LIMIT {read}) AS m
    WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
# Read is down to where the busiest room has its {read}th, and of the others what is as new.
READ_ROOMS = """
    WITH mine AS MATERIALIZED (
        SELECT of_mine.room_id, newest.number
        FROM ({rooms}) AS of_mine CROSS JOIN LATERAL (
            SELECT number FROM hubbub_message WHERE room_id = of_mine.room_id AND id < %s ORDER BY number DESC LIMIT 1
        ) AS newest
    ), ends AS MATERIALIZED (
        SELECT room_id, number, (
            SELECT id FROM hubbub_message WHERE room_id = mine.room_id AND number <= mine.number - {read}
            ORDER BY number DESC LIMIT 1
        ) AS id
        FROM mine
    ), lowest AS MATERIALIZED (
        SELECT coalesce(max(id), 0) AS id FROM ends
    ), read AS MATERIALIZED (
        SELECT room_id, number AS last, CASE ends.id WHEN (SELECT id FROM lowest) THEN number - {read} ELSE coalesce((
            SELECT number FROM hubbub_message
            WHERE room_id = ends.room_id AND number <= ends.number AND id <= (SELECT id FROM lowest)
            ORDER BY number DESC LIMIT 1
        ), 0) END AS before
        FROM ends
    )
    SELECT lowest.id, (SELECT coalesce(sum(last - before), 0)::int FROM read), shown.*
    FROM lowest LEFT JOIN ({shown}) AS shown ON true
"""
# OFFSET keeps the planner from the index of words, and `+ 0` from going through all messages by their ids.
READ_AND_FITS = """
    SELECT m.* FROM read CROSS JOIN LATERAL (
        SELECT * FROM hubbub_message
        WHERE room_id = read.room_id AND number <= read.last AND number > read.before OFFSET 0
    ) AS m WHERE {where} ORDER BY m.id + 0 DESC LIMIT %s
"""
AMONG_FEW = """
    WITH few AS MATERIALIZED ({few})
    SELECT m.* FROM few JOIN hubbub_message m ON m.id = few.id WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
# OFFSET keeps the planner from looking up every message of a room beside what the index of words gives, and `+ 0` from
# going through all messages by their ids.
BY_INDEX = """
    SELECT m.* FROM (SELECT * FROM hubbub_message m WHERE {fits} AND m.id + 0 < %s OFFSET 0) AS m
    WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
FITS = "m.search @@ %s::tsquery"
FITS_IN_MY_ROOMS = """
    m.search @@ (%s::tsquery && (SELECT string_agg('''room:' || room_id || '''', '|')::tsquery FROM ({rooms}) AS mine))
"""
HAS_PART = "lower(m.body) LIKE %s"


def find(asked: Asked) -> Found:
    found = Found()
    try:
        with _left_as_it_was():
            _find(asked, found)
    except TimeoutError:
        found.complete = False
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # query_canceled
            raise
        found.complete = False
    return found


@contextmanager
def _left_as_it_was() -> Iterator[None]:
    """A transaction that somebody else has begun would keep what is set here; so that is rolled back."""
    if connection.get_autocommit():
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _find(asked: Asked, found: Found) -> None:
    rooms, person = my_rooms(asked)
    beginning = BEGIN.format(rooms=rooms, more_than_few=FEW_ROOMS + 1)
    [(newest, count, share)] = _asked(asked, beginning, [asked.below, *person])
    few = small_set(asked)
    if newest is None:
        return
    if few:
        _among(asked, found, few)
        return
    asked = replace(asked, below=newest + 1)
    if count <= FEW_ROOMS:
        _in_few_rooms(asked, found, int(FIRST * min(share or 1, BUSIEST / max(count, 1))) + 1)
    else:
        _in_many_rooms(asked, found)


def _in_few_rooms(asked: Asked, found: Found, size: int) -> None:
    seen = 0
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
    if not tsquery(asked):
        return seen * (WIDER - 1)
    if not found.ids:
        return 0 if seen >= WITHOUT else FIRST
    needed = int(SPARE * seen * missing / len(found.ids)) + 1
    if seen < READ_OF_FEW / 2:
        return min(needed, READ_OF_FEW - seen)
    return needed if len(found.ids) >= asked.limit * NEARLY else 0


def _in_many_rooms(asked: Asked, found: Found) -> None:
    asked = _read(asked, found, READ)
    if tsquery(asked):
        _by_index(asked, found, few_rooms=False)
    else:
        _read_on(asked, found)


def _among(asked: Asked, found: Found, few: Condition) -> None:
    where, values = _where(asked)
    _take(asked, found, AMONG_FEW.format(few=few[0], where=where), [*few[1], *values, asked.limit])


def _read(asked: Asked, found: Found, count: int) -> Asked:
    """Look at each message of so many ids. Returns what is then still to be asked: nothing `below` 0."""
    where, values = _where(asked)
    lowest = max(asked.below - count, 0)
    limit = asked.limit - len(found.ids)
    _take(asked, found, READ_ALL.format(where=where, read=count), [asked.below, lowest, *values, limit])
    return replace(asked, below=lowest)


def _read_on(asked: Asked, found: Found) -> None:
    """Each step is wider."""
    size = READ
    while asked.below and len(found.ids) < asked.limit:
        size *= WIDER
        asked = _read(asked, found, size)


def _read_rooms(asked: Asked, found: Found, size: int) -> tuple[Asked, int]:
    """Look at so many messages of the busiest room and what is as new. Returns also how many that were."""
    where, values = _where(asked, rooms_known=True)
    rooms, person = my_rooms(asked)
    given = [*person, asked.below, *values, asked.limit - len(found.ids)]
    shown = SHOWN.format(found=READ_AND_FITS.format(where=where))
    rows = _asked(asked, READ_ROOMS.format(rooms=rooms, read=size, shown=shown), given)
    lowest, seen, *_ = rows[0]
    found.add([row[2:] for row in rows if row[2]])
    return replace(asked, below=lowest + 1 if lowest else 0), seen


def _by_index(asked: Asked, found: Found, *, few_rooms: bool) -> None:
    """The last question has no span, and is the only one for what was not once among those that were read."""
    if not tsquery(asked):
        return
    where, values = _others(asked)
    for count in (*SPANS, None) if found.ids and not few_rooms else (None,):
        if len(found.ids) >= asked.limit or asked.below <= 0:
            return
        first = max((asked.below - 1) // SPAN + 1 - count, 0) if count else 0
        fits, query = _fits(asked, range(first, (asked.below - 1) // SPAN + 1) if count else None, few_rooms=few_rooms)
        given = [*query, asked.below, *values, asked.limit - len(found.ids)]
        _take(asked, found, BY_INDEX.format(fits=fits, where=where), given)
        asked = replace(asked, below=first * SPAN)


def _where(asked: Asked, *, rooms_known: bool = False) -> Condition:
    told = [_others(asked, rooms_known=rooms_known)]
    if tsquery(asked):
        told.append(_fits(asked))
    return _all_of(told)


def _others(asked: Asked, *, rooms_known: bool = False) -> Condition:
    """What the index of words does not know, and what it cannot be trusted with: in which rooms the person is now."""
    told = [(HAS_PART, [f"%{_escaped(term.text)}%"]) for term in asked.terms if isinstance(term, Part)]
    if not rooms_known:
        told.append(mine(asked))
    return _all_of([conditions(asked, lambda moment: moment), *told])


def _all_of(told: list[Condition]) -> Condition:
    return " AND ".join(sql for sql, _ in told), [value for _, some in told for value in some]


def _fits(asked: Asked, spans: range | None = None, *, few_rooms: bool = False) -> Condition:
    query = tsquery(asked)
    if few_rooms:
        rooms, person = my_rooms(asked)
        return FITS_IN_MY_ROOMS.format(rooms=rooms), [query, *person]
    inside = " | ".join(f"'span:{span}'" for span in spans or ())
    return FITS, [f"({query}) & ({inside})" if inside else query]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


# At the database


def _take(asked: Asked, found: Found, statement: str, values: list[Any]) -> None:
    found.add(_asked(asked, SHOWN.format(found=statement), values))


def _asked(asked: Asked, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """Two statements at once are a transaction of their own. PostgreSQL takes them so only without values beside them:
    where Django sends these by themselves, they are put into the text here.

    Raises:
        TimeoutError: no time is left.
    """
    both, given = SET + statement, [_time(asked), *values]
    database: Any = connection
    with connection.cursor() as cursor:
        if database.features.uses_server_side_binding:
            cursor.execute(database.ops.compose_sql(both, given))
        else:
            cursor.execute(both, given)
        cursor.nextset()
        return list(cursor.fetchall())


def _time(asked: Asked) -> str:
    """Milliseconds. None would mean no limit."""
    left = int(asked.left() * 1_000)
    if left < 1:
        raise TimeoutError
    return str(left)
