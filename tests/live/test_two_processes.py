"""Two servers, and one of two workers, on one PostgreSQL and one Valkey; then without the Valkey."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.live.test_idempotency import a_hundred_times
from tests.live.test_presence import seen
from tests.support.client import Chatter, cookie_of, join
from tests.support.history import check_room
from tests.support.place import Place
from tests.support.servers import Server
from tests.support.services import Valkey

HEAD_CHECK = 30.0


@pytest.fixture(scope="module")
def pair(start: Callable[..., Server]) -> tuple[Server, Server]:
    return start(), start()


@pytest.fixture
def here(pair: tuple[Server, Server], valkey: Valkey) -> Server:
    return pair[0]


@pytest.fixture
def there(pair: tuple[Server, Server]) -> Server:
    return pair[1]


@pytest.fixture
def place(here: Server) -> Iterator[Place]:
    with Place(here, "jonas", "rosa") as made:
        yield made


async def carried(one: Chatter, other: Chatter, room: str) -> None:
    """Until the carrier works again: typing goes no other way."""
    for _ in range(60):
        await one.send("typing", room=room)
        with contextlib.suppress(AssertionError):
            await other.expect("typing", room=room, within=1)
            return
    raise AssertionError("Nothing came through the carrier in a minute.")


@pytest.fixture(autouse=True)
async def healed(here: Server, there: Server) -> None:
    """What an earlier test did to the carrier is over."""
    with Place(here, "jonas") as place:
        async with join(here, "mina") as mina, join(there, "jonas") as jonas:
            for person in (mina, jonas):
                await person.subscribe(place.name)
            await carried(mina, jonas, place.name)
            await carried(jonas, mina, place.name)


async def test_a_message_crosses(place: Place, there: Server) -> None:
    async with join(place.server, "mina") as mina, join(there, "jonas") as jonas:
        await jonas.subscribe(place.name)
        posted = await mina.post(place.name, "Hello over there")
        message = await jonas.expect("message", rev=posted["rev"])
        assert message["message"]["body"] == "Hello over there"


async def test_everyone_on_both_is_here(place: Place, there: Server) -> None:
    async with join(place.server, "mina") as mina:
        await mina.subscribe(place.name)
        async with join(there, "jonas") as jonas:
            await seen(mina, place.name, jonas)
        await mina.expect("presence", left=[jonas.hello["me"]["id"]], within=20)


async def test_typing_badges_and_read_marks_cross(place: Place, there: Server) -> None:
    async with join(place.server, "jonas") as jonas, join(there, "jonas") as tab, join(there, "mina") as mina:
        await mina.subscribe(place.name)
        await carried(jonas, mina, place.name)
        await mina.post(place.name, "@jonas?")
        await jonas.expect("activity", rooms={place.name: {"number": 1, "rev": 2, "mentions": 1}})
        await tab.send("read", room=place.name, number=1)
        await jonas.expect("read", room=place.name, mentions=0)


async def test_a_read_mark_reaches_a_tab_that_has_only_just_come(place: Place, there: Server) -> None:
    """Sooner than the processes tell each other, once a second, whose sockets they have."""
    place.post("mina", "Hello")
    async with join(there, "rosa") as rosa:
        async with join(place.server, "rosa") as tab:
            await tab.send("read", room=place.name, number=1)
            await tab.expect("read", room=place.name)
        await rosa.expect("read", room=place.name, number=1)


async def test_who_is_added_on_one_hears_on_the_other(place: Place, there: Server) -> None:
    async with join(there, "eve") as eve:
        place.add("eve")
        await eve.expect("rooms", removed=[])
        await eve.subscribe(place.name)
        place.post("mina", "Welcome")
        await eve.expect("message", message={"body": "Welcome"})


async def test_signing_out_on_one_closes_on_the_other(here: Server, there: Server) -> None:
    with here.browser("rosa") as browser:
        cookie = cookie_of(browser)
        async with join(there, "rosa", cookie=cookie) as rosa:
            browser.get("/accounts/logout/")
            browser.post("/accounts/logout/", data={"csrfmiddlewaretoken": browser.cookies["csrftoken"]})
            assert await rosa.expect_close(within=20) == 4401


async def test_one_key_on_two_processes_is_one_message(place: Place, there: Server) -> None:
    servers = [place.server, there]
    answers = await a_hundred_times(servers, place.name, client_id=str(uuid4()), body="Once")
    assert len(answers) == 1
    check_room(place.fresh())


@pytest.mark.parametrize("without_redis", [False, True], ids=["with redis", "without redis"])
async def test_who_is_removed_on_one_hears_nothing_after_it_on_the_other(
    place: Place, there: Server, valkey: Valkey, without_redis: bool
) -> None:
    async with join(there, "jonas") as jonas, join(there, "rosa") as rosa:
        for person in (jonas, rosa):
            await person.subscribe(place.name)
        if without_redis:
            valkey.stop()
        place.remove("jonas")
        last = [place.post("mina", "After") for _ in range(10)][-1]
        await rosa.expect("message", rev=last["rev"], within=HEAD_CHECK)
        await jonas.expect("rooms", removed=[place.name], within=HEAD_CHECK)
        assert not jonas.of("message")


@pytest.mark.parametrize("trouble", [Valkey.stop, Valkey.freeze], ids=["stopped", "frozen"])
async def test_without_redis_posting_goes_on_and_the_database_carries_the_news(
    place: Place, there: Server, valkey: Valkey, trouble: Callable[[Valkey], Any]
) -> None:
    async with join(place.server, "mina") as mina, join(there, "jonas") as jonas:
        for person in (mina, jonas):
            await person.subscribe(place.name)
        trouble(valkey)
        posted = await mina.post(place.name, "Is anybody there?")
        await mina.expect("message", rev=posted["rev"])
        await jonas.expect("message", rev=posted["rev"], within=HEAD_CHECK)
        valkey.recover()
        await carried(jonas, mina, place.name)
        await carried(mina, jonas, place.name)
        posted = await mina.post(place.name, "Yes")
        await jonas.expect("message", rev=posted["rev"])


async def test_who_comes_while_redis_is_away_hears_all_the_same(place: Place, there: Server, valkey: Valkey) -> None:
    valkey.stop()
    async with join(there, "rosa") as rosa:
        await rosa.subscribe(place.name)
        posted = place.post("mina", "Hello")
        await rosa.expect("message", rev=posted["rev"], within=HEAD_CHECK)


async def test_two_workers_are_one_site(start: Callable[..., Server], valkey: Valkey) -> None:
    server = start(HUBBUB_WORKERS="2")
    with Place(server, "jonas") as place:
        async with contextlib.AsyncExitStack() as stack:
            tabs = [await stack.enter_async_context(join(server, "jonas")) for _ in range(8)]
            for tab in tabs:
                await tab.subscribe(place.name)
            posted = place.post("mina", "To all tabs")
            for tab in tabs:
                await tab.expect("message", rev=posted["rev"], within=HEAD_CHECK)
