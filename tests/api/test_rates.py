"""How often a person may ask: every route that changes something has a rate."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hubbub.api import api
from tests.support.api import Caller

OF_THEIR_OWN = {
    "POST /rooms/x/messages",
    "POST /rooms/x/read",
    "POST /rooms/x/unread",
    "POST /rooms/x/messages/x/thread/read",
    "POST /uploads",
    "POST /me/push/x/test",
}
CHANGES = {"post", "put", "patch", "delete"}
PATHS = api.get_openapi_schema(path_prefix="")["paths"]
ROUTES = [
    f"{method.upper()} {re.sub(r'{[^}]+}', 'x', path)}"
    for path, methods in PATHS.items()
    for method in methods.keys() & CHANGES
]


@pytest.fixture(autouse=True)
def one_post(settings: Any) -> None:
    settings.HUBBUB = {**settings.HUBBUB, "POST_RATE": "1/9999"}


@pytest.fixture
async def hasty(mina: Caller) -> Caller:
    """Who has made as many changes as the rate allows: three to a post."""
    for _ in range(3):
        assert (await mina.put("rooms/tea/messages/1/pin")).code == "not_found"
    return mina


async def test_whoever_changes_too_much_is_told_when_to_come_back_whatever_they_change(hasty: Caller) -> None:
    for route in sorted({*ROUTES} - OF_THEIR_OWN):
        method, path = route.split(" /")
        answer = await hasty.send(method, path, {})
        assert (answer.code, answer.json["retry_after"] > 0) == ("rate_limited", True), route


async def test_what_has_a_rate_of_its_own_goes_on_and_so_does_reading(hasty: Caller) -> None:
    assert {*ROUTES} > OF_THEIR_OWN
    for route in sorted(OF_THEIR_OWN):
        method, path = route.split(" /")
        assert (await hasty.send(method, path, {})).code != "rate_limited", route
    assert (await hasty.get("rooms/tea")).status == 200
    assert await hasty.say("tea", "A post is another thing")


async def test_ten_tries_to_a_post_are_within_the_rate_whatever_becomes_of_them(eve: Caller) -> None:
    tries = [await eve.post("rooms/treasury/messages", {"body": "Let me in"}) for _ in range(12)]
    assert [answer.code for answer in tries] == ["not_found"] * 10 + ["rate_limited"] * 2
