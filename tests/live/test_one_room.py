"""The socket for one room: subscribed on connect, and for nothing else."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.client import join
from tests.support.place import Place


async def test_it_is_subscribed_by_itself(place: Place) -> None:
    place.post("mina", "Hello")
    async with join(place.server, "rosa", room=place.name) as rosa:
        answer = await rosa.expect("subscribed")
        assert [message["body"] for message in answer["messages"]] == ["Hello"]
        assert [room["room"] for room in rosa.hello["rooms"]] == [place.name]
        place.post("mina", "And more")
        await rosa.expect("message", message={"body": "And more"})


async def test_its_greeting_names_nothing_of_other_rooms(place: Place) -> None:
    with Place(place.server, "rosa") as other:
        for room in (place, other):
            room.post("mina", "Keep this")
            room.ask("rosa", "PUT", "messages/1/saved")
        async with join(place.server, "rosa", room=place.name) as rosa:
            assert rosa.hello["saved"] == {place.name: [1]}


async def test_a_command_needs_no_room(place: Place) -> None:
    async with join(place.server, "rosa", room=place.name) as rosa:
        await rosa.send("post", client_id=str(uuid4()), body="Hello")
        assert (await rosa.expect("posted"))["room"] == place.name
        await rosa.send("read", number=1)
        await rosa.send("typing")
        await rosa.send("subscribe", since=1)
        await rosa.expect("subscribed", reset=True)
        assert (await rosa.expect("subscribed"))["reset"] is False


@pytest.mark.parametrize("type", ["subscribe", "unsubscribe", "typing"])
async def test_another_room_is_refused(place: Place, type: str) -> None:
    async with join(place.server, "rosa", room=place.name) as rosa:
        await rosa.send(type, room="tea")
        assert (await rosa.expect("error"))["code"] == "invalid"


async def test_it_hears_nothing_of_other_rooms(place: Place) -> None:
    with Place(place.server, "rosa") as other:
        async with join(place.server, "rosa", room=place.name) as rosa:
            other.post("mina", "@rosa")
            other.ask("rosa", "POST", "read", {"number": 1})
            other.remove("rosa")
            place.post("mina", "Here")
            await rosa.expect("message", room=place.name)
            await rosa.settle()
    assert other.name not in str(rosa.frames)


async def test_it_ends_with_its_membership(place: Place) -> None:
    async with join(place.server, "rosa", room=place.name) as rosa:
        await rosa.expect("subscribed")
        place.remove("rosa")
        assert await rosa.expect_close() == 4403
    assert rosa.frames[-1] == {"type": "rooms", "added": [], "removed": [place.name]}


async def test_a_room_is_found_however_its_name_is_written(place: Place) -> None:
    async with join(place.server, "rosa", room=place.name.upper()) as rosa:
        await rosa.expect("subscribed", room=place.name)
