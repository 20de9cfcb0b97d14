"""What a crowd that comes at once costs the database: questions for each room, not for each socket."""

from __future__ import annotations

import asyncio

import pytest

from hubbub.live import process
from hubbub.operations.messages import post_message
from hubbub.threads import in_thread
from tests.support.api import counted_queries
from tests.support.client import Chatter
from tests.support.inside import crowd, make_crowd, served
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


async def subscribe_all(people: list[Chatter], since: int | None = None) -> list[dict[str, object]]:
    return list(await asyncio.gather(*[one.subscribe("tea", since) for one in people]))


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
