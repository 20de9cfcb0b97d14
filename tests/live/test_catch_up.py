"""Coming back: exactly what changed, or the latest page, and never an error."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect

from hubbub import queries
from tests.support.client import Chatter, join
from tests.support.history import check_view, transcript
from tests.support.place import Place


def posts(place: Place, count: int) -> None:
    for number in range(count):
        place.post("mina", f"Message {number}")


def change_everything(place: Place) -> None:
    """What may happen while somebody is away: posts, edits, deletions, reactions, also several on one message."""
    place.edit("mina", 1, "Edited")
    place.delete("mina", 2)
    place.react("jonas", 3)
    place.react("rosa", 3, "❤️")
    place.unreact("jonas", 3)
    place.edit("mina", 4, "Edited")
    place.delete("mina", 4)
    place.post("jonas", "New, then edited")
    place.edit("jonas", 6, "New and edited")
    place.change(topic="Changed")


async def away_and_back(place: Place, *, behind: int) -> tuple[Chatter, Chatter]:
    """Somebody hears a room, goes, and comes back with a rev that is so far behind what they had."""
    async with join(place.server, "rosa") as before:
        first = await before.subscribe(place.name)
    change_everything(place)
    async with join(place.server, "rosa") as after:
        await after.subscribe(place.name, since=first["rev"] - behind)
        place.post("mina", "And live again")
        await after.expect("message", message={"body": "And live again"})
    return before, after


@pytest.mark.parametrize("behind", [0, 1, 4])
async def test_every_kind_of_change_while_away_ends_in_what_a_fresh_load_shows(place: Place, behind: int) -> None:
    posts(place, 5)
    before, after = await away_and_back(place, behind=behind)
    check_view(transcript(place.name, [*before.frames, *after.frames]), place.fresh())
    assert after.of("subscribed")[0]["reset"] is False


async def test_who_missed_nothing_gets_nothing(place: Place) -> None:
    posts(place, 2)
    async with join(place.server, "rosa") as rosa:
        answer = await rosa.subscribe(place.name, since=place.state()["rev"])
        assert (answer["reset"], answer["messages"]) == (False, [])


@pytest.mark.parametrize("missed", [queries.PAGE - 1, queries.PAGE, queries.PAGE + 1])
async def test_who_missed_about_a_page_gets_all_of_it(place: Place, missed: int) -> None:
    posts(place, missed + 1)
    async with join(place.server, "rosa") as rosa:
        answer = await rosa.subscribe(place.name, since=place.state()["rev"] - missed)
        assert (answer["reset"], len(answer["messages"])) == (False, missed)


async def test_who_comes_first_gets_the_latest_page(place: Place) -> None:
    posts(place, queries.PAGE + 1)
    async with join(place.server, "rosa") as rosa:
        answer = await rosa.subscribe(place.name)
        numbers = [message["number"] for message in answer["messages"]]
        assert (answer["reset"], numbers) == (True, list(range(2, queries.PAGE + 2)))


@pytest.mark.parametrize("since", [-1, -(2**53), 10_000, 2**53])
async def test_a_rev_that_is_not_of_the_rooms_past_starts_over(place: Place, since: int) -> None:
    posts(place, 2)
    async with join(place.server, "rosa") as rosa:
        answer = await rosa.subscribe(place.name, since=since)
        assert (answer["reset"], len(answer["messages"])) == (True, 2)


async def test_who_is_more_than_500_changes_behind_starts_over_and_is_complete(place: Place) -> None:
    async with join(place.server, "mina") as mina:
        for _ in range(501):
            await mina.send("post", room=place.name, client_id=str(uuid4()), body="Hello")
        await mina.settle()
        for _ in range(501):
            await mina.expect("posted")
    async with join(place.server, "rosa") as rosa:
        within, beyond = [await rosa.subscribe(place.name, since=since) for since in (2, 1)]
        assert (within["reset"], len(within["messages"])) == (False, 500)
        assert (beyond["reset"], beyond["messages"][-1]["number"]) == (True, 501)


async def test_nothing_is_lost_or_doubled_between_the_answer_and_what_is_live(place: Place) -> None:
    async with join(place.server, "mina") as mina, join(place.server, "rosa") as rosa:
        for _ in range(40):
            await mina.send("post", room=place.name, client_id=str(uuid4()), body="Hello")
            await rosa.send("subscribe", room=place.name, since=1)
        for _ in range(40):
            await mina.expect("posted")
        await rosa.settle()
        last = max(rosa.of("subscribed"), key=lambda frame: int(frame["rev"]))
        here = rosa.frames.index(last)
        check_view(transcript(place.name, rosa.frames[here:]), place.fresh())


async def test_an_answer_has_the_readers_own_role_of_now(place: Place) -> None:
    async with join(place.server, "rosa") as rosa, join(place.server, "mina") as mina:
        roles = [await role(one, place) for one in (rosa, mina)]
        place.ask("mina", "PUT", "members/rosa", {"role": "moderator"})
        assert [*roles, await role(rosa, place)] == ["member", "owner", "moderator"]


async def role(who: Chatter, place: Place) -> str:
    return str((await who.subscribe(place.name))["room_state"]["role"])


@pytest.mark.parametrize("since", ["", "x", "-1", "1.5", "１", "9" * 5_000, "0x1", "%00", "999999", "1&since=2"])
async def test_garbage_in_the_address_is_no_error(place: Place, since: str) -> None:
    posts(place, 2)
    url = f"{place.server.ws_url}/ws/chat/{place.name}/?since={since}"
    headers = {"Authorization": f"Bearer {place.server.token('rosa')}"}
    async with connect(url, additional_headers=headers, proxy=None) as socket:
        rosa = Chatter("rosa", socket)
        answer = await rosa.expect("subscribed")
        assert answer["reset"] is (since != "1&since=2")
        await rosa.close()


def kinds(frames: list[dict[str, Any]]) -> list[str]:
    return [frame["type"] for frame in frames]


async def test_a_rev_in_the_address_resumes(place: Place) -> None:
    posts(place, 3)
    async with join(place.server, "rosa", room=place.name, since=2) as rosa:
        answer = await rosa.expect("subscribed")
        assert (answer["reset"], len(answer["messages"])) == (False, 2)
        assert kinds(rosa.frames)[:2] == ["hello", "subscribed"]
