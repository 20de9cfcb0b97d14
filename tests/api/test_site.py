"""The site's settings, by its owner."""

from __future__ import annotations

import pytest

from hubbub.models import Site
from hubbub.threads import in_thread
from tests.support.api import Caller
from tests.support.planted import Planted


async def test_the_owner_names_the_site_and_opens_it(mina: Caller) -> None:
    changed = await mina.patch("site", {"name": "Makers", "sign_up": "open", "notify": "all"})
    assert (changed.status, changed.json) == (200, {"name": "Makers", "sign_up": "open", "notify": "all"})
    assert (await mina.get("site")).json == changed.json


async def test_what_is_left_out_stays(mina: Caller) -> None:
    before = (await mina.get("site")).json
    assert (await mina.patch("site", {})).json == before


async def test_nobody_else_sees_or_changes_it(priya: Caller) -> None:
    assert (await priya.get("site")).code == "forbidden"
    assert (await priya.patch("site", {"sign_up": "open"})).code == "forbidden"


@pytest.mark.parametrize(
    "data",
    [
        {"sign_up": "never"},
        {"notify": "default"},
        {"notify": None, "x": 1},
        {"sign_up": 1},
        {"name": ""},
        {"name": "a\0"},
        {"epoch": "x"},
    ],
)
async def test_a_setting_that_cannot_be(mina: Caller, data: dict[str, object]) -> None:
    before = (await mina.get("site")).json
    assert (await mina.patch("site", data)).code == "invalid"
    assert (await mina.get("site")).json == before


@pytest.mark.parametrize(("length", "status"), [(80, 200), (81, 413)])
async def test_a_site_name_has_up_to_80_characters(mina: Caller, length: int, status: int) -> None:
    assert (await mina.patch("site", {"name": "x" * length})).status == status


async def test_what_a_test_did_to_the_site_is_undone_before_the_next(planted: Planted, mina: Caller) -> None:
    before = (await mina.get("site")).json
    await mina.patch("site", {"name": "Makers"})
    await in_thread(planted.clear)
    assert (await in_thread(Site.objects.get)).name == before["name"]
