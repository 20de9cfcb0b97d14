"""Somebody who writes faster than the site takes it: told why, and nothing is asked of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.support.servers import Server


@pytest.fixture
def shared_server(serve: Callable[..., Server]) -> Server:
    """Takes two messages at once, and then one every four seconds."""
    return serve(HUBBUB_POST_RATE="2/8")


@pytest.fixture
def cookies() -> dict[str, Any]:
    return {}


def test_what_comes_too_soon_says_that_it_waits_and_arrives_by_itself_in_order(visit: Visit, room: str) -> None:
    jonas, priya = visit("jonas", room), visit("priya", room)
    words = ["one", "two", "three", "four", "five"]
    for word in words:
        jonas.send(word)
    waiting = "You sent many messages in a short time. This one is sent by itself in a moment."
    expect(jonas.row("five").locator(".held")).to_have_text(waiting)
    expect(jonas.row("five").locator(".failed")).to_be_hidden()
    for visitor in (jonas, priya):
        for word in words:
            visitor.sees(word)
    assert priya.bodies() == jonas.bodies() == words
    expect(jonas.page.locator(".held:visible")).to_have_count(0)
