"""How long a fault test goes on: the short form in `make test`, the long one with HUBBUB_FAULTS=20; and its verdict."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence

import pytest

from tests.support.fault_table import PROPERTY, row
from tests.support.history import Revoked, judge
from tests.support.persistent import Reader, Writer
from tests.support.place import Place
from tests.support.servers import Server

SHORT = 3
SEEDS = 3 if "HUBBUB_FAULTS" in os.environ and "HUBBUB_SEED" not in os.environ else 1

Check = Callable[..., None]


@pytest.fixture(scope="session")
def rounds() -> int:
    return int(os.environ.get("HUBBUB_FAULTS", SHORT))


@pytest.fixture(params=range(SEEDS), ids=lambda turn: f"seed {turn + 1}")
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Printed when a test fails: HUBBUB_SEED plays the same again."""
    seed = int(os.environ.get("HUBBUB_SEED", random.SystemRandom().randrange(2**32)))
    print(f"HUBBUB_SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    """A server of the test's own, on which people may write as fast as they can."""
    return serve(HUBBUB_POST_RATE="off")


@pytest.fixture
def place(server: Server) -> Iterator[Place]:
    """A room of everyone's on a server of the test's own."""
    with Place(server, "jonas", "priya", "rosa", "eve") as made:
        yield made


@pytest.fixture
def check(record_property: Callable[[str, object], None]) -> Check:
    """`check("kill -9", place, runs=3, writers=…, readers=…)`: nothing is wrong, and the fault table gets a row."""

    def checked(
        fault: str,
        place: Place,
        *,
        runs: int,
        writers: Sequence[Writer],
        readers: Sequence[Reader] = (),
        revoked: Sequence[Revoked] = (),
        healing: Sequence[float] = (),
    ) -> None:
        sends = [send for writer in writers for send in writer.sends]
        verdict = judge(place.fresh(), sends, [reader.transcript for reader in readers], revoked)
        record_property(PROPERTY, row(fault, runs, verdict, healing))
        assert not verdict.wrong, "\n".join(verdict.wrong[:20])

    return checked
