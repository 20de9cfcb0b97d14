"""Who is told, and who is not and why: every rule by itself, and which of two reasons is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from hubbub.notifying import Facts, Quiet, effective, why_not

NOW = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)
FACTS = Facts(posted=NOW - dt.timedelta(seconds=6))
NIGHT = (dt.time(22), dt.time(7))


@pytest.mark.parametrize(
    ("choice", "kind", "site", "expected"),
    [
        ("default", "public", "mentions", "mentions"),
        ("default", "private", "all", "all"),
        ("default", "public", "nothing", "nothing"),
        ("default", "direct", "mentions", "all"),
        ("default", "direct", "nothing", "all"),
        ("nothing", "direct", "all", "nothing"),
        ("all", "public", "nothing", "all"),
        ("mentions", "public", "all", "mentions"),
    ],
)
def test_what_one_hears_of(choice: str, kind: str, site: str, expected: str) -> None:
    assert effective(choice, kind, site) == expected


TOLD: list[dict[str, Any]] = [
    {"notify": "all"},
    {"notify": "all", "called": True},
    {"notify": "mentions", "called": True},
    {"notify": "mentions", "following": True, "only_in_thread": True},
    {"notify": "mentions", "following": True},
    {"notify": "all", "called": True, "only_in_thread": True},
    {"posted": NOW - dt.timedelta(hours=1)},
    {"quiet": Quiet(until=NOW)},
    {"quiet": Quiet(hours=NIGHT)},
]
NOT_TOLD: list[tuple[dict[str, Any], str]] = [
    ({"signed_in": False}, "signed_out"),
    ({"member": False}, "left"),
    ({"deleted": True}, "deleted"),
    ({"read": True}, "read"),
    ({"notify": "nothing"}, "nothing"),
    ({"notify": "nothing", "called": True}, "nothing"),
    ({"muted": True}, "muted"),
    ({"muted": True, "called": True}, "muted"),
    ({"muted": True, "following": True}, "muted"),
    ({"notify": "mentions"}, "unmentioned"),
    ({"notify": "all", "only_in_thread": True}, "unfollowed"),
    ({"notify": "mentions", "only_in_thread": True}, "unfollowed"),
    ({"quiet": Quiet(until=NOW + dt.timedelta(seconds=1))}, "resting"),
    ({"quiet": Quiet(hours=(dt.time(11), dt.time(13)))}, "quiet_hours"),
    ({"called": True, "quiet": Quiet(hours=(dt.time(11), dt.time(13)))}, "quiet_hours"),
    ({"posted": NOW - dt.timedelta(hours=1, seconds=1)}, "late"),
]


@pytest.mark.parametrize("facts", TOLD, ids=str)
def test_it_is_told(facts: dict[str, Any]) -> None:
    assert why_not(replace(FACTS, **facts), NOW) == ""


@pytest.mark.parametrize(("facts", "reason"), NOT_TOLD, ids=str)
def test_it_is_not_told(facts: dict[str, Any], reason: str) -> None:
    assert why_not(replace(FACTS, **facts), NOW) == reason


@pytest.mark.parametrize(
    "reasons", [["signed_out", "left", "deleted", "read", "nothing", "muted", "resting", "quiet_hours", "late"]]
)
def test_of_several_reasons_the_first_is_said(reasons: list[str]) -> None:
    worst = Facts(
        posted=NOW - dt.timedelta(hours=9),
        signed_in=False,
        member=False,
        deleted=True,
        read=True,
        notify="nothing",
        muted=True,
        called=True,
        quiet=Quiet(NOW + dt.timedelta(hours=1), (dt.time(11), dt.time(13))),
    )
    mend: list[dict[str, Any]] = [{"signed_in": True}, {"member": True}, {"deleted": False}, {"read": False}]
    mend += [{"notify": "mentions"}, {"muted": False}, {"quiet": Quiet(hours=(dt.time(11), dt.time(13)))}]
    mend += [{"quiet": Quiet()}, {"posted": NOW}]
    said = []
    for change in mend:
        said.append(why_not(worst, NOW))
        worst = replace(worst, **change)
    assert said == reasons
    assert why_not(worst, NOW) == ""


@pytest.mark.parametrize(
    ("zone", "utc", "quiet"),
    [
        ("UTC", "21:59", False),
        ("UTC", "22:00", True),
        ("UTC", "23:59", True),
        ("UTC", "00:00", True),
        ("UTC", "06:59", True),
        ("UTC", "07:00", False),
        ("Europe/Lisbon", "20:59", False),
        ("Europe/Lisbon", "21:00", True),
        ("Europe/Lisbon", "05:59", True),
        ("Europe/Lisbon", "06:00", False),
        ("Asia/Kathmandu", "16:14", False),
        ("Asia/Kathmandu", "16:15", True),
        ("Nowhere/Any_More", "22:00", True),
    ],
)
def test_quiet_hours_are_those_of_the_persons_clock_in_summer(zone: str, utc: str, quiet: bool) -> None:
    now = NOW.replace(hour=int(utc[:2]), minute=int(utc[3:]))
    assert Quiet(hours=NIGHT, zone=zone).reason(now) == ("quiet_hours" if quiet else "")


def test_in_winter_they_are_an_hour_later_on_the_clock_of_the_world() -> None:
    winter = dt.datetime(2026, 1, 1, 21, 30, tzinfo=dt.UTC)
    assert Quiet(hours=NIGHT, zone="Europe/Lisbon").reason(winter) == ""
    assert Quiet(hours=NIGHT, zone="Europe/Lisbon").reason(winter + dt.timedelta(minutes=30)) == "quiet_hours"


@pytest.mark.parametrize("hour", range(24))
def test_hours_from_midnight_to_midnight_begin_and_end(hour: int) -> None:
    now = NOW.replace(hour=hour)
    assert bool(Quiet(hours=(dt.time(0), dt.time(8))).reason(now)) == (hour < 8)
    assert bool(Quiet(hours=(dt.time(20), dt.time(0))).reason(now)) == (hour >= 20)
