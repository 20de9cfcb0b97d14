"""How somebody wants to be told of news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.api import Caller

AT_FIRST = {
    "desktop": True,
    "sound": False,
    "push_content": True,
    "dnd_until": None,
    "dnd_from": None,
    "dnd_to": None,
    "time_zone": "UTC",
}
NIGHT = {"dnd_from": "22:30", "dnd_to": "07:00", "time_zone": "Europe/Lisbon"}


def in_hours(hours: float, zone: str = "Z") -> str:
    return f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}{zone}"


async def test_who_has_not_chosen_has_the_defaults(rosa: Caller) -> None:
    assert (await rosa.get("me/preferences")).json == AT_FIRST


async def test_rosa_wants_sound_and_quiet_nights(rosa: Caller, jonas: Caller) -> None:
    changed = await rosa.patch("me/preferences", {"sound": True, **NIGHT})
    assert (changed.status, changed.json) == (200, AT_FIRST | {"sound": True} | NIGHT)
    assert (await rosa.get("me/preferences")).json == changed.json
    assert (await jonas.get("me/preferences")).json == AT_FIRST


async def test_what_is_left_out_stays_and_null_ends_it(rosa: Caller) -> None:
    await rosa.patch("me/preferences", {"dnd_until": in_hours(1), **NIGHT})
    later = await rosa.patch("me/preferences", {"dnd_from": None, "dnd_to": None})
    assert later.json["dnd_until"] is not None
    assert later.json["dnd_from"] is None
    assert (await rosa.patch("me/preferences", {"dnd_until": None})).json["dnd_until"] is None


async def test_a_rest_that_has_ended_is_none(rosa: Caller) -> None:
    assert (await rosa.patch("me/preferences", {"dnd_until": in_hours(-1)})).json["dnd_until"] is None


async def test_a_moment_is_one_whatever_offset_it_is_said_with(rosa: Caller) -> None:
    there = in_hours(3, "+02:00")
    said = await rosa.patch("me/preferences", {"dnd_until": there})
    assert datetime.fromisoformat(said.json["dnd_until"]) == datetime.fromisoformat(there)
    assert said.json["dnd_until"].endswith("Z")


@pytest.mark.parametrize(
    "data",
    [
        {"dnd_until": "tomorrow"},
        {"dnd_until": "2999-01-01T00:00:00"},
        {"dnd_until": "9999-12-31T23:59:59Z"},
        {"dnd_until": "0001-01-01T00:00:00+23:59", "dnd_from": "1:00"},
        {"dnd_until": 7},
        {"dnd_from": "22:30"},
        {"dnd_to": "22:30"},
        {"dnd_from": "22:30", "dnd_to": "22:30"},
        {"dnd_from": "24:00", "dnd_to": "07:00"},
        {"dnd_from": "٢٢:٣٠", "dnd_to": "07:00"},
        {"time_zone": "Middle/Earth"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "/etc/localtime"},
        {"time_zone": "Europe"},
        {"time_zone": ""},
        {"time_zone": None},
        {"sound": "yes"},
        {"sound": None},
        {"person": 1},
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_changes(rosa: Caller, data: dict[str, Any]) -> None:
    assert (await rosa.patch("me/preferences", {"desktop": False, **data})).code == "invalid"
    assert (await rosa.get("me/preferences")).json == AT_FIRST


async def test_a_moment_of_the_past_is_taken_wherever_it_is(rosa: Caller) -> None:
    long_ago = await rosa.patch("me/preferences", {"dnd_until": "0001-01-01T00:00:00+23:59"})
    assert (long_ago.status, long_ago.json["dnd_until"]) == (200, None)
