"""Threads over HTTP: answering, a page of one, all of one's own, following and reading."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from hubbub.operations.messages import NewPost, post_messages
from tests.support.api import Caller
from tests.support.cast import Cast

ANSWERS = 30


@pytest.fixture
def thread(cast: Cast) -> int:
    """The tea room's first message, by Jonas, has 30 answers of Mina: 2 to 31. The last stands in the room as well."""
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), "Which kettle?")])
    last = {ANSWERS + 1: True}
    posts = [
        NewPost(cast.mina.pk, "tea", uuid4(), f"Answer {number}", thread=1, in_room=last.get(number))
        for number in range(2, ANSWERS + 2)
    ]
    post_messages(posts)
    return 1


def numbers(page: dict[str, Any]) -> list[int]:
    return [message["number"] for message in page["messages"]]


@pytest.mark.parametrize(
    ("window", "first", "last", "more_before", "more_after"),
    [
        ("", 2, 31, False, False),
        ("limit=10", 22, 31, True, False),
        ("before=22&limit=10", 12, 21, True, True),
        ("before=12&limit=10", 2, 11, False, True),
        ("before=99&limit=10", 22, 31, True, False),
        ("after=0&limit=10", 2, 11, False, True),
        ("after=1&limit=10", 2, 11, False, True),
        ("after=21&limit=10", 22, 31, True, False),
        ("around=17&limit=10", 12, 21, True, True),
        ("around=2&limit=10", 2, 6, False, True),
        ("around=31&limit=10", 26, 31, True, False),
    ],
)
async def test_a_page_of_a_thread(
    rosa: Caller, thread: int, window: str, first: int, last: int, more_before: bool, more_after: bool
) -> None:
    page = (await rosa.get(f"rooms/tea/messages/{thread}/thread?{window}")).json
    assert numbers(page) == list(range(first, last + 1))
    assert (page["more_before"], page["more_after"]) == (more_before, more_after)
    assert (page["root"]["number"], page["root"]["replies"]["count"]) == (1, ANSWERS)


async def test_any_message_of_a_thread_names_it(jonas: Caller, thread: int) -> None:
    by_root, by_answer = [(await jonas.get(f"rooms/tea/messages/{number}/thread")).json for number in (thread, 20)]
    assert by_root == by_answer
    assert by_root["mark"] == {"room": "tea", "number": 1, "following": True, "read": 1, "last": 31}


async def test_a_message_that_nobody_answered_has_an_empty_thread(rosa: Caller) -> None:
    await rosa.say("tea", "Hello?")
    page = (await rosa.get("rooms/tea/messages/1/thread")).json
    assert (page["messages"], page["root"]["body"], page["root"]["replies"]) == ([], "Hello?", None)
    assert page["mark"] == {"room": "tea", "number": 1, "following": False, "read": 0, "last": 0}


async def test_an_answer_stands_where_it_was_asked_to(rosa: Caller) -> None:
    await rosa.say("tea", "Hello?")
    aside = await rosa.say("tea", "Only here", thread=1)
    both = await rosa.say("tea", "Here and there", thread=1, in_room=True)
    assert [(one["thread"], one["in_room"]) for one in (aside, both)] == [(1, False), (1, True)]
    room = (await rosa.get("rooms/tea")).json
    assert (room["number"], room["shown"]) == (3, 3)


@pytest.mark.parametrize("body", [{"thread": 9}, {"thread": 0}, {"thread": "1"}, {"in_room": False}, {"in_room": 1}])
async def test_a_place_that_cannot_be_is_refused(rosa: Caller, body: dict[str, Any]) -> None:
    answer = await rosa.post("rooms/tea/messages", {"body": "Where?", **body})
    assert (answer.status, answer.code) == (400, "invalid")


@pytest.mark.parametrize("window", ["before=1&after=1", "limit=0", "limit=201", "around=-1", "before=x"])
async def test_a_window_that_cannot_be_is_refused(rosa: Caller, thread: int, window: str) -> None:
    assert (await rosa.get(f"rooms/tea/messages/{thread}/thread?{window}")).code == "invalid"


# All of one's own


async def listed(caller: Caller, window: str = "") -> list[tuple[int, int]]:
    """(number of the root, unread) in their order, over all pages."""
    found: list[tuple[int, int]] = []
    cursor = ""
    while True:
        page = (await caller.get(f"threads?{window}{cursor}")).json
        found += [(one["root"]["number"], one["unread"]) for one in page["threads"]]
        if page["cursor"] is None:
            return found
        cursor = f"&cursor={page['cursor']}"


async def test_one_sees_the_threads_that_one_took_part_in(
    jonas: Caller, mina: Caller, rosa: Caller, thread: int
) -> None:
    assert await listed(jonas) == [(1, ANSWERS)]
    assert await listed(mina) == [(1, 0)]
    assert await listed(rosa) == []


async def test_what_is_unread_comes_first_then_the_latest(mina: Caller, rosa: Caller) -> None:
    for number in (1, 2, 3, 4):
        await mina.say("tea", f"Root {number}")
    for number in (1, 2, 3, 4):
        await rosa.say("tea", "Answer", thread=number)
    await mina.post("rooms/tea/messages/4/thread/read", {"number": 99})
    await mina.post("rooms/tea/messages/2/thread/read", {"number": 99})
    for window in ("", "limit=1", "limit=3"):
        assert await listed(mina, window) == [(3, 1), (1, 1), (4, 0), (2, 0)]


async def test_a_thread_that_one_stopped_following_stays_where_one_wrote(mina: Caller, rosa: Caller) -> None:
    await mina.say("tea", "Root")
    await rosa.say("tea", "Answer", thread=1)
    for caller in (mina, rosa):
        assert (await caller.delete("rooms/tea/messages/1/follow")).json["following"] is False
    assert (await listed(mina), await listed(rosa)) == ([], [(1, 0)])


async def test_what_was_taken_back_is_not_unread(mina: Caller, rosa: Caller) -> None:
    await mina.say("tea", "Root")
    for body in ("One", "Two"):
        await rosa.say("tea", body, thread=1)
    await rosa.delete("rooms/tea/messages/2")
    assert await listed(mina) == [(1, 1)]
    await rosa.delete("rooms/tea/messages/3")
    assert await listed(mina) == [], "nothing stands in it"


async def test_threads_of_rooms_that_one_is_no_longer_in_are_not_listed(
    mina: Caller, rosa: Caller, thread: int
) -> None:
    await rosa.say("tea", "Me too", thread=thread)
    assert await listed(rosa) == [(1, 0)]
    await mina.delete("rooms/tea/members/rosa")
    assert await listed(rosa) == []


@pytest.mark.parametrize("cursor", ["x", "2-1-1", "1-1", "1-1-1-1", "0--1-1", "٠-1-1", "0-999999999999999999-1"])
async def test_a_cursor_that_is_none_is_refused(mina: Caller, cursor: str) -> None:
    answer = await mina.get(f"threads?cursor={cursor}")
    assert (answer.status, answer.code) == (400, "invalid")


# Following and reading


async def test_following_and_reading_answer_with_where_one_is(rosa: Caller, thread: int) -> None:
    follow, read = f"rooms/tea/messages/{thread}/follow", f"rooms/tea/messages/{thread}/thread/read"
    marks = [
        (await rosa.post(read, {"number": 9})).json,
        (await rosa.put(follow)).json,
        (await rosa.post(read, {"number": 9})).json,
        (await rosa.delete(follow)).json,
    ]
    assert [(mark["following"], mark["read"]) for mark in marks] == [(False, 0), (True, 31), (True, 31), (False, 31)]
