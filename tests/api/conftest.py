"""The cast at the HTTP API of this process, on whichever database the run is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.api import Caller
from tests.support.cast import Cast
from tests.support.planted import Planted


@pytest.fixture(scope="session")
def _planted(django_db_setup: None, django_db_blocker: Any) -> Planted:
    with django_db_blocker.unblock():
        return Planted()


@pytest.fixture(autouse=True)
def db(_planted: Planted, django_db_blocker: Any) -> Iterator[None]:
    """Everyone in their rooms, committed, and gone afterwards: the API's threads see nothing else."""
    with django_db_blocker.unblock():
        _planted.plant()
        yield
        _planted.clear()


@pytest.fixture
def planted(db: None, _planted: Planted) -> Planted:
    return _planted


@pytest.fixture
def cast(planted: Planted) -> Cast:
    return planted.cast


@pytest.fixture
def mina(planted: Planted) -> Caller:
    """Owns the site, and the tea room."""
    return Caller(planted.tokens["mina"])


@pytest.fixture
def priya(planted: Planted) -> Caller:
    """A moderator of the tea room."""
    return Caller(planted.tokens["priya"])


@pytest.fixture
def jonas(planted: Planted) -> Caller:
    """A member of the tea room; owns the laser cutter's."""
    return Caller(planted.tokens["jonas"])


@pytest.fixture
def rosa(planted: Planted) -> Caller:
    """A member of the tea room, and of no other."""
    return Caller(planted.tokens["rosa"])


@pytest.fixture
def eve(planted: Planted) -> Caller:
    """Has an account, and is in no room."""
    return Caller(planted.tokens["eve"])


@pytest.fixture
def nobody() -> Caller:
    return Caller()
