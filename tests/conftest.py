"""Fixtures of every test. The environment variable HUBBUB_TEST_DATABASE chooses the database: sqlite or postgresql."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests.settings import ENGINE
from tests.support import fault_table, fuzz_table
from tests.support.cast import Cast, make_cast
from tests.support.seeds import Seed
from tests.support.servers import DaphneServer, Server
from tests.support.services import PostgreSQL, Valkey

KINDS = {"uvicorn": Server, "daphne": DaphneServer}
FAULTS = Path(__file__).with_name("faults")
DATABASE_FIXTURES = {"engine", "db", "transactional_db"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what touches the database is asked a second time, and faults in their long form only."""
    if ENGINE == "postgresql":
        long_form = "HUBBUB_FAULTS" in os.environ
        kept = [item for item in items if touches_database(item) and (long_form or item.path.parent != FAULTS)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The tables, with the rows of tests in other processes too."""
    for table in (fault_table, fuzz_table):
        table.pytest_terminal_summary(terminalreporter)


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


# Services


@pytest.fixture(scope="session")
def _valkey() -> Iterator[Valkey]:
    with Valkey() as service:
        yield service


@pytest.fixture
def valkey(_valkey: Valkey) -> Iterator[Valkey]:
    """Empty, and the test's own while it lasts: to be stopped, killed and frozen at will."""
    _valkey.ask("FLUSHALL")
    yield _valkey
    _valkey.recover()


@pytest.fixture(scope="session")
def _postgresql() -> Iterator[PostgreSQL]:
    with PostgreSQL() as service:
        yield service


@pytest.fixture
def postgresql(_postgresql: PostgreSQL) -> Iterator[PostgreSQL]:
    """Likewise."""
    yield _postgresql
    _postgresql.recover()


# Tests in this process


@pytest.fixture(scope="session")
def engine() -> str:
    """Which database this run is about; who asks for it is run on each."""
    return ENGINE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    if ENGINE == "postgresql":
        service = request.getfixturevalue("_postgresql")
        connections["default"].settings_dict.update(HOST="127.0.0.1", PORT=service.port)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Nobody is left when the database goes: a thread that was at work when its test ended may not close its connection
    any more, for pytest-django keeps it from the database by then.
    """
    service = request.getfixturevalue("_postgresql") if ENGINE == "postgresql" else None
    yield
    if service:
        service.cut_off(connections["default"].settings_dict["NAME"])


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone in their rooms, in the database of this process."""
    return make_cast()


# Servers


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest, engine: str) -> Iterator[Seed]:
    made = Seed(request.getfixturevalue("_postgresql") if engine == "postgresql" else None)
    yield made
    made.remove()


@pytest.fixture
def serve(seed: Seed) -> Iterator[Callable[..., Server]]:
    """`serve(DaphneServer, cast=False, redis_url=…, HUBBUB_…=…)` starts a server of the test's own."""
    with contextlib.ExitStack() as stack:
        yield functools.partial(_served, seed, stack)


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    """A server of the test's own with the cast in it: to be stopped and killed."""
    return serve()


@pytest.fixture(scope="session")
def _shared(seed: Seed) -> Iterator[Callable[[str], Server]]:
    with contextlib.ExitStack() as stack:
        yield functools.cache(lambda kind: _served(seed, stack, KINDS[kind]))


@pytest.fixture
def shared_server(_shared: Callable[[str], Server]) -> Server:
    """One server for many tests, with the cast in it. Make rooms of your own in it, and leave it running."""
    return _shared("uvicorn")


@pytest.fixture(params=list(KINDS) if ENGINE == "sqlite" else ["uvicorn"])
def any_server(request: pytest.FixtureRequest, _shared: Callable[[str], Server]) -> Server:
    """`shared_server`, and then the same under Daphne, which need not be asked again on the other database."""
    return _shared(request.param)


def _served(
    seed: Seed,
    stack: contextlib.ExitStack,
    kind: type[Server] = Server,
    *,
    cast: bool = True,
    database_url: str | None = None,
    **options: Any,
) -> Server:
    url = seed.database_url(cast=cast) if database_url is None else database_url
    data = seed.data if cast else None
    return stack.enter_context(kind(data=data, database_url=url, **options))
