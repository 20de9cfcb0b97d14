"""So many sockets, so many frames: both sides of each edge, under uvicorn and under Daphne."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus
from websockets.http11 import Response

from hubbub.live.limits import RATES
from tests.conftest import KINDS
from tests.support.client import Chatter, join, open_socket
from tests.support.frames import check_frame
from tests.support.place import Place
from tests.support.servers import Server
from tests.support.waiting import soon


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def strict(request: pytest.FixtureRequest, serve: Callable[..., Server]) -> Server:
    """Three sockets a person, five an address."""
    return serve(request.param, HUBBUB_SOCKETS_PER_USER="3", HUBBUB_SOCKETS_PER_ADDRESS="5")


async def opened(stack: contextlib.AsyncExitStack, server: Server, who: str, times: int) -> list[Chatter]:
    return [await stack.enter_async_context(join(server, who)) for _ in range(times)]


async def refused(server: Server, who: str = "") -> tuple[str, float]:
    """What is said to one socket more, and how long it should wait: before the upgrade, or else on the socket."""
    try:
        socket = await open_socket(server, who)
    except InvalidStatus as answer:
        return told_before(answer.response)
    async with socket:
        return await told_after(socket)


def told_before(response: Response) -> tuple[str, float]:
    assert response.status_code == 429
    return (response.body or b"").decode(), float(response.headers["Retry-After"])


async def told_after(socket: ClientConnection) -> tuple[str, float]:
    frame = check_frame(json.loads(await socket.recv()))
    await socket.wait_closed()
    assert (frame["code"], socket.close_code) == ("rate_limited", 4429)
    return frame["message"], frame["retry_after"]


async def lets_in(server: Server, who: str, times: int = 1) -> bool:
    async with contextlib.AsyncExitStack() as stack:
        try:
            await opened(stack, server, who, times)
        except (InvalidStatus, AssertionError):
            return False
        return True


async def test_a_person_has_so_many_sockets_and_no_more(strict: Server) -> None:
    async with contextlib.AsyncExitStack() as stack:
        mine = await opened(stack, strict, "mina", 3)
        sentence, seconds = await refused(strict, "mina")
        assert (sentence[:44], seconds) == ("There are 3 open connections of you already.", 30)
        await opened(stack, strict, "jonas", 1)
        await mine[0].close()
        await soon(lambda: lets_in(strict, "mina"))


async def test_an_address_has_so_many_whoever_they_are(strict: Server) -> None:
    async with contextlib.AsyncExitStack() as stack:
        for who, times in {"mina": 3, "jonas": 2}.items():
            await opened(stack, strict, who, times)
        for who in ("rosa", ""):
            assert "of your address" in (await refused(strict, who))[0]


async def test_of_many_at_once_exactly_so_many_get_in(strict: Server) -> None:
    async with contextlib.AsyncExitStack() as stack:

        async def one() -> bool:
            try:
                socket = await stack.enter_async_context(await open_socket(strict, "mina"))
            except InvalidStatus:
                return False
            return '"hello"' in str(await socket.recv())

        assert sum(await asyncio.gather(*(one() for _ in range(20)))) == 3


async def test_a_handshake_that_is_refused_or_given_up_takes_no_place(strict: Server) -> None:
    for _ in range(10):
        with contextlib.suppress(InvalidStatus):
            await open_socket(strict, "mina", room="no-such-room")
        await give_up(strict, "mina")
    await soon(lambda: lets_in(strict, "mina", 3))


async def give_up(server: Server, who: str) -> None:
    """Ask for a socket and go before the answer comes."""
    asks = ["GET /ws/chat/ HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Authorization: Bearer {server.token(who)}"]
    asks += ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"]
    asks += ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", ""]
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write("\r\n".join(asks).encode())
    await writer.drain()
    writer.transport.abort()


@pytest.mark.parametrize("type", ["typing", "unsubscribe"])
async def test_frames_within_the_rate_pass_and_the_next_are_refused_on_a_socket_that_stays(
    place: Place, type: str
) -> None:
    rate = RATES["typing" if type == "typing" else "subscribe"]
    async with join(place.server, "jonas") as jonas:
        began = time.monotonic()
        for _ in range(rate.count * 2):
            await jonas.send(type, room=place.name)
        await jonas.settle()
        errors = jonas.of("error")
        back = (time.monotonic() - began) / rate.interval + 1
        assert rate.count - back <= len(errors) <= rate.count
        assert all(error["code"] == "rate_limited" and error["room"] == place.name for error in errors)
        assert 0 < errors[0]["retry_after"] <= rate.interval + 0.001


async def test_read_marks_share_their_rate_with_http(place: Place) -> None:
    rate = RATES["read"]
    async with join(place.server, "jonas") as jonas:
        for _ in range(rate.count * 3):
            await jonas.send("read", room=place.name, number=1)
        await jonas.expect("error", code="rate_limited", within=30)
        answers = await reads(place, rate.count)
        refusals = [answer for answer in answers if answer.status_code == 429]
        assert refusals
        assert {answer.headers["Retry-After"] for answer in refusals} == {"1"}
        assert all(0 < answer.json()["retry_after"] <= rate.interval + 0.001 for answer in refusals)


async def reads(place: Place, times: int) -> list[httpx.Response]:
    headers = {"Authorization": f"Bearer {place.server.token('jonas')}"}
    async with httpx.AsyncClient(base_url=place.server.url, headers=headers, trust_env=False, timeout=60) as client:
        path = f"/api/v1/rooms/{place.name}/read"
        return await asyncio.gather(*(client.post(path, json={"number": 1}) for _ in range(times)))


async def test_posts_that_are_only_tried_have_a_rate_as_well(serve: Callable[..., Server]) -> None:
    server = serve(HUBBUB_POST_RATE="1/3600")
    async with join(server, "eve") as eve:
        for _ in range(12):
            await eve.send("post", room="treasury", client_id=str(uuid4()), body="Let me in")
        codes = [(await eve.expect("error"))["code"] for _ in range(12)]
        assert sorted(codes) == ["not_found"] * 10 + ["rate_limited"] * 2
