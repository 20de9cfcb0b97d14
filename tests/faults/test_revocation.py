"""Two processes: who may no longer hear, hears nothing that was begun after the operation had answered, on either."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from tests.faults.conftest import LONG, Check
from tests.live.test_revocation import SOON, post_form
from tests.support.cast import PASSWORD
from tests.support.client import cookie_of, join
from tests.support.crowd import Crowd
from tests.support.history import Revoked
from tests.support.persistent import Reader, running, written
from tests.support.servers import Server
from tests.support.services import Valkey
from tests.support.waiting import soon

RECHECK = 15.0
OTHER_PASSWORD = "quiet-harbour-77"
Way = Callable[[Server], AbstractContextManager[tuple[dict[str, Any], Callable[[], object]]]]


# What a socket of Eve's is opened with, and what ends it


@contextmanager
def signed_out(server: Server) -> Iterator[tuple[dict[str, Any], Callable[[], object]]]:
    with server.browser("eve") as browser:
        yield {"cookie": cookie_of(browser)}, lambda: post_form(browser, "/accounts/logout/")


@contextmanager
def token_revoked(server: Server) -> Iterator[tuple[dict[str, Any], Callable[[], object]]]:
    with server.api("eve") as api:
        made = api.post("tokens", json={"label": "bot"}).json()
        headers = {"Authorization": f"Bearer {made['token']}"}
        yield {"additional_headers": headers}, lambda: api.delete(f"tokens/{made['id']}").raise_for_status()


@contextmanager
def password_changed(server: Server) -> Iterator[tuple[dict[str, Any], Callable[[], object]]]:
    with server.browser("eve") as going, server.browser("eve") as staying:
        yield {"cookie": cookie_of(going)}, lambda: change_password(staying, PASSWORD, OTHER_PASSWORD)
        change_password(staying, OTHER_PASSWORD, PASSWORD)


def change_password(browser: Any, old: str, new: str) -> None:
    post_form(browser, "/accounts/password/change/", oldpassword=old, password1=new, password2=new)


@contextmanager
def account_closed(server: Server) -> Iterator[tuple[dict[str, Any], Callable[[], object]]]:
    yield {}, lambda: set_active(server, False)
    set_active(server, True)


def set_active(server: Server, active: bool) -> None:
    find = "from django.contrib.auth import get_user_model; user = get_user_model().objects.get(username='eve')"
    server.cli("shell", "-c", f"{find}; user.is_active = {active}; user.save()")


WAYS = [signed_out, token_revoked, password_changed, account_closed]


async def ended(crowd: Crowd, pair: tuple[Server, Server], way: Way, within: float) -> list[Revoked]:
    """Eve's sockets are on both servers when it ends, and people write on both."""
    with way(pair[0]) as (options, act):
        eves = [Reader(server, "eve", crowd.place.name, **options) for server in pair]
        async with running(*eves):
            await soon(lambda: all(eve.rev for eve in eves))
            await written(crowd.writers, 10)
            await asyncio.to_thread(act)
            answered = time.monotonic()
            await written(crowd.writers, 20)
            await soon(lambda: all(eve.endings for eve in eves), within=within)
    assert [eve.endings[0].code for eve in eves] == [4401, 4401]
    assert [eve.sockets for eve in eves] == [1, 1], "she did not come back"
    return [Revoked(eve.transcript, answered) for eve in eves]


def named(way: Way) -> str:
    return way.__name__.replace("_", " ")


@pytest.mark.parametrize("way", WAYS)
async def test_nothing_is_heard_after_the_answer(
    crowd: Crowd, pair: tuple[Server, Server], times: int, check: Check, way: Way
) -> None:
    crowd.place.add("eve")
    runs = 1 if way is password_changed else times  # five new passwords a minute are the limit
    async with crowd.living():
        revoked = [one for _ in range(runs) for one in await ended(crowd, pair, way, SOON)]
    check(f"revoked: {named(way)}", **crowd.history, runs=runs, revoked=revoked)


async def test_without_valkey_sockets_end_at_the_next_check(
    crowd: Crowd, pair: tuple[Server, Server], valkey: Valkey, check: Check
) -> None:
    """In the short form only one way: each takes up to fifteen seconds."""
    crowd.place.add("eve")
    ways = WAYS if LONG else [signed_out]
    async with crowd.living():
        await asyncio.to_thread(valkey.stop)
        for way in ways:
            await ended(crowd, pair, way, RECHECK + SOON)
    check("revoked without Valkey", **crowd.history, runs=len(ways))


@pytest.mark.parametrize("with_valkey", [True, False], ids=["with valkey", "without valkey"])
async def test_who_is_removed_hears_nothing_after_the_answer(
    crowd: Crowd, pair: tuple[Server, Server], valkey: Valkey, check: Check, with_valkey: bool
) -> None:
    crowd.place.add("eve")
    eves = [Reader(server, "eve", crowd.place.name) for server in pair]
    async with crowd.living(), running(*eves):
        await soon(lambda: all(eve.rev for eve in eves))
        await written(crowd.writers, 10)
        if not with_valkey:
            await asyncio.to_thread(valkey.stop)
        await asyncio.to_thread(crowd.place.remove, "eve")
        answered = time.monotonic()
        await written(crowd.writers, 20)
    check("removed from a room", **crowd.history, runs=1, revoked=[Revoked(eve.transcript, answered) for eve in eves])


async def test_another_role_counts_on_the_other_process(crowd: Crowd, pair: tuple[Server, Server]) -> None:
    number = crowd.place.post("mina", "Mine")["number"]
    with pair[1].api("rosa") as rosa:
        address = f"rooms/{crowd.place.name}/messages/{number}"
        crowd.place.ask("mina", "PUT", "members/rosa", {"role": "moderator"})
        async with join(pair[1], "rosa") as socket:
            assert (await socket.subscribe(crowd.place.name))["room_state"]["role"] == "moderator"
            crowd.place.ask("mina", "PUT", "members/rosa", {"role": "member"})
            assert rosa.delete(address).status_code == 403
            await soon(lambda: role_of(socket, crowd.place.name), within=3 * SOON)


async def role_of(socket: Any, room: str) -> bool:
    return bool((await socket.subscribe(room))["room_state"]["role"] == "member")
