"""Tokens for programs."""

from __future__ import annotations

import pytest

from hubbub.models import ApiToken
from hubbub.threads import in_thread
from tests.support.api import Caller


async def test_a_token_works_until_it_is_revoked(rosa: Caller) -> None:
    made = await rosa.post("tokens", {"label": "Kettle watcher"})
    assert (made.status, made.json["label"]) == (201, "Kettle watcher")
    program = Caller(made.json["token"])
    assert (await program.get("me")).json["username"] == "rosa"
    assert (await rosa.delete(f"tokens/{made.json['id']}")).status == 204
    assert (await program.get("me")).code == "unauthorized"


async def test_a_token_is_shown_once_and_stored_never(rosa: Caller) -> None:
    made = (await rosa.post("tokens", {})).json
    listed = (await rosa.get("tokens")).json["tokens"]
    assert listed[0] == {key: value for key, value in made.items() if key != "token"}
    stored = await in_thread(lambda: list(ApiToken.objects.values()))
    assert made["token"] not in str(stored) + str(listed)


async def test_everyone_sees_their_own_tokens_only(rosa: Caller, eve: Caller) -> None:
    made = (await rosa.post("tokens", {"label": "Mine"})).json
    assert "Mine" not in str((await eve.get("tokens")).json)
    assert (await eve.delete(f"tokens/{made['id']}")).code == "not_found"
    assert (await Caller(made["token"]).get("me")).status == 200


@pytest.mark.parametrize(("length", "status"), [(0, 201), (80, 201), (81, 413)])
async def test_a_label_has_up_to_80_characters(rosa: Caller, length: int, status: int) -> None:
    assert (await rosa.post("tokens", {"label": "x" * length})).status == status


@pytest.mark.parametrize("data", [None, {"label": "a\0b"}, {"label": 7}, {"person": 1}])
async def test_a_token_that_cannot_be(rosa: Caller, data: object) -> None:
    assert (await rosa.post("tokens", data)).code == "invalid"


@pytest.mark.parametrize(("token", "status"), [("999999", 404), (str(2**53), 404), ("0", 400), ("abc", 400)])
async def test_a_token_that_is_not_there(rosa: Caller, token: str, status: int) -> None:
    assert (await rosa.delete(f"tokens/{token}")).status == status
