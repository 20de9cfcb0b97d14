"""Two people talk, and what else a socket is for."""

from __future__ import annotations

from uuid import uuid4

from tests.support.client import join
from tests.support.place import Place


async def test_two_people_talk(place: Place) -> None:
    async with join(place.server, "mina") as mina, join(place.server, "jonas") as jonas:
        await mina.subscribe(place.name)
        await jonas.subscribe(place.name)
        await mina.post(place.name, "The kettle is on.")
        await jonas.expect("message", message={"body": "The kettle is on.", "author": {"username": "mina"}})
        await jonas.post(place.name, "*Coming!*")
        heard = await mina.expect("message", message={"body": "*Coming!*"})
        assert "<em>Coming!</em>" in heard["message"]["html"]


async def test_the_greeting_names_me_the_site_and_my_rooms(place: Place) -> None:
    async with join(place.server, "rosa") as rosa:
        assert (rosa.hello["me"]["username"], rosa.hello["me"]["owner"]) == ("rosa", False)
        assert (rosa.hello["protocol"], rosa.hello["heartbeat"]) == (1, 25)
        rooms = {room["room"]: room["role"] for room in rosa.hello["rooms"]}
        assert rooms[place.name] == rooms["tea"] == "member"
        assert "treasury" not in rooms


async def test_ones_own_message_comes_back_with_the_number_that_was_acknowledged(place: Place) -> None:
    async with join(place.server, "mina") as mina:
        await mina.subscribe(place.name)
        posted = await mina.post(place.name, "Hello")
        message = (await mina.expect("message"))["message"]
        assert {key: message[key] for key in ("number", "rev", "client_id")} == {
            key: posted[key] for key in ("number", "rev", "client_id")
        }


async def test_many_posts_in_one_breath_are_all_acknowledged_in_order(place: Place) -> None:
    keys = [str(uuid4()) for _ in range(150)]
    async with join(place.server, "mina") as mina:
        await mina.subscribe(place.name)
        for key in keys:
            await mina.send("post", room=place.name, client_id=key, body="Hello")
        posted = [await mina.expect("posted", client_id=key) for key in keys]
        assert [one["number"] for one in posted] == list(range(1, 151))
        heard = [(await mina.expect("message"))["message"]["number"] for _ in keys]
        assert heard == list(range(1, 151))


async def test_a_reply_names_what_it_answers(place: Place) -> None:
    place.post("mina", "Tea?")
    async with join(place.server, "jonas") as jonas:
        await jonas.subscribe(place.name)
        await jonas.post(place.name, "Yes", reply_to=1)
        assert (await jonas.expect("message"))["message"]["reply_to"] == 1


async def test_a_room_that_is_not_open_shows_a_badge(place: Place) -> None:
    async with join(place.server, "jonas") as jonas:
        place.post("mina", "@jonas?")
        place.post("mina", "Hello")
        head = {"number": 2, "rev": 3, "mentions": 1}
        await jonas.expect("activity", rooms={place.name: head})
        assert not jonas.of("message")


async def test_reading_in_one_tab_is_seen_in_the_other(place: Place) -> None:
    place.post("mina", "@jonas?")
    async with join(place.server, "jonas") as here, join(place.server, "jonas") as there:
        await here.send("read", room=place.name, number=1)
        assert await there.expect("read") == {"type": "read", "room": place.name, "number": 1, "mentions": 0}


async def test_a_new_room_comes_by_itself_and_can_be_opened(place: Place) -> None:
    async with join(place.server, "eve") as eve:
        place.add("eve")
        added = (await eve.expect("rooms"))["added"]
        assert [room["room"] for room in added] == [place.name]
        await eve.subscribe(place.name)
        place.post("mina", "Welcome")
        await eve.expect("message", message={"body": "Welcome"})


async def test_a_new_title_is_told_to_everyone_there(place: Place) -> None:
    async with join(place.server, "jonas") as jonas:
        await jonas.subscribe(place.name)
        place.change(title="Kitchen", topic="Soup")
        state = (await jonas.expect("room"))["room_state"]
        assert (state["title"], state["topic"], "role" in state) == ("Kitchen", "Soup", False)


async def test_what_is_closed_is_not_heard(place: Place) -> None:
    async with join(place.server, "jonas") as jonas:
        await jonas.subscribe(place.name)
        await jonas.send("unsubscribe", room=place.name)
        await jonas.settle()
        place.post("mina", "Hello")
        await jonas.expect("activity", rooms={place.name: {"number": 1}})
        assert not jonas.of("message")


async def test_a_room_is_found_however_its_name_is_written(place: Place) -> None:
    async with join(place.server, "jonas") as jonas:
        await jonas.send("subscribe", room=place.name.upper())
        await jonas.expect("subscribed", room=place.name)
