"""The cast, a push service at a local address, and a worker whose rounds a test asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubbub.models import Delivery, Person, Subscription
from hubbub.outbound.worker import Worker
from tests.support.cast import Cast
from tests.support.planted import Planted, _planted, db, planted
from tests.support.push import PushService, service, subscribe

__all__ = ["_planted", "db", "planted", "service"]


@pytest.fixture
def cast(planted: Planted) -> Cast:
    return planted.cast


@pytest.fixture(autouse=True)
def hubbub_settings(settings: Any) -> dict[str, Any]:
    """Pushes go to this machine, and at once."""
    settings.HUBBUB = {**settings.HUBBUB, "PUSH_TO_LOOPBACK": True, "PUSH_DELAY": 0}
    return dict(settings.HUBBUB)


@pytest.fixture
def subscribed(service: PushService) -> Callable[..., Subscription]:
    """`subscribed(person, "phone")`: a browser of somebody takes pushes."""

    def make(person: Person, name: str = "laptop") -> Subscription:
        return subscribe(person, service.browser(name))

    return make


async def work() -> Worker:
    """A worker does everything that there is to do now."""
    worker = Worker()
    await worker.round()
    await worker.idle()
    return worker


def outcomes() -> list[tuple[str, str]]:
    """State and reason of each delivery, in their order."""
    return list(Delivery.objects.order_by("pk").values_list("state", "reason"))
