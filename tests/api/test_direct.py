"""Direct rooms."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.api import Caller


async def test_two_people_have_one_direct_room(mina: Caller, jonas: Caller) -> None:
    made = await mina.post("direct", {"usernames": ["jonas"]})
    found = await jonas.post("direct", {"usernames": ["mina"]})
    assert (made.status, found.status) == (201, 200)
    assert made.json["room"] == found.json["room"]
    assert (made.json["kind"], made.json["title"], found.json["title"]) == ("direct", "Jonas Weber", "Mina Alvarez")
    assert [person["username"] for person in made.json["people"]] == ["jonas"]


async def test_started_by_both_at_once_it_is_one_room(mina: Caller, jonas: Caller) -> None:
    tries = [mina.post("direct", {"usernames": ["jonas"]}), jonas.post("direct", {"usernames": ["mina"]})] * 1
    answers = await asyncio.gather(*tries, *[mina.post("direct", {"usernames": ["jonas", "mina"]}) for _ in range(10)])
    assert sorted(answer.status for answer in answers) == [200] * 11 + [201]
    assert len({answer.json["room"] for answer in answers}) == 1


async def test_three_people_are_another_room(mina: Caller) -> None:
    two = (await mina.post("direct", {"usernames": ["jonas"]})).json
    three = (await mina.post("direct", {"usernames": ["jonas", "rosa"]})).json
    assert two["room"] != three["room"]
    assert three["title"] == "Jonas Weber, Rosa Lind"


async def test_a_direct_room_is_for_its_people_only(mina: Caller, jonas: Caller, priya: Caller) -> None:
    room = (await mina.post("direct", {"usernames": ["jonas"]})).json["room"]
    await mina.say(room, "Between us.")
    assert (await jonas.get(f"rooms/{room}/messages")).json["messages"][0]["body"] == "Between us."
    for answer in (await priya.get(f"rooms/{room}"), await priya.get(f"rooms/{room}/messages")):
        assert answer.code == "not_found"


async def test_a_direct_room_is_neither_left_nor_changed(mina: Caller, jonas: Caller) -> None:
    room = (await jonas.post("direct", {"usernames": ["mina"]})).json["room"]
    for caller in (mina, jonas):
        assert (await caller.post(f"rooms/{room}/leave")).code == "forbidden"
        assert (await caller.patch(f"rooms/{room}", {"title": "x"})).code == "forbidden"
        assert (await caller.put(f"rooms/{room}/members/rosa", {"role": "member"})).code == "forbidden"
        assert (await caller.delete(f"rooms/{room}")).code == "forbidden"


@pytest.mark.parametrize("usernames", [[], ["mina"], "jonas", [7], None])
async def test_a_conversation_that_cannot_be(mina: Caller, usernames: object) -> None:
    assert (await mina.post("direct", {"usernames": usernames})).code == "invalid"


@pytest.mark.parametrize("username", ["nobody-here", "a\0b", ""])
async def test_nobody_talks_with_somebody_unknown(mina: Caller, username: str) -> None:
    assert (await mina.post("direct", {"usernames": [username]})).code == "not_found"
