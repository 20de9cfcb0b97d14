"""Finding people."""

from __future__ import annotations

import pytest

from hubbub.models import Person
from hubbub.threads import in_thread
from tests.support.api import Caller
from tests.support.cast import Cast


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", ["eve", "jonas", "mina", "priya", "rosa"]),
        ("ro", ["rosa"]),
        ("ALVAREZ", ["mina"]),
        ("nobody", []),
        ("%25", []),
        ("_", []),
        ("'", []),
        ("\\", []),
    ],
)
async def test_people_are_found_by_username_or_name(eve: Caller, q: str, found: list[str]) -> None:
    answer = await eve.get(f"users?q={q}")
    assert [person["username"] for person in answer.json["users"]] == found


async def test_a_person_is_shown_without_anything_private(eve: Caller) -> None:
    [person] = (await eve.get("users?q=mina")).json["users"]
    assert person.keys() == {"id", "username", "name", "bot"}


async def test_who_has_no_open_account_is_not_found(eve: Caller, cast: Cast) -> None:
    user = cast.rosa.user
    assert user is not None
    user.is_active = False
    await in_thread(user.save)
    assert (await eve.get("users?q=rosa")).json["users"] == []
    user.is_active = True


async def test_at_most_twenty_are_shown(eve: Caller, cast: Cast) -> None:
    more = [Person(username=f"tea{n}", key=f"tea{n}", name="Tea") for n in range(30)]
    await in_thread(Person.objects.bulk_create, more)
    assert len((await eve.get("users?q=")).json["users"]) <= 20


@pytest.mark.parametrize("q", ["%00", "a%00b"])
async def test_control_characters_are_refused(eve: Caller, q: str) -> None:
    answer = await eve.get(f"users?q={q}")
    assert answer.json["fields"] == {"q": "This must be text without control characters."}
