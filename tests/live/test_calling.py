"""Calling all who are in a room, and those who are here, on two processes of one site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.live.test_presence import seen
from tests.support.client import join
from tests.support.place import Place
from tests.support.servers import Server

Pair = tuple[Server, Server]


@pytest.fixture(scope="module")
def pair(start: Callable[..., Server]) -> Pair:
    """Calls come back slowly, as everywhere."""
    return start(HUBBUB_CALL_RATE="3/600"), start(HUBBUB_CALL_RATE="3/600")


@pytest.fixture
def place(pair: Pair) -> Iterator[Place]:
    with Place(pair[0], "jonas", "rosa", "priya") as made:
        yield made


async def test_all_is_counted_on_both_processes_for_everybody_but_the_author(pair: Pair, place: Place) -> None:
    async with join(pair[0], "jonas") as jonas, join(pair[1], "rosa") as rosa, join(pair[1], "mina") as mina:
        await mina.post(place.name, "@all The kettle is on")
        for person in (jonas, rosa):
            await person.expect("activity", rooms={place.name: {"number": 1, "mentions": 1}})
        await mina.expect("activity", rooms={place.name: {"number": 1, "mentions": 0}})


async def test_here_calls_who_is_on_the_other_process_and_nobody_who_is_away(pair: Pair, place: Place) -> None:
    async with join(pair[0], "mina") as mina, join(pair[1], "rosa") as rosa:
        await mina.subscribe(place.name)
        await seen(mina, place.name, rosa)
        posted = await mina.post(place.name, "@here Anybody?")
        heard = await mina.expect("message", rev=posted["rev"])
        assert heard["message"]["mentions"] == [rosa.hello["me"]["id"]]
        await rosa.expect("activity", rooms={place.name: {"number": 1, "mentions": 1}})


async def test_a_program_calls_who_is_here_through_a_process_where_nobody_is(pair: Pair, place: Place) -> None:
    async with join(pair[1], "rosa") as rosa:
        async with join(pair[0], "mina") as mina:
            await mina.subscribe(place.name)
            await seen(mina, place.name, rosa)
        assert place.post("jonas", "@here Anybody?")["mentions"] == [rosa.hello["me"]["id"]]


async def test_a_deleted_call_is_taken_back_on_the_other_process(pair: Pair, place: Place) -> None:
    async with join(pair[1], "rosa") as rosa:
        place.post("mina", "@all Come!")
        await rosa.expect("activity", rooms={place.name: {"number": 1, "mentions": 1}})
        place.delete("mina", 1)
        await rosa.expect("activity", rooms={place.name: {"number": 1, "mentions": 0}})


async def test_a_socket_that_calls_too_often_is_told_when_to_come_back(pair: Pair, place: Place) -> None:
    async with join(pair[0], "priya") as one, join(pair[1], "priya") as other:
        for socket in (one, other, one):
            await socket.post(place.name, "@all Again")
        key = str(uuid4())
        await other.send("post", room=place.name, client_id=key, body="@all And again")
        error = await other.expect("error", code="rate_limited", client_id=key)
        assert 150 < error["retry_after"] <= 200
