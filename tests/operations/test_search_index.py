"""The index itself: made on a database that is in use, taken away, and kept through what other migrations do."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from hubbub.models import Message, Person
from hubbub.operations.messages import delete_message, edit_message, post_message
from hubbub.operations.search_index import keep_index
from hubbub.search import index, search
from hubbub.signals import keep_search_index
from tests.support.cast import Cast

migration = importlib.import_module("hubbub.migrations.0007_search")
Step = Callable[[Any, Any], None]


def run(step: Step) -> None:
    """As a migration does, in the transaction of the test: PostgreSQL alters no table with rows still to be checked."""
    connection.check_constraints()
    step(None, SimpleNamespace(connection=connection, execute=lambda sql, params: _execute(sql)))


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def found(person: Person, asked: str) -> list[int]:
    return [hit.number for hit in search(person, asked).hits]


@pytest.fixture
def used(cast: Cast) -> Cast:
    """A tea room in which there is one message as it was posted, one that was edited, and one that was deleted."""
    for body in ("the kettle 東京", "the kettle", "the kettle"):
        post_message(cast.mina, "tea", body)
    edit_message(cast.mina, "tea", 2, "the teapot https://x.example")
    delete_message(cast.mina, "tea", 3)
    return cast


def test_an_index_takes_in_what_is_there(used: Cast) -> None:
    run(migration.drop)
    run(migration.make)
    for asked, numbers in {"kettle": [1], "東京": [1], "*ttl": [1], "teapot": [2], "has:link": [2]}.items():
        assert found(used.mina, asked) == numbers


def test_an_index_is_kept_from_then_on(used: Cast) -> None:
    run(migration.drop)
    run(migration.make)
    edit_message(used.mina, "tea", 1, "the samovar")
    delete_message(used.mina, "tea", 2)
    post_message(used.mina, "tea", "the kettle")
    assert found(used.mina, "the") == [4, 1]
    assert found(used.mina, "kettle") == [4]


def test_without_an_index_everything_but_search_goes_on(used: Cast) -> None:
    run(migration.drop)
    post_message(used.mina, "tea", "the kettle")
    edit_message(used.mina, "tea", 4, "the pot")
    Message.objects.filter(number=4).delete()
    run(migration.make)
    assert found(used.mina, "kettle") == [1]


def test_a_table_that_is_made_anew_keeps_its_index(used: Cast, engine: str) -> None:
    if engine == "sqlite":
        for name in ("posted", "changed", "gone"):
            _execute(f"DROP TRIGGER hubbub_search_{name}")  # as they go with the old table
    keep_search_index(using="default")
    edit_message(used.mina, "tea", 1, "the samovar")
    post_message(used.mina, "tea", "the kettle")
    assert found(used.mina, "the") == [4, 2, 1]
    assert found(used.mina, "kettle") == [4]


def test_a_database_of_another_kind_is_left_alone() -> None:
    other = SimpleNamespace(vendor="mysql")
    assert index.make(other) == index.drop(other) == []


def test_a_database_without_hubbubs_tables_is_left_alone(cast: Cast) -> None:
    run(migration.drop)
    keep_index("default")
    run(migration.make)
