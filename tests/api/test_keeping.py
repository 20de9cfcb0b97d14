"""How one keeps a room for oneself."""

from __future__ import annotations

import pytest

from tests.support.api import Caller


async def test_rosa_chooses_to_hear_everything_of_the_tea_room(rosa: Caller, jonas: Caller) -> None:
    kept = await rosa.patch("rooms/tea/me", {"notify": "all"})
    assert (kept.status, kept.json["notify"], kept.json["notify_choice"]) == (200, "all", "all")
    assert (await jonas.patch("rooms/tea/me", {})).json["notify_choice"] == "default"


async def test_what_is_left_out_stays(rosa: Caller) -> None:
    await rosa.patch("rooms/tea/me", {"notify": "nothing"})
    assert (await rosa.patch("rooms/tea/me", {})).json["notify"] == "nothing"


@pytest.mark.parametrize(
    "data",
    [{"notify": "loudly"}, {"notify": 1}, {"role": "owner"}, {"read": 1}, {"muted": "yes"}, {"position": 1}, None],
)
async def test_what_cannot_be_is_refused(rosa: Caller, data: object) -> None:
    assert (await rosa.patch("rooms/tea/me", data)).code == "invalid"


async def test_a_room_that_one_is_not_in_is_not_kept(eve: Caller) -> None:
    assert (await eve.patch("rooms/tea/me", {"notify": "all"})).code == "not_found"


async def test_rosa_mutes_the_tea_room_and_likes_it_all_the_same(rosa: Caller) -> None:
    kept = await rosa.patch("rooms/tea/me", {"muted": True, "favourite": True})
    assert (kept.status, kept.json["muted"], kept.json["favourite"]) == (200, True, True)


async def test_rooms_are_put_in_order(priya: Caller) -> None:
    assert (await priya.put("me/rooms", {"rooms": ["treasury", "tea"]})).status == 204
    assert [(await priya.patch(f"rooms/{room}/me", {})).json["position"] for room in ("treasury", "tea")] == [1, 2]


@pytest.mark.parametrize(
    ("rooms", "code"),
    [
        (["tea", "tea"], "invalid"),
        (["tea", 1], "invalid"),
        ("tea", "invalid"),
        (None, "invalid"),
        (["tea"] * 1_001, "invalid"),
        (["tea", "treasury"], "not_found"),
        (["tea", "no-such-room"], "not_found"),
    ],
)
async def test_an_order_that_cannot_be(rosa: Caller, rooms: object, code: str) -> None:
    assert (await rosa.put("me/rooms", {"rooms": rooms})).code == code


async def test_who_has_to_wait_is_told_how_long_when_they_come(mina: Caller, jonas: Caller) -> None:
    await mina.patch("rooms/tea", {"slow": 60})
    assert (await jonas.patch("rooms/tea/me", {})).json["wait"] == 0
    await jonas.say("tea", "One")
    await mina.say("tea", "Two")
    assert 55 < (await jonas.patch("rooms/tea/me", {})).json["wait"] <= 60
    assert (await mina.patch("rooms/tea/me", {})).json["wait"] == 0
