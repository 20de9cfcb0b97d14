"""The cast at the HTTP API of this process, on whichever database the run is about."""

from __future__ import annotations

import pytest

from tests.support.api import Caller
from tests.support.cast import Cast
from tests.support.planted import Planted, _planted, db, planted

__all__ = ["_planted", "db", "planted"]


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
