"""Who is not let in, and told so before the upgrade."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from tests.support.client import cookie_of, join, open_socket
from tests.support.place import Place
from tests.support.servers import DaphneServer, Server


async def status(server: Server, who: str = "", **options: Any) -> int:
    """With which the server answers the handshake; 101 when it lets somebody in."""
    try:
        await (await open_socket(server, who, **options)).close()
    except InvalidStatus as refused:
        return refused.response.status_code
    return 101


def said_by(server: Server, code: int) -> int:
    """Daphne knows only one way to refuse."""
    return 403 if isinstance(server, DaphneServer) else code


@pytest.fixture
def cookie(any_server: Server) -> str:
    return signed_in(any_server)


@functools.cache
def signed_in(server: Server) -> str:
    with server.browser("rosa") as browser:
        return cookie_of(browser)


@pytest.mark.parametrize("room", ["", "tea"])
async def test_nobody_is_asked_to_sign_in(any_server: Server, room: str) -> None:
    assert await status(any_server, room=room) == said_by(any_server, 401)


@pytest.mark.parametrize("token", ["", "wrong", "\xe4", "x" * 5_000])
async def test_a_wrong_token_is_nobody(any_server: Server, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    assert await status(any_server, additional_headers=headers) == said_by(any_server, 401)


async def test_a_wrong_session_is_nobody(any_server: Server) -> None:
    assert await status(any_server, cookie="sessionid=wrong") == said_by(any_server, 401)


@pytest.mark.parametrize("room", ["treasury", "no-such-room", "laser-cutter"])
async def test_a_room_of_others_and_one_that_does_not_exist_are_the_same(any_server: Server, room: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await open_socket(any_server, "rosa", room=room)
    answer = refused.value.response
    assert answer.status_code == 403
    assert room.encode() not in (answer.body or b"")


@pytest.mark.parametrize("path", ["x" * 51, "tea/more", "%00", "a%20b", "..%2f"])
async def test_an_address_that_is_none_is_refused(any_server: Server, path: str) -> None:
    assert await status(any_server, "rosa", room=path) == 403


async def test_a_session_opens_a_socket_from_the_sites_own_page(any_server: Server, cookie: str) -> None:
    async with join(any_server, "rosa", cookie=cookie) as rosa:
        assert rosa.hello["me"]["username"] == "rosa"


NO_HANDSHAKE = {Server: 403, DaphneServer: 400}  # Daphne looks at the shape of Origin and Host itself
ORIGINS = {
    "{scheme}://127.0.0.1:{port}": 101,
    "HTTP://127.0.0.1:{port}": 101,
    "https://127.0.0.1:{port}": 403,
    "http://127.0.0.1": 403,
    "http://127.0.0.1:{other}": 403,
    "http://localhost:{port}": 403,
    "http://evil.example": 403,
    "http://127.0.0.1.evil.example:{port}": 403,
    "http://127.0.0.1:{port}.evil.example": 403,
    "http://evil.example@127.0.0.1:{port}": 403,
    "http://127.0.0.1:{port}/": 403,
    "http://[::1": 403,
    "http://127.0.0.1:port": 403,
    "//127.0.0.1:{port}": 403,
    "ws://127.0.0.1:{port}": 403,
    "null": 403,
    "": 403,
}


@pytest.mark.parametrize("origin", ORIGINS)
async def test_a_page_of_another_origin_cannot_use_a_session(any_server: Server, cookie: str, origin: str) -> None:
    port = any_server.port
    own = origin.format(scheme="http", port=port, other=port + 1)
    assert await status(any_server, cookie=cookie, origin=own) in (ORIGINS[origin], NO_HANDSHAKE[type(any_server)])


async def test_a_session_without_an_origin_is_refused(any_server: Server, cookie: str) -> None:
    assert await status(any_server, additional_headers={"Cookie": cookie}) == 403


async def test_a_page_of_another_origin_cannot_use_a_token_either(any_server: Server) -> None:
    assert await status(any_server, "rosa", origin="http://evil.example") == 403


async def test_another_host_name_is_not_this_site(any_server: Server, cookie: str) -> None:
    headers = {"Host": "evil.example"}
    answer = await status(any_server, cookie=cookie, origin="http://evil.example", additional_headers=headers)
    assert answer in (403, NO_HANDSHAKE[type(any_server)])


async def test_a_refusal_leaves_no_traceback(place: Place) -> None:
    for options in ({"origin": "http://[::1"}, {"room": "no-such-room"}, {"room": "%00"}):
        await status(place.server, "rosa", **options)
    assert "Traceback" not in place.server.log
