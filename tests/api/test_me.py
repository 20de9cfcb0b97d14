"""The signed-in person."""

from __future__ import annotations

import pytest

from tests.support.api import Caller


async def test_mina_sees_who_she_is(mina: Caller) -> None:
    answer = await mina.get("me")
    assert answer.status == 200
    assert answer.json.keys() == {"id", "username", "name", "owner"}
    assert (answer.json["username"], answer.json["name"], answer.json["owner"]) == ("mina", "Mina Alvarez", True)


async def test_rosa_takes_another_name(rosa: Caller) -> None:
    changed = await rosa.patch("me", {"name": "  Rosa   Lindqvist "})
    assert (changed.status, changed.json["name"]) == (200, "Rosa Lindqvist")
    assert (await rosa.get("me")).json == changed.json


async def test_a_change_of_nothing_changes_nothing(rosa: Caller) -> None:
    assert (await rosa.patch("me", {})).json["name"] == "Rosa Lind"


@pytest.mark.parametrize(("length", "status"), [(1, 200), (80, 200), (81, 413)])
async def test_a_name_has_up_to_80_characters(rosa: Caller, length: int, status: int) -> None:
    assert (await rosa.patch("me", {"name": "é" * length})).status == status


@pytest.mark.parametrize("name", ["", "   ", "a\0b", "a\u202eb", "a\nb", 7, ["Rosa"]])
async def test_a_name_that_cannot_be_is_refused(rosa: Caller, name: object) -> None:
    answer = await rosa.patch("me", {"name": name})
    assert (answer.status, answer.code) == (400, "invalid")


async def test_nobody_makes_themselves_the_owner(rosa: Caller) -> None:
    answer = await rosa.patch("me", {"owner": True})
    assert answer.status == 400
    assert answer.json["fields"] == {"owner": "There is no such field."}
    assert (await rosa.get("me")).json["owner"] is False
