"""`hubbub worker` is killed while it sends. The next one leaves nothing out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from hubbub.operations.deliveries import LEASE
from hubbub.outbound.lanes import MOST_FOR_A_PERSON as AT_ONCE
from tests.faults.conftest import LONG
from tests.support.place import Place
from tests.support.programs import Program
from tests.support.push import HANG, PushService, service
from tests.support.servers import COMMANDS, Server
from tests.support.waiting import eventually

__all__ = ["service"]


class PushWorker(Program):
    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server

    def command(self) -> Sequence[str | Path]:
        return [COMMANDS / "hubbub", "worker"]

    def environment(self) -> Mapping[str, str]:
        return self.server.environment()

    def is_ready(self) -> bool:
        return True


@pytest.fixture
def place(serve: Callable[..., Server], service: PushService) -> Iterator[Place]:
    """A room in which Jonas has a browser that takes pushes, on a server that sends none itself."""
    server = serve(HUBBUB_OUTBOUND="0", HUBBUB_PUSH_TO_LOOPBACK="1", HUBBUB_PUSH_DELAY="0")
    with server.api("jonas") as api, Place(server, "jonas") as made:
        api.post("me/push", json=service.browser()).raise_for_status()
        yield made


def test_what_a_killed_worker_left_is_sent_by_the_next(place: Place, service: PushService) -> None:
    numbers = {place.post("mina", f"@jonas {turn}")["number"] for turn in range(AT_ONCE + 6)}
    service.answers.extend([HANG] * AT_ONCE)
    worker = PushWorker(place.server)
    with worker:
        eventually(lambda: len(service.received) == AT_ONCE, within=30)
        taken = {push["number"] for push in service.pushes()}
        worker.kill()
        worker.start()
        eventually(lambda: sent(service) == numbers - taken, within=30)
        if LONG:
            eventually(lambda: sent(service) == numbers, within=2 * LEASE.total_seconds())


def sent(service: PushService) -> set[int]:
    """The numbers of the messages of which the browser was told, after the pushes that nobody answered."""
    return {push["number"] for push in service.pushes()[AT_ONCE:]}
