"""Who is here."""

from __future__ import annotations

from tests.support.client import Chatter, join
from tests.support.place import Place


async def test_who_comes_and_goes_is_seen(place: Place) -> None:
    async with join(place.server, "mina") as mina:
        await mina.subscribe(place.name)
        async with join(place.server, "jonas") as jonas:
            await seen(mina, place.name, jonas)
        await mina.expect("presence", room=place.name, left=[jonas.hello["me"]["id"]])


async def test_who_is_here_is_named_when_a_room_is_opened(place: Place) -> None:
    async with join(place.server, "jonas") as jonas, join(place.server, "mina") as mina:
        answer = await mina.subscribe(place.name)
        assert set(answer["online"]) == {jonas.hello["me"]["id"], mina.hello["me"]["id"]}


async def test_a_second_tab_changes_nothing(place: Place) -> None:
    async with join(place.server, "mina") as mina, join(place.server, "jonas") as jonas:
        await mina.subscribe(place.name)
        await seen(mina, place.name, jonas)
        async with join(place.server, "jonas"):
            pass
        async with join(place.server, "rosa") as rosa:
            await seen(mina, place.name, rosa)
    assert not [frame for frame in mina.of("presence") if jonas.hello["me"]["id"] in frame["left"]]


async def seen(who: Chatter, room: str, other: Chatter) -> None:
    """Until `who` knows that `other` is here."""
    me = other.hello["me"]["id"]
    while not any(me in frame["joined"] for frame in who.of("presence", room=room)):
        await who.expect("presence", room=room, within=20)


async def test_who_goes_without_a_word_is_gone_too(place: Place) -> None:
    async with join(place.server, "mina") as mina:
        await mina.subscribe(place.name)
        async with join(place.server, "jonas") as jonas:
            await seen(mina, place.name, jonas)
            jonas.cut()
            await mina.expect("presence", left=[jonas.hello["me"]["id"]])


async def test_who_leaves_the_room_is_not_here(place: Place) -> None:
    async with join(place.server, "mina") as mina, join(place.server, "jonas") as jonas:
        await mina.subscribe(place.name)
        await seen(mina, place.name, jonas)
        place.remove("jonas")
        await mina.expect("presence", left=[jonas.hello["me"]["id"]], count=1)
