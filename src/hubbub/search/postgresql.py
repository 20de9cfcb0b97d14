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

from hubbub.search import statements_postgresql as statements
from hubbub.search.asked import Asked, Found
from hubbub.search.conditions import Condition, small_set
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
    [(newest, count, share)] = _asked(asked, statements.beginning(asked, FEW_ROOMS + 1))
    few = small_set(asked)
    if newest is None:
        return
    if few:
        _take(asked, found, statements.among(asked, few))
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
    if tsquery(asked) and asked.below and len(found.ids) < asked.limit:
        _take(asked, found, statements.indexed(asked, found, statements.fitting_in_my_rooms(asked)))


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
    older = asked.older(READ)
    if not tsquery(asked):
        _take(asked, found, statements.reading(asked, found, READ))
        _read_on(older, found)
        return
    _take(asked, found, statements.reading_or_asking(asked, found, READ))
    if found.ids and found.ids[0] >= older.below:
        _by_spans(older, found)


def _read_on(asked: Asked, found: Found) -> None:
    """Each step is wider."""
    size = READ
    while asked.below and len(found.ids) < asked.limit:
        size *= WIDER
        _take(asked, found, statements.reading(asked, found, size))
        asked = asked.older(size)


def _by_spans(asked: Asked, found: Found) -> None:
    """The last question has no span."""
    for count in (*SPANS, None):
        if len(found.ids) >= asked.limit or not asked.below:
            return
        end = (asked.below - 1) // SPAN + 1
        first = max(end - count, 0) if count else 0
        fits = statements.fitting(asked, range(first, end) if count else None)
        _take(asked, found, statements.indexed(asked, found, fits))
        asked = replace(asked, below=first * SPAN)


def _read_rooms(asked: Asked, found: Found, size: int) -> tuple[Asked, int]:
    """Look at so many messages of the busiest room and what is as new. Returns also how many that were."""
    rows = _asked(asked, statements.reading_rooms(asked, found, size))
    lowest, seen, *_ = rows[0]
    found.add([row[2:] for row in rows if row[2]])
    return replace(asked, below=lowest + 1 if lowest else 0), seen


# At the database


def _take(asked: Asked, found: Found, messages: Condition) -> None:
    found.add(_asked(asked, (statements.shown(messages[0]), messages[1])))


def _asked(asked: Asked, question: Condition) -> list[tuple[Any, ...]]:
    """Two statements at once are a transaction of their own. PostgreSQL takes them so only without values beside them:
    where Django sends these by themselves, they are put into the text here.

    Raises:
        TimeoutError: no time is left.
    """
    both, given = SET + question[0], [_time(asked), *question[1]]
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
