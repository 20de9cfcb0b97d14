"""A room of the test's own on a shared server, under uvicorn and under Daphne; and servers that are one site."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.place import Place
from tests.support.seeds import Seed
from tests.support.servers import Server
from tests.support.services import PostgreSQL, Valkey


@pytest.fixture
def place(any_server: Server) -> Iterator[Place]:
    """Mina's, with Jonas and Rosa in it; Eve is not."""
    with Place(any_server, "jonas", "rosa") as made:
        yield made


@pytest.fixture(scope="module")
def start(_postgresql: PostgreSQL, _valkey: Valkey) -> Iterator[Callable[..., Server]]:
    """Starts servers of one site."""
    seed = Seed(_postgresql)
    url = seed.database_url()
    with contextlib.ExitStack() as stack:

        def started(**options: Any) -> Server:
            server = Server(data=seed.data, database_url=url, redis_url=_valkey.url, **options)
            return stack.enter_context(server)

        yield started
    seed.remove()
