"""What the search index needs that no migration of Hubbub's own can promise."""

from __future__ import annotations

from django.db import connections

from hubbub.search import index_sqlite


def keep_index(using: str) -> None:
    """Make the triggers anew that went away with the table that had them, after every migration.

    To change a table, SQLite's part of Django makes another and drops the old one. Rows keep their ids, so that the
    index itself stays right.
    """
    connection = connections[using]
    if connection.vendor == "sqlite" and index_sqlite.WORDS in connection.introspection.table_names():
        with connection.cursor() as cursor:
            for statement in index_sqlite.triggers():
                cursor.execute(statement)
