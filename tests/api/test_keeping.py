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


@pytest.mark.parametrize("data", [{"notify": "loudly"}, {"notify": 1}, {"role": "owner"}, {"read": 1}, None])
async def test_what_cannot_be_is_refused(rosa: Caller, data: object) -> None:
    assert (await rosa.patch("rooms/tea/me", data)).code == "invalid"


async def test_a_room_that_one_is_not_in_is_not_kept(eve: Caller) -> None:
    assert (await eve.patch("rooms/tea/me", {"notify": "all"})).code == "not_found"
