"""What a crowd that comes at once costs the database: questions for each room, not for each socket."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest
from websockets.exceptions import InvalidStatus

from hubbub.live import process
from hubbub.operations.messages import post_message
from hubbub.threads import in_thread
from tests.support.api import counted_queries
from tests.support.client import Chatter
from tests.support.inside import arrive, crowd, make_crowd, served
from tests.support.planted import Planted, _planted, db, planted

__all__ = ["_planted", "db", "planted"]

MANY = 500


@pytest.fixture(autouse=True)
def _only_what_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The regular checks ask too, whatever the crowd does."""
    for check in ("HEAD_CHECK", "RECHECK"):
        monkeypatch.setattr(process, check, 3_600)


@pytest.fixture
async def tokens(planted: Planted) -> list[str]:
    await in_thread(post_message, planted.cast.jonas, "tea", "The kettle is on")
    return await in_thread(make_crowd, planted.cast.tea, MANY)


async def test_500_who_connect_at_once_are_looked_up_and_greeted_together(tokens: list[str]) -> None:
    async with served() as url:
        with counted_queries() as queries:
            async with crowd(url, tokens) as people:
                assert all(one.hello["me"]["username"] == one.name.split()[-1] for one in people)
        assert len(queries) < MANY / 2, "three for each would be 1,500"


async def test_among_many_who_come_at_once_one_who_may_not_is_refused_alone(tokens: list[str]) -> None:
    async with served() as url, AsyncExitStack() as stack:
        wanted = [*tokens[:20], "nobody's", *tokens[20:40]]
        found = await asyncio.gather(*[arrive(stack, url, token) for token in wanted], return_exceptions=True)
        [refused] = [one for one in found if isinstance(one, BaseException)]
        assert isinstance(refused, InvalidStatus)
        assert (found.index(refused), refused.response.status_code) == (20, 401)


async def subscribe_all(people: list[Chatter], since: int | None = None) -> list[dict[str, object]]:
    return list(await asyncio.gather(*[one.subscribe("tea", since, within=60) for one in people]))


async def test_500_who_open_a_cold_room_at_once_ask_the_database_once(tokens: list[str]) -> None:
    async with served() as url, crowd(url, tokens) as people:
        with counted_queries() as queries:
            answers = await subscribe_all(people)
        assert len(queries) == 5, queries
        assert all(answer["reset"] for answer in answers)


async def test_500_who_come_back_to_a_warm_room_ask_it_nothing(tokens: list[str]) -> None:
    async with served() as url, crowd(url, tokens) as people:
        [first, *_] = await subscribe_all(people[:1], 0)
        with counted_queries() as queries:
            answers = await subscribe_all(people, 1)
        assert queries == []
        assert not any(answer["reset"] for answer in answers)
        assert {answer["rev"] for answer in answers} == {first["rev"]}


async def test_200_who_read_a_message_at_once_share_their_transactions(tokens: list[str]) -> None:
    async with served() as url, crowd(url, tokens[:200]) as people:
        with counted_queries() as queries:
            await asyncio.gather(*[one.send("read", room="tea", number=1) for one in people])
            marks = await asyncio.gather(*[one.expect("read", within=60) for one in people])
        assert marks == [{"type": "read", "room": "tea", "number": 1, "mentions": 0}] * 200
        assert len(queries) < 200, "fewer than one statement a reader"
