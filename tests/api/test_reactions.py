"""Emoji on messages."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.api import Caller

TWENTY = "👍👎😀😂🎉🔥🚀👀🙏💯🍵🫖🍰🐢🐙🦊🌈🌻🎲🎧"


async def test_people_react_and_take_it_back(mina: Caller, jonas: Caller, rosa: Caller) -> None:
    await mina.say("tea", "Cake?")
    await jonas.put("rooms/tea/messages/1/reactions/🍰")
    both = (await rosa.put("rooms/tea/messages/1/reactions/🍰")).json["reactions"]
    assert [(one["emoji"], one["count"]) for one in both] == [("🍰", 2)]
    assert [user["name"] for user in both[0]["users"]] == ["Jonas Weber", "Rosa Lind"]
    left = (await jonas.delete("rooms/tea/messages/1/reactions/🍰")).json["reactions"]
    assert [user["name"] for user in left[0]["users"]] == ["Rosa Lind"]


async def test_reacting_twice_is_reacting_once(mina: Caller) -> None:
    await mina.say("tea", "Cake?")
    answers = await asyncio.gather(*[mina.put("rooms/tea/messages/1/reactions/🍰") for _ in range(20)])
    assert {answer.status for answer in answers} == {200}
    assert (await mina.get("rooms/tea/messages/1")).json["reactions"][0]["count"] == 1


async def test_taking_back_what_is_not_there_is_no_error(mina: Caller) -> None:
    await mina.say("tea", "Cake?")
    assert (await mina.delete("rooms/tea/messages/1/reactions/🍰")).json["reactions"] == []


@pytest.mark.parametrize("emoji", ["❤", "❤️", "👩‍🚀", "🇩🇪", "#️⃣", "👍🏽"])
async def test_emoji_of_every_kind(mina: Caller, emoji: str) -> None:
    await mina.say("tea", "Cake?")
    assert (await mina.put(f"rooms/tea/messages/1/reactions/{emoji.replace('#', '%23')}")).status == 200


@pytest.mark.parametrize("emoji", ["cake", "%00", "🍰🍰", "%20", "<b>", "%ED%A0%80", "1"])
async def test_what_is_no_emoji_is_refused(mina: Caller, emoji: str) -> None:
    await mina.say("tea", "Cake?")
    assert (await mina.put(f"rooms/tea/messages/1/reactions/{emoji}")).status == 400


async def test_an_emoji_of_more_than_32_characters_is_refused(mina: Caller) -> None:
    await mina.say("tea", "Cake?")
    assert (await mina.put("rooms/tea/messages/1/reactions/" + "🍰" * 33)).status == 413


async def test_a_message_carries_twenty_different_emoji(mina: Caller, jonas: Caller) -> None:
    await mina.say("tea", "Cake?")
    for emoji in TWENTY:
        assert (await mina.put(f"rooms/tea/messages/1/reactions/{emoji}")).status == 200
    assert (await jonas.put("rooms/tea/messages/1/reactions/🥨")).code == "conflict"
    assert (await jonas.put("rooms/tea/messages/1/reactions/🍵")).status == 200


async def test_who_is_not_in_the_room_cannot_react(mina: Caller, eve: Caller) -> None:
    await mina.say("tea", "Cake?")
    assert (await eve.put("rooms/tea/messages/1/reactions/🍰")).status == 404


async def test_a_deleted_message_takes_no_reaction(mina: Caller, jonas: Caller) -> None:
    await mina.say("tea", "Cake?")
    await mina.delete("rooms/tea/messages/1")
    assert (await jonas.put("rooms/tea/messages/1/reactions/🍰")).status == 404


async def test_an_archived_room_takes_no_reaction(mina: Caller) -> None:
    await mina.say("tea", "Cake?")
    await mina.delete("rooms/tea")
    assert (await mina.put("rooms/tea/messages/1/reactions/🍰")).code == "read_only"
