"""How long a fault test goes on: the short form in `make test`, the long one with HUBBUB_FAULTS=20; and its verdict."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from tests.support.crowd import Crowd
from tests.support.fault_table import PROPERTY, row
from tests.support.history import Revoked, judge
from tests.support.persistent import Posting, Reader
from tests.support.place import Place
from tests.support.proxy import Network
from tests.support.seeds import Seed
from tests.support.servers import Server
from tests.support.services import PostgreSQL, Valkey

SHORT = 3
LONG = int(os.environ.get("HUBBUB_FAULTS", SHORT)) > SHORT
SEEDS = 3 if LONG and "HUBBUB_SEED" not in os.environ else 1

Check = Callable[..., None]


@pytest.fixture(scope="session")
def rounds() -> int:
    return int(os.environ.get("HUBBUB_FAULTS", SHORT))


@pytest.fixture
def times(rounds: int) -> int:
    """Rounds of what takes many seconds a round."""
    return rounds if LONG else 1


@pytest.fixture(params=range(SEEDS), ids=lambda turn: f"seed {turn + 1}")
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Printed when a test fails: HUBBUB_SEED plays the same again."""
    seed = int(os.environ.get("HUBBUB_SEED", random.SystemRandom().randrange(2**32)))
    print(f"HUBBUB_SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def place(server: Server) -> Iterator[Place]:
    """A room of everyone's on a server of the test's own."""
    with Place(server, "jonas", "priya", "rosa", "eve") as made:
        yield made


@pytest.fixture
def shared_place(shared_server: Server) -> Iterator[Place]:
    """The same on a server that other tests use too: to be left running."""
    with Place(shared_server, "jonas", "priya", "rosa", "eve") as made:
        yield made


# Two servers of one site


@pytest.fixture(scope="session")
def network(_valkey: Valkey) -> Iterator[Network]:
    """Between the first server of `pair` and Valkey."""
    with Network(_valkey.port) as between:
        yield between


@pytest.fixture(scope="session")
def pair(_postgresql: PostgreSQL, _valkey: Valkey, network: Network) -> Iterator[tuple[Server, Server]]:
    seed = Seed(_postgresql)
    site: dict[str, Any] = {"data": seed.data, "database_url": seed.database_url()}
    with (
        Server(redis_url=f"redis://{network.address}/0", **site) as here,
        Server(redis_url=_valkey.url, **site) as there,
    ):
        yield here, there
    seed.remove()


@pytest.fixture
def crowd(pair: tuple[Server, Server], valkey: Valkey, network: Network) -> Iterator[Crowd]:
    """People on both servers, and a carrier that can be broken: whatever a test did to it ends with the test."""
    with Crowd(*pair) as people:
        yield people
    network.mend()


@pytest.fixture
def check(record_property: Callable[[str, object], None]) -> Check:
    """`check("kill -9", place, runs=3, writers=…, readers=…)`: nothing is wrong, and the fault table gets a row."""

    def checked(
        fault: str,
        place: Place,
        *,
        runs: int,
        writers: Sequence[Posting],
        readers: Sequence[Reader] = (),
        revoked: Sequence[Revoked] = (),
        healing: Sequence[float] = (),
    ) -> None:
        sends = [send for writer in writers for send in writer.sends]
        verdict = judge(place.fresh(), sends, [reader.transcript for reader in readers], revoked)
        record_property(PROPERTY, row(fault, runs, verdict, healing))
        assert not verdict.wrong, "\n".join(verdict.wrong[:20])

    return checked
