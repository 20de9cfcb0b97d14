"""A room of the test's own on a shared server, under uvicorn and under Daphne."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.place import Place
from tests.support.servers import Server


@pytest.fixture
def place(any_server: Server) -> Iterator[Place]:
    """Mina's, with Jonas and Rosa in it; Eve is not."""
    with Place(any_server, "jonas", "rosa") as made:
        yield made
