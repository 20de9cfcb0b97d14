"""Searching over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import quote

import pytest

from hubbub.errors import RateLimited
from hubbub.live import process
from hubbub.operations.messages import post_message
from hubbub.threads import in_search_thread, in_thread
from tests.operations.test_search_steps import search_then_count
from tests.support.api import Answer, Caller
from tests.support.cast import Cast
from tests.support.waiting import soon


async def test_a_hit_says_where_it_is_who_wrote_it_and_what_to_mark(cast: Cast, mina: Caller, rosa: Caller) -> None:
    said = await mina.say("tea", "🎉 the **kettle** is on")
    [hit] = (await rosa.get("search?q=kettle")).json["hits"]
    assert hit["room"] == "tea"
    assert hit["number"] == said["number"]
    assert hit["author"]["username"] == "mina"
    assert hit["created"] == said["created"]
    assert hit["thread"] is None
    assert hit["snippet"] == "🎉 the kettle is on"
    assert hit["marks"] == [[6, 12]]


async def test_a_page_says_where_the_next_one_begins(mina: Caller) -> None:
    for n in range(3):
        await mina.say("tea", f"kettle {n}")
    first = (await mina.get("search?q=kettle&limit=2")).json
    second = (await mina.get(f"search?q=kettle&limit=2&before={first['before']}")).json
    assert [hit["snippet"] for hit in first["hits"] + second["hits"]] == ["kettle 2", "kettle 1", "kettle 0"]
    assert (first["complete"], first["message"], second["before"]) == (True, "", None)


async def test_search_in_one_room(mina: Caller) -> None:
    for room in ("tea", "treasury"):
        await mina.say(room, "kettle")
    hits = (await mina.get("search?q=kettle&room=treasury")).json["hits"]
    assert [hit["room"] for hit in hits] == ["treasury"]


async def test_a_private_room_answers_as_one_that_is_not_there(jonas: Caller) -> None:
    private, absent = [await jonas.get(f"search?q=x&room={room}") for room in ("treasury", "no-such-room")]
    assert private.status == absent.status == 404
    assert private.json == absent.json


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("", 400),
        ("?q=", 400),
        ("?q=%00", 400),
        ("?q=!!!", 400),
        ("?q=has:cheese", 400),
        ("?q=from:nobody-here", 404),
        (f"?q={'a' * 401}", 413),
        ("?q=x&limit=0", 400),
        ("?q=x&limit=51", 400),
        ("?q=x&before=0", 400),
        ("?q=x&before=-1", 400),
        ("?q=before:2026&zone=Nowhere", 400),
        ("?q=x&zone=Nowhere", 200),
        (f"?q={quote(chr(34) * 399)}", 400),
        (f"?q={quote('* OR NEAR( ) ^ + - : { } col:')}", 200),
        ("?q=%ED%A0%80a", 200),
    ],
)
async def test_whatever_is_asked_is_answered_with_a_sentence(mina: Caller, question: str, status: int) -> None:
    answer = await mina.get(f"search{question}")
    assert answer.status == status, answer
    assert status == 200 or answer.code


async def test_searching_too_often_is_refused_with_when_to_come_back(cast: Cast, mina: Caller) -> None:
    async def refused() -> Answer | None:
        """On a slow machine some of it may have come back meanwhile."""
        with contextlib.suppress(RateLimited):
            while True:
                process.current().spend("search", cast.mina.pk)
        answer = await mina.get("search?q=x")
        return answer if answer.status == 429 else None

    assert (await mina.get("search?q=x")).status == 200
    assert (await soon(refused)).json["retry_after"] > 0


async def test_many_searches_at_once_of_one_person_are_refused(cast: Cast, mina: Caller, rosa: Caller) -> None:
    await in_thread(post_message, cast.mina, "tea", "kettle")
    answers = await asyncio.gather(*(mina.get("search?q=*ettl") for _ in range(6)), rosa.get("search?q=kettle"))
    assert {answer.status for answer in answers} == {200, 429}
    assert answers[-1].status == 200


async def test_its_time_limit_is_for_the_search_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.search.SECONDS", 0.05)
    assert await in_search_thread(search_then_count, cast.mina) == 500_000


async def test_a_search_that_is_cut_off_says_so(mina: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    await mina.say("tea", "kettle")
    monkeypatch.setattr("hubbub.search.SECONDS", -1)
    monkeypatch.setattr("hubbub.search.sqlite.STEPS", 1)
    answer = (await mina.get("search?q=kettle")).json
    assert (answer["complete"], answer["hits"]) == (False, [])
    assert "took too long" in answer["message"]
