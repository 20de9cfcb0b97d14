"""Joining and leaving, adding and removing, roles."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.api import Caller

SUMMARY = {
    "room", "title", "topic", "kind", "archived", "rev", "number", "read", "mentions", "notify", "role", "people",
    "shown", "notify_choice", "muted", "favourite", "position", "posting", "slow", "wait", "welcome",
}  # fmt: skip


async def roles(caller: Caller, room: str = "tea") -> dict[str, str]:
    members = (await caller.get(f"rooms/{room}/members")).json["members"]
    return {member["username"]: member["role"] for member in members}


async def test_eve_joins_reads_and_leaves(eve: Caller, mina: Caller) -> None:
    await mina.say("tea", "Welcome!")
    joined = await eve.post("rooms/tea/join")
    assert joined.status == 200
    assert joined.json.keys() == SUMMARY
    assert (await eve.get("rooms/tea/messages")).json["messages"][0]["body"] == "Welcome!"
    left = await eve.post("rooms/tea/leave")
    assert (left.status, left.response.content) == (204, b"")
    assert (await eve.get("rooms/tea/messages")).status == 404


async def test_joining_ten_times_at_once_is_joining_once(eve: Caller) -> None:
    answers = await asyncio.gather(*[eve.post("rooms/tea/join") for _ in range(10)])
    assert {answer.status for answer in answers} == {200}
    assert (await eve.get("rooms/tea")).json["members"] == 5


async def test_a_newcomer_has_nothing_unread(eve: Caller, mina: Caller) -> None:
    await mina.say("tea", "Before")
    summary = (await eve.post("rooms/tea/join")).json
    assert (summary["number"], summary["read"], summary["mentions"]) == (1, 1, 0)


@pytest.mark.parametrize("room", ["treasury", "no-such-room", "%00"])
async def test_a_room_that_one_does_not_see_is_not_joined(eve: Caller, room: str) -> None:
    assert (await eve.post(f"rooms/{room}/join")).code == "not_found"


async def test_an_archived_room_is_not_joined(eve: Caller, mina: Caller) -> None:
    await mina.delete("rooms/tea")
    assert (await eve.post("rooms/tea/join")).code == "read_only"


async def test_members_are_listed_for_members(rosa: Caller, eve: Caller) -> None:
    assert await roles(rosa) == {"jonas": "member", "mina": "owner", "priya": "moderator", "rosa": "member"}
    assert (await eve.get("rooms/tea/members")).status == 404


async def test_a_moderator_adds_and_removes(priya: Caller, eve: Caller) -> None:
    added = await priya.put("rooms/tea/members/eve", {"role": "member"})
    assert (added.status, added.json["username"], added.json["role"]) == (200, "eve", "member")
    assert (await eve.get("rooms/tea/messages")).status == 200
    assert (await priya.delete("rooms/tea/members/eve")).status == 204
    assert (await eve.get("rooms/tea/messages")).status == 404


async def test_an_owner_sets_roles(mina: Caller, rosa: Caller) -> None:
    assert (await mina.put("rooms/tea/members/rosa", {"role": "moderator"})).json["role"] == "moderator"
    assert (await rosa.patch("rooms/tea", {"topic": "Mine now"})).status == 200


@pytest.mark.parametrize(
    ("who", "username", "role"),
    [
        ("rosa", "eve", "member"),
        ("rosa", "rosa", "owner"),
        ("priya", "priya", "owner"),
        ("priya", "rosa", "moderator"),
        ("priya", "eve", "moderator"),
        ("priya", "mina", "member"),
    ],
)
async def test_nobody_raises_beyond_their_role(
    request: pytest.FixtureRequest, mina: Caller, who: str, username: str, role: str
) -> None:
    caller: Caller = request.getfixturevalue(who)
    before = await roles(mina)
    assert (await caller.put(f"rooms/tea/members/{username}", {"role": role})).code == "forbidden"
    assert await roles(mina) == before


async def test_a_moderator_does_not_remove_an_owner(priya: Caller) -> None:
    assert (await priya.delete("rooms/tea/members/mina")).code == "forbidden"


async def test_a_member_removes_nobody(rosa: Caller) -> None:
    assert (await rosa.delete("rooms/tea/members/jonas")).code == "forbidden"


async def test_the_last_owner_stays(mina: Caller) -> None:
    assert (await mina.post("rooms/tea/leave")).code == "forbidden"
    assert (await mina.put("rooms/tea/members/mina", {"role": "member"})).code == "forbidden"
    await mina.put("rooms/tea/members/priya", {"role": "owner"})
    assert (await mina.post("rooms/tea/leave")).status == 204


@pytest.mark.parametrize("data", [{}, {"role": "king"}, {"role": None}, {"role": "member", "notify": "all"}, None])
async def test_a_role_that_cannot_be(mina: Caller, data: object) -> None:
    assert (await mina.put("rooms/tea/members/rosa", data)).code == "invalid"


@pytest.mark.parametrize("username", ["nobody-here", "%00", "a" * 300])
async def test_somebody_unknown_is_not_found(mina: Caller, username: str) -> None:
    assert (await mina.put(f"rooms/tea/members/{username}", {"role": "member"})).code == "not_found"
    assert (await mina.delete(f"rooms/tea/members/{username}")).code == "not_found"
