"""Who may no longer hear, hears no more, within a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from tests.support.cast import PASSWORD
from tests.support.client import Chatter, cookie_of, join
from tests.support.place import Place
from tests.support.servers import Server
from tests.support.services import Valkey

SOON = 5.0  # a second on a machine that has nothing else to do


def post_form(browser: httpx.Client, path: str, **fields: str) -> None:
    browser.get(path)
    answer = browser.post(path, data={**fields, "csrfmiddlewaretoken": browser.cookies["csrftoken"]})
    assert answer.status_code in (200, 302), answer.status_code
    assert "errorlist" not in answer.text


async def test_who_is_removed_hears_nothing_after_the_answer(place: Place) -> None:
    async with join(place.server, "jonas") as jonas, join(place.server, "rosa") as rosa:
        for person in (jonas, rosa):
            await person.subscribe(place.name)
        place.post("mina", "Before")
        place.remove("jonas")
        last = place.post("mina", "After")
        await rosa.expect("message", rev=last["rev"])
        await jonas.expect("rooms", removed=[place.name], within=SOON)
        await jonas.settle()
        assert [frame["message"]["body"] for frame in jonas.of("message")] == ["Before"]


async def test_who_is_removed_gets_in_nowhere(place: Place) -> None:
    async with join(place.server, "jonas") as jonas:
        await jonas.subscribe(place.name)
        place.remove("jonas")
        await jonas.expect("rooms")
        for type in ("subscribe", "typing", "unsubscribe"):
            await jonas.send(type, room=place.name)
            await jonas.expect("error", code="not_found", room=place.name)


async def test_who_leaves_is_out_in_all_tabs(place: Place) -> None:
    async with join(place.server, "jonas") as here, join(place.server, "jonas") as there:
        await there.subscribe(place.name)
        place.ask("jonas", "POST", "leave")
        for tab in (here, there):
            await tab.expect("rooms", removed=[place.name], within=SOON)


async def test_who_comes_back_hears_again(place: Place) -> None:
    async with join(place.server, "jonas") as jonas:
        await jonas.subscribe(place.name)
        place.remove("jonas")
        place.add("jonas")
        await jonas.expect("rooms", removed=[])
        await jonas.subscribe(place.name)
        place.post("mina", "Again")
        await jonas.expect("message", message={"body": "Again"})


async def test_signing_out_closes_the_sockets_of_that_browser_only(any_server: Server) -> None:
    with any_server.browser("rosa") as here, any_server.browser("rosa") as there:
        async with (
            join(any_server, "rosa", cookie=cookie_of(here)) as going,
            join(any_server, "rosa", cookie=cookie_of(there)) as staying,
        ):
            post_form(here, "/accounts/logout/")
            assert await going.expect_close(within=SOON) == 4401
            await staying.settle()


async def test_a_revoked_token_closes_its_sockets_only(any_server: Server) -> None:
    with any_server.api("eve") as api:
        made = api.post("tokens", json={"label": "bot"}).json()
        headers = {"Authorization": f"Bearer {made['token']}"}
        async with join(any_server, "", additional_headers=headers) as bot, join(any_server, "eve") as eve:
            assert api.delete(f"tokens/{made['id']}").status_code == 204
            assert await bot.expect_close(within=SOON) == 4401
            await eve.settle()


async def closes(server: Server, close: Callable[[], Any], *, within: float = SOON) -> Chatter:
    """A socket of Priya's browser ends when this is done."""
    with server.browser("priya") as browser:
        async with join(server, "priya", cookie=cookie_of(browser)) as priya:
            await priya.subscribe("tea")
            await asyncio.to_thread(close)
            assert await priya.expect_close(within=within) == 4401
            return priya


async def test_a_new_password_closes_what_the_old_one_opened(serve: Callable[..., Server]) -> None:
    server = serve()
    with server.browser("priya") as other:
        words = {"oldpassword": PASSWORD, "password1": "quiet-harbour-77", "password2": "quiet-harbour-77"}
        await closes(server, lambda: post_form(other, "/accounts/password/change/", **words))


CLOSE_ACCOUNT = """
from django.contrib.auth import get_user_model
user = get_user_model().objects.get(username="priya")
user.is_active = False
user.save()
"""


async def test_a_closed_account_is_out_within_a_second_through_redis(
    serve: Callable[..., Server], valkey: Valkey
) -> None:
    server = serve(redis_url=valkey.url)
    await closes(server, lambda: server.cli("shell", "-c", CLOSE_ACCOUNT), within=SOON + 15)


async def test_without_redis_the_next_check_notices(server: Server) -> None:
    await closes(server, lambda: server.cli("shell", "-c", CLOSE_ACCOUNT), within=40)


DELETE_ACCOUNT = """
from django.contrib.auth import get_user_model
get_user_model().objects.get(username="priya").delete()
"""


async def test_a_deleted_account_is_out_and_what_it_said_stays(serve: Callable[..., Server], valkey: Valkey) -> None:
    server = serve(redis_url=valkey.url)
    with server.api("priya") as api:
        api.post("rooms/tea/messages", json={"body": "I was here"}).raise_for_status()
    await closes(server, lambda: server.cli("shell", "-c", DELETE_ACCOUNT), within=SOON + 15)
    with server.api("mina") as api:
        [message] = api.get("rooms/tea/messages").json()["messages"]
        assert (message["body"], message["author"]["name"]) == ("I was here", "Priya Raman")
