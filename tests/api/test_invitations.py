"""Invitations, by the owner of the site."""

from __future__ import annotations

import datetime as dt

import pytest

from hubbub.models import Invitation
from hubbub.threads import in_thread
from tests.support.api import Caller


async def test_an_invitation_is_a_link_that_opens_until_it_is_revoked(mina: Caller) -> None:
    made = await mina.post("invitations", {"uses": 3, "days": 2})
    assert (made.status, made.json["uses_left"]) == (201, 3)
    assert (await mina.get(made.json["url"])).status == 200
    assert (await mina.delete(f"invitations/{made.json['id']}")).status == 204
    assert (await mina.get("invitations")).json == {"invitations": []}


async def test_an_invitation_is_shown_once_and_its_code_stored_never(mina: Caller) -> None:
    made = (await mina.post("invitations", {})).json
    code = made["url"].split("/")[-2]
    assert code not in str(await in_thread(lambda: list(Invitation.objects.values())))
    [listed] = (await mina.get("invitations")).json["invitations"]
    assert listed == {key: value for key, value in made.items() if key != "url"}


async def test_an_invitation_lasts_a_week_by_itself(mina: Caller) -> None:
    made = (await mina.post("invitations", {})).json
    lasts = dt.datetime.fromisoformat(made["expires"]) - dt.datetime.fromisoformat(made["created"])
    assert abs(lasts - dt.timedelta(days=7)) < dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("uses", 1, 201), ("uses", 1_000, 201), ("uses", 0, 400), ("uses", 1_001, 400), ("uses", 10**30, 400),
        ("days", 1, 201), ("days", 365, 201), ("days", 0, 400), ("days", 366, 400), ("days", "7", 400),
    ],
)  # fmt: skip
async def test_limits_of_an_invitation(mina: Caller, field: str, value: object, status: int) -> None:
    answer = await mina.post("invitations", {field: value})
    assert answer.status == status
    if status == 400:
        assert answer.json["fields"].keys() == {field}


async def test_only_the_owner_of_the_site_invites(priya: Caller, mina: Caller) -> None:
    made = (await mina.post("invitations", {})).json
    answers = [
        await priya.get("invitations"),
        await priya.post("invitations", {}),
        await priya.delete(f"invitations/{made['id']}"),
    ]
    assert [answer.code for answer in answers] == ["forbidden"] * 3
    assert len((await mina.get("invitations")).json["invitations"]) == 1


async def test_an_invitation_that_is_not_there(mina: Caller) -> None:
    assert (await mina.delete("invitations/999999")).code == "not_found"
