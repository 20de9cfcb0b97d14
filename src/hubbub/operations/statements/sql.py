"""How a statement is sent, its values by their places, and in what the two databases differ."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection

Row = tuple[Any, ...]
PAIR = "(%s, %s)"


def asked_in(statement: str, values: Collection[Any]) -> list[Any]:
    """The answer about some values; an empty list of them is no SQL."""
    return _asked(statement, "%s", [(value,) for value in values])


def asked_of(statement: str, pairs: Collection[tuple[Any, Any]]) -> list[Any]:
    """The answer about some pairs."""
    return _asked(statement, PAIR, pairs)


def _asked(statement: str, place: str, rows: Collection[Row]) -> list[Any]:
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_filled(statement, place, rows))
        return list(cursor.fetchall())


def write(statement: str, rows: Sequence[Row]) -> None:
    """Once for each row."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def write_at_once(statement: str, rows: Collection[Row], place: str = PAIR) -> None:
    """Once for all of them."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(*_filled(statement, place, rows))


def _filled(statement: str, place: str, rows: Collection[Row]) -> tuple[str, list[Any]]:
    return statement.format(", ".join([place] * len(rows))), list(chain.from_iterable(rows))


def lock(words: str) -> str:
    """The end of a statement that locks what it reads. A transaction on SQLite holds the whole database."""
    return words if connection.features.has_select_for_update else ""


def uuids() -> Callable[[uuid.UUID], Any]:
    """How this database keeps them: as they are, or as text."""
    return (lambda value: value) if connection.features.has_native_uuid_field else attrgetter("hex")


def times() -> Callable[[datetime], Any]:
    return connection.ops.adapt_datetimefield_value
