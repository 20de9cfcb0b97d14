"""One `client_id`, however often and however it is sent, is one message."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import httpx

from tests.support.client import Chatter, join
from tests.support.frames import Json
from tests.support.history import check_room
from tests.support.place import Place
from tests.support.servers import Server


async def over_http(server: Server, who: str, room: str, client_id: str, body: str, times: int) -> list[httpx.Response]:
    headers = {"Authorization": f"Bearer {server.token(who)}", "Idempotency-Key": client_id}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, trust_env=False, timeout=60) as client:
        path = f"/api/v1/rooms/{room}/messages"
        return await asyncio.gather(*(client.post(path, json={"body": body}) for _ in range(times)))


async def over_socket(person: Chatter, room: str, client_id: str, body: str, times: int) -> list[Json]:
    for _ in range(times):
        await person.send("post", room=room, client_id=client_id, body=body)
    return [await person.expect("posted", client_id=client_id, within=60) for _ in range(times)]


async def a_hundred_times(servers: list[Server], room: str, **post: Any) -> set[tuple[int, int]]:
    """Number and rev of all answers, half of them over sockets, half over HTTP."""
    each = 50 // len(servers)
    async with asyncio.TaskGroup() as tasks:
        http = [tasks.create_task(over_http(one, "jonas", room, times=each, **post)) for one in servers]
        sockets = [tasks.create_task(_by_socket(one, room, each, post)) for one in servers]
    answers = [answer for task in http for answer in task.result()]
    assert sorted(answer.status_code for answer in answers)[:-1] == [200] * (len(answers) - 1)
    found = [answer.json() for answer in answers] + [frame for task in sockets for frame in task.result()]
    return {(one["number"], one["rev"]) for one in found}


async def _by_socket(server: Server, room: str, times: int, post: dict[str, Any]) -> list[Json]:
    async with join(server, "jonas") as jonas:
        return await over_socket(jonas, room, times=times, **post)


async def test_sent_a_hundred_times_at_once_it_is_one_row_with_one_answer(place: Place) -> None:
    post = {"client_id": str(uuid4()), "body": "Once"}
    async with join(place.server, "mina") as mina:
        await mina.subscribe(place.name)
        assert len(await a_hundred_times([place.server], place.name, **post)) == 1
        await mina.settle()
        assert len(mina.of("message")) == 1
    fresh = place.fresh()
    check_room(fresh)
    assert [message["body"] for message in fresh] == ["Once"]


async def test_the_same_key_with_another_text_is_a_conflict(place: Place) -> None:
    key = str(uuid4())
    async with join(place.server, "jonas") as jonas:
        await jonas.post(place.name, "One", client_id=key)
        await jonas.send("post", room=place.name, client_id=key, body="Other")
        await jonas.expect("error", code="conflict", client_id=key)
        [answer] = await over_http(place.server, "jonas", place.name, key, "Other", 1)
        assert answer.status_code == 409


async def test_the_same_key_of_another_person_is_another_message(place: Place) -> None:
    key = str(uuid4())
    for who in ("jonas", "rosa"):
        await over_http(place.server, who, place.name, key, "Mine", 1)
    assert [message["author"]["username"] for message in place.fresh()] == ["jonas", "rosa"]


async def test_after_a_restart_it_is_still_the_same_message(server: Server) -> None:
    key = str(uuid4())
    [first] = await over_http(server, "jonas", "tea", key, "Once", 1)
    server.kill()
    server.start()
    [again] = await over_http(server, "jonas", "tea", key, "Once", 1)
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
