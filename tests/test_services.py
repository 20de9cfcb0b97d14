"""The services that the other tests stand on are real ones."""

from __future__ import annotations

import psycopg
import pytest

from tests.support.services import PostgreSQL, Valkey


def test_valkey_keeps_its_port_and_data_over_a_restart(valkey: Valkey) -> None:
    valkey.ask("SET", "kettle", "on")
    valkey.stop()
    valkey.start()
    assert valkey.ask("GET", "kettle").startswith("$2")


def test_valkey_starts_again_after_a_kill(valkey: Valkey) -> None:
    valkey.kill()
    assert valkey.start().ask("PING") == "+PONG"


def test_postgresql_makes_a_fresh_database(postgresql: PostgreSQL) -> None:
    url = postgresql.create_database()
    with psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    postgresql.drop_database(url)


def test_who_is_connected_to_a_database_is_cut_off(postgresql: PostgreSQL) -> None:
    url = postgresql.create_database("kettles")
    with psycopg.connect(url, autocommit=True) as connection:
        postgresql.cut_off("kettles")
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
    postgresql.drop_database(url)
