"""What the other tests lean on: the cast, a server of one's own, a person on a socket."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.cast import NAMES, Cast
from tests.support.client import join, matches
from tests.support.frames import check_frame
from tests.support.servers import Server
from tests.support.services import Valkey
from tests.support.waiting import eventually


def test_the_cast_is_in_its_rooms(cast: Cast) -> None:
    members = {
        room.name: {member.person.username: member.role for member in room.memberships.select_related("person")}
        for room in (cast.tea, cast.laser_cutter, cast.treasury)
    }
    assert members == {
        "tea": {"mina": "owner", "priya": "moderator", "jonas": "member", "rosa": "member"},
        "laser-cutter": {"jonas": "owner", "mina": "member", "priya": "member"},
        "treasury": {"mina": "owner", "priya": "member"},
    }


def test_everyone_of_the_cast_has_a_token_of_the_server(shared_server: Server) -> None:
    for name in NAMES:
        with shared_server.api(name) as api:
            assert api.get("me").json()["username"] == name


def test_the_form_lets_the_cast_in(shared_server: Server) -> None:
    with shared_server.browser("rosa") as browser:
        assert browser.get("/api/v1/me").json()["username"] == "rosa"


async def test_two_people_talk(any_server: Server) -> None:
    async with join(any_server, "mina") as mina, join(any_server, "jonas") as jonas:
        await mina.subscribe("tea")
        await jonas.subscribe("tea")
        posted = await mina.post("tea", "The kettle is on.")
        message = await jonas.expect("message", room="tea", rev=posted["rev"])
        assert message["message"]["body"] == "The kettle is on."


def test_a_killed_server_comes_back_with_its_data(server: Server) -> None:
    with server.api("mina") as api:
        api.post("rooms/tea/messages", json={"body": "Still here?"}).raise_for_status()
        server.kill()
        server.start()
        assert api.get("rooms/tea/messages").json()["messages"][-1]["body"] == "Still here?"


def test_a_fresh_server_offers_its_setup(serve: Callable[..., Server]) -> None:
    fresh = serve(cast=False)
    eventually(lambda: fresh.setup_url)
    assert fresh.setup_url.startswith(fresh.url)


def test_a_server_takes_a_redis(serve: Callable[..., Server], valkey: Valkey) -> None:
    assert serve(redis_url=valkey.url).is_running()


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "shout"},
        {"type": "pong", "loud": True},
        {"type": "activity"},
        {"type": "read", "room": "tea", "number": "7", "mentions": 0},
    ],
)
def test_a_frame_that_departs_from_the_protocol_is_noticed(frame: dict[str, object]) -> None:
    with pytest.raises(AssertionError):
        check_frame(frame)


def test_a_frame_matches_by_what_is_named() -> None:
    frame = {"type": "message", "room": "tea", "message": {"number": 7, "body": "Hello"}}
    assert matches(frame, {"room": "tea", "message": {"number": 7}})
    assert not matches(frame, {"message": {"number": 8}})


def test_waiting_for_what_never_comes_says_so() -> None:
    with pytest.raises(AssertionError, match=r"was not so within 0\.05 s"):
        eventually(lambda: False, within=0.05)
