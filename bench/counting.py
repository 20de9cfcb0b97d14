"""The product's settings with DJANGO_SETTINGS_MODULE=bench.counting: every SQL statement is noted in a file.

SQLite itself tells them, so no statement can pass unseen. Slower: it is for counting, not for timing.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.backends.signals import connection_created

from hubbub.server.settings import *  # noqa: F403
from hubbub.server.settings import DATA

SUBJECT = re.compile(r'(?:FROM|INTO|UPDATE) "?(\w+)"?')
VERBS = {"SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"}


def note(statement: str) -> None:
    verb = statement.split(None, 1)[0].upper()
    if verb in VERBS:
        found = SUBJECT.search(statement)
        with (DATA / "statements").open("a") as file:
            file.write(f"{verb} {found[1] if found else 'of nothing'}\n")


def watch(connection: Any, **_: object) -> None:
    connection.connection.set_trace_callback(note)


connection_created.connect(watch)
