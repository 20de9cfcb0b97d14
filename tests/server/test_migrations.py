"""Migrations of a database that is in use: back and forth, and as long as they take."""

from __future__ import annotations

import importlib
from contextlib import closing
from types import SimpleNamespace
from typing import Any

from django.db import connection

from tests.support.seeds import Seed
from tests.support.servers import Server

messages = importlib.import_module("hubbub.migrations.0003_messages")


def test_a_database_in_use_goes_back_and_comes_forward_again(seed: Seed) -> None:
    with closing(Server(data=seed.data, database_url=seed.database_url())) as server:
        server.cli("migrate", "hubbub", "0002", "-v0")
        server.cli("migrate", "-v0")
        assert "[ ]" not in server.cli("showmigrations", "hubbub")


def test_a_large_table_of_messages_has_more_than_a_minute(cast: Any, engine: str) -> None:
    with connection.cursor() as cursor:
        if engine == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = '60s'")
        messages.take_time(None, SimpleNamespace(connection=connection, execute=cursor.execute))
        if engine == "postgresql":
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)
