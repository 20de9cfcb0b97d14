"""How long a fault test goes on: the short form in `make test`, the long one with HUBBUB_FAULTS=20."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from tests.support.place import Place
from tests.support.servers import Server

SHORT = 3


@pytest.fixture(scope="session")
def rounds() -> int:
    return int(os.environ.get("HUBBUB_FAULTS", SHORT))


@pytest.fixture
def chance() -> random.Random:
    """Printed when a test fails: HUBBUB_SEED plays the same again."""
    seed = int(os.environ.get("HUBBUB_SEED", random.SystemRandom().randrange(2**32)))
    print(f"HUBBUB_SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def place(server: Server) -> Iterator[Place]:
    """A room of everyone's on a server of the test's own."""
    with Place(server, "jonas", "priya", "rosa", "eve") as made:
        yield made
