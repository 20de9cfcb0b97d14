"""The index as the database keeps it: statements only, for the migration that runs them.

Both databases hold the same words (see `letters.py`), and beside them the room and the author of a message, its year
and month, and what it has, so that the index alone answers who wrote where and when. System messages and deleted ones
are in neither.
"""

from __future__ import annotations

from typing import Any

from hubbub.search import index_postgresql, index_sqlite


def make(connection: Any) -> list[str]:
    """Statements that make the index of a Django connection's database anew, with what is there already.

    A database of another kind has none, and search says that it is not there.
    """
    if connection.vendor == "sqlite":
        return index_sqlite.make()
    return index_postgresql.make(_collation(connection)) if connection.vendor == "postgresql" else []


def drop(connection: Any) -> list[str]:
    return {"sqlite": index_sqlite.drop, "postgresql": index_postgresql.drop}.get(connection.vendor, list)()


def _collation(connection: Any) -> str | None:
    """The rules of Unicode where the server knows them; else the database's own, which may know ASCII only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT collname FROM pg_catalog.pg_collation WHERE collname = 'und-x-icu'")
        found = cursor.fetchone()
    return found[0] if found else None
