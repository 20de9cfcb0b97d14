"""Limits of one site that is two processes: posts exactly, by whatever way they come; the rest within a second."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest

from tests.live.test_limits import lets_in, opened, refused
from tests.support.client import Chatter, join
from tests.support.frames import Json
from tests.support.history import check_room
from tests.support.place import Place
from tests.support.servers import Server
from tests.support.waiting import soon

POSTS = 20
HOUR = 3600
INTERVAL = HOUR / POSTS
Pair = tuple[Server, Server]


@pytest.fixture(scope="module")
def pair(start: Callable[..., Server]) -> Pair:
    """Posts come back so slowly that none does during a test."""
    variables = {"HUBBUB_POST_RATE": f"{POSTS}/{HOUR}", "HUBBUB_SOCKETS_PER_USER": "4"}
    return start(**variables), start(**variables)


@pytest.fixture
def place(pair: Pair) -> Iterator[Place]:
    with Place(pair[0], "jonas", "rosa", "priya") as made:
        yield made


async def over_http(server: Server, who: str, room: str, times: int) -> list[Json]:
    """Answers to posts that are sent at once; a refusal's `after` is its header."""
    headers = {"Authorization": f"Bearer {server.token(who)}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, trust_env=False, timeout=60) as client:
        path = f"/api/v1/rooms/{room}/messages"
        answers = await asyncio.gather(*(client.post(path, json={"body": "Hello"}) for _ in range(times)))
    return [answer.json() | {"after": answer.headers.get("Retry-After")} for answer in answers]


async def over_socket(person: Chatter, room: str, times: int) -> list[Json]:
    keys = [str(uuid4()) for _ in range(times)]
    for key in keys:
        await person.send("post", room=room, client_id=key, body="Hello")
    await soon(lambda: len(person.of("posted")) + len(person.of("error")) == times, within=30)
    return person.of("posted") + person.of("error")


def refusals(answers: list[Json]) -> list[Json]:
    return [answer for answer in answers if answer.get("code") == "rate_limited"]


async def test_twenty_pass_over_all_ways_together_and_no_more(pair: Pair, place: Place) -> None:
    async with contextlib.AsyncExitStack() as stack:
        sockets = [one for server in pair for one in await opened(stack, server, "jonas", 2)]
        ways = [over_socket(one, place.name, 15) for one in sockets]
        ways += [over_http(server, "jonas", place.name, 15) for server in pair]
        answers = [answer for found in await asyncio.gather(*ways) for answer in found]
    assert (len(answers), len(refusals(answers))) == (90, 90 - POSTS)
    assert all(INTERVAL - 60 < answer["retry_after"] <= INTERVAL for answer in refusals(answers))
    assert all(int(answer["after"]) - answer["retry_after"] < 1 for answer in refusals(answers) if "after" in answer)
    fresh = place.fresh()
    check_room(fresh)
    assert [message["author"]["username"] for message in fresh] == ["jonas"] * POSTS


async def test_the_last_of_twenty_passes_and_the_next_does_not_also_after_a_restart(pair: Pair, place: Place) -> None:
    here, there = pair
    assert not refusals(await over_http(here, "rosa", place.name, POSTS - 1))
    assert not refusals(await over_http(there, "rosa", place.name, 1))
    assert refusals(await over_http(here, "rosa", place.name, 1))
    here.stop()
    here.start()
    [refusal] = refusals(await over_http(here, "rosa", place.name, 1))
    assert refusal["message"]
    assert not refusals(await over_http(here, "priya", place.name, 1))


async def test_a_retry_of_what_was_taken_is_free(pair: Pair, place: Place) -> None:
    keys = [str(uuid4()) for _ in range(POSTS)]
    async with join(pair[0], "mina") as mina:
        for key in keys:
            await mina.post(place.name, "Hello", client_id=key)
        await mina.post(place.name, "Hello", client_id=keys[0])
        await mina.send("post", room=place.name, client_id=str(uuid4()), body="One more")
        await mina.expect("error", code="rate_limited")


async def test_what_has_come_back_can_be_spent_and_not_sooner(serve: Callable[..., Server]) -> None:
    server = serve(HUBBUB_POST_RATE="1/5")
    assert not refusals(await over_http(server, "jonas", "tea", 1))
    asked = time.monotonic()
    [refusal] = refusals(await over_http(server, "jonas", "tea", 1))
    await soon(lambda: passes(server), within=60)
    assert time.monotonic() - asked > refusal["retry_after"] - 0.1


async def passes(server: Server) -> bool:
    return not refusals(await over_http(server, "jonas", "tea", 1))


async def test_off_lifts_the_limit_on_posts(serve: Callable[..., Server]) -> None:
    assert not refusals(await over_http(serve(HUBBUB_POST_RATE="off"), "jonas", "tea", 60))


async def test_the_product_takes_twenty_at_once(serve: Callable[..., Server]) -> None:
    server = serve(HUBBUB_POST_RATE="")
    began = time.monotonic()
    passed = 60 - len(refusals(await over_http(server, "jonas", "tea", 60)))
    assert 20 <= passed <= 21 + 2 * (time.monotonic() - began)


async def test_sockets_on_the_other_process_count(pair: Pair) -> None:
    here, there = pair
    async with contextlib.AsyncExitStack() as stack:
        await opened(stack, here, "eve", 2)
        others = await opened(stack, there, "eve", 2)
        await soon(lambda: is_full(here))
        await others[0].close()
        await soon(lambda: lets_in(here, "eve"))


async def is_full(server: Server) -> bool:
    return not await lets_in(server, "eve") and "4 open connections" in (await refused(server, "eve"))[0]


async def test_typing_on_one_process_uses_up_the_rate_on_the_other(pair: Pair, place: Place) -> None:
    """Over there so slowly that it alone would never be refused."""
    here, there = pair
    async with join(here, "priya") as fast, join(there, "priya") as slow:

        async def refused_there() -> bool:
            for _ in range(10):
                await fast.send("typing", room=place.name)
            await slow.send("typing", room=place.name)
            return bool(slow.of("error", code="rate_limited"))

        await soon(refused_there, within=30, every=0.5)


async def test_one_message_passes_in_a_slow_room_over_all_ways_together(pair: Pair, place: Place) -> None:
    place.change(slow=HOUR)
    async with contextlib.AsyncExitStack() as stack:
        sockets = [one for server in pair for one in await opened(stack, server, "priya", 1)]
        ways = [over_socket(one, place.name, 3) for one in sockets]
        ways += [over_http(server, "priya", place.name, 3) for server in pair]
        answers = [answer for found in await asyncio.gather(*ways) for answer in found]
    assert (len(answers), len(refusals(answers))) == (12, 11)
    assert all(HOUR - 60 < answer["retry_after"] <= HOUR for answer in refusals(answers))
    assert all("Slow mode" in answer["message"] for answer in refusals(answers))
    assert len(place.fresh()) == 1
