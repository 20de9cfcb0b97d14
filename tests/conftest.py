"""Fixtures of every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.services import PostgreSQL, Valkey


@pytest.fixture(scope="session")
def _valkey() -> Iterator[Valkey]:
    with Valkey() as service:
        yield service


@pytest.fixture
def valkey(_valkey: Valkey) -> Iterator[Valkey]:
    """A Valkey of the test's own for as long as it lasts: empty, to be stopped, killed and frozen at will."""
    _valkey.ask("FLUSHALL")
    yield _valkey
    _valkey.recover()


@pytest.fixture(scope="session")
def _postgresql() -> Iterator[PostgreSQL]:
    with PostgreSQL() as service:
        yield service


@pytest.fixture
def postgresql(_postgresql: PostgreSQL) -> Iterator[PostgreSQL]:
    yield _postgresql
    _postgresql.recover()
