"""History by number, and changes by rev."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from hubbub.operations.messages import NewPost, post_messages
from hubbub.threads import in_thread
from tests.support.api import Caller
from tests.support.cast import Cast

HISTORY = 250


@pytest.fixture
def history(cast: Cast) -> int:
    """The tea room has 250 messages."""
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), f"Message {number}") for number in range(1, HISTORY + 1)])
    return HISTORY


def numbers(page: dict[str, Any]) -> list[int]:
    return [message["number"] for message in page["messages"]]


@pytest.mark.parametrize(
    ("window", "first", "last", "more_before", "more_after"),
    [
        ("", 201, 250, True, False),
        ("limit=1", 250, 250, True, False),
        ("limit=200", 51, 250, True, False),
        ("before=201", 151, 200, True, True),
        ("before=51", 1, 50, False, True),
        ("before=50", 1, 49, False, True),
        ("before=2", 1, 1, False, True),
        ("before=251", 201, 250, True, False),
        ("before=9007199254740992", 201, 250, True, False),
        ("after=0", 1, 50, False, True),
        ("after=200", 201, 250, True, False),
        ("after=199", 200, 249, True, True),
        ("after=249", 250, 250, True, False),
        ("around=100&limit=10", 95, 104, True, True),
        ("around=1&limit=10", 1, 10, False, True),
        ("around=250&limit=10", 241, 250, True, False),
        ("around=0&limit=10", 1, 10, False, True),
        ("around=9007199254740992&limit=10", 241, 250, True, False),
    ],
)
@pytest.mark.usefixtures("history")
async def test_a_page(rosa: Caller, window: str, first: int, last: int, more_before: bool, more_after: bool) -> None:
    page = (await rosa.get(f"rooms/tea/messages?{window}")).json
    assert numbers(page) == list(range(first, last + 1))
    assert (page["more_before"], page["more_after"]) == (more_before, more_after)


@pytest.mark.parametrize("window", ["before=1", "before=0", "after=250", "after=9007199254740992"])
@pytest.mark.usefixtures("history")
async def test_beyond_the_ends_there_is_nothing(rosa: Caller, window: str) -> None:
    answer = await rosa.get(f"rooms/tea/messages?{window}")
    assert (answer.status, answer.json["messages"]) == (200, [])


@pytest.mark.parametrize("window", ["", "before=1", "after=0", "around=1", "limit=200"])
async def test_an_empty_room_has_an_empty_page(rosa: Caller, window: str) -> None:
    page = (await rosa.get(f"rooms/tea/messages?{window}")).json
    assert (page["messages"], page["more_before"], page["more_after"]) == ([], False, False)


@pytest.mark.usefixtures("history")
async def test_walking_back_meets_every_message_once(rosa: Caller) -> None:
    seen: list[int] = []
    page = (await rosa.get("rooms/tea/messages?limit=60")).json
    while page["messages"]:
        seen = numbers(page) + seen
        page = (await rosa.get(f"rooms/tea/messages?limit=60&before={seen[0]}")).json
    assert seen == list(range(1, HISTORY + 1))


@pytest.mark.parametrize(
    "window",
    ["limit=0", "limit=201", "limit=-1", "limit=", "before=-1", "after=abc", "around=1.5", "before=9007199254740993",
     "since=99999999999999999999", "before=" + "9" * 5_000, "before=5&after=5", "since=1&around=1", "since=%00"],
)  # fmt: skip
async def test_a_window_that_cannot_be_is_refused(rosa: Caller, window: str) -> None:
    answer = await rosa.get(f"rooms/tea/messages?{window}")
    assert (answer.status, answer.code) == (400, "invalid")


# Changes


async def test_since_brings_the_current_state_of_what_changed_in_rev_order(mina: Caller, jonas: Caller) -> None:
    [first, second] = [await mina.say("tea", body) for body in ("One", "Two")]
    await jonas.put("rooms/tea/messages/1/reactions/👍")
    changes = (await jonas.get(f"rooms/tea/messages?since={first['rev']}")).json
    assert (numbers(changes), changes["reset"], changes["rev"]) == ([2, 1], False, second["rev"] + 1)


async def test_since_the_latest_rev_nothing_changed(mina: Caller) -> None:
    message = await mina.say("tea", "One")
    changes = (await mina.get(f"rooms/tea/messages?since={message['rev']}")).json
    assert changes == {"messages": [], "rev": message["rev"], "reset": False}


@pytest.mark.parametrize("since", [-1, -(2**53), 10_000, 2**53])
async def test_a_rev_that_is_not_of_this_room_starts_over(mina: Caller, since: int) -> None:
    await mina.say("tea", "One")
    changes = (await mina.get(f"rooms/tea/messages?since={since}")).json
    assert (numbers(changes), changes["reset"]) == ([1], True)


@pytest.mark.parametrize(("count", "reset"), [(0, False), (1, False), (499, False), (500, False), (501, True)])
async def test_up_to_500_changes_are_caught_up(cast: Cast, mina: Caller, count: int, reset: bool) -> None:
    rev = (await mina.get("rooms/tea")).json["rev"]
    await in_thread(post_messages, [NewPost(cast.jonas.pk, "tea", uuid4(), "Hello") for _ in range(count)])
    changes = (await mina.get(f"rooms/tea/messages?since={rev}")).json
    assert (len(changes["messages"]), changes["reset"]) == (50 if reset else count, reset)
