"""Browsers for the cast: each person has a context of their own. A story that leaves an error in a console fails."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.attacked import Enter, Watched, planted
from tests.browser.visitor import Visitor
from tests.support import chromium
from tests.support.files import NOTES, hum, picture
from tests.support.seeds import Seed
from tests.support.servers import Server
from tests.support.watch import Watch

Visit = Callable[..., Visitor]
Cookies = dict[tuple[Server, str], Any]

expect.set_options(timeout=20_000)
numbers = count(1)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return chromium.launch_options()


@pytest.fixture(scope="session")
def cookies() -> Cookies:
    """Each of the cast signs in once on each site."""
    return {}


@pytest.fixture
def visit(browser: Browser, shared_server: Server, cookies: Cookies) -> Iterator[Visit]:
    """`visit("mina", "tea", …options of the browser context…)`: mina, signed in, with the room open."""
    with contextlib.ExitStack() as stack:

        def open_chat(who: str, room: str = "", **options: Any) -> Visitor:
            quiet = {"service_workers": "block", "locale": "en-GB"}
            context = browser.new_context(base_url=shared_server.url, **{**quiet, **options})
            stack.callback(context.close)
            context.add_cookies(_signed_in(shared_server, who, cookies))
            visitor = Visitor(context.new_page(), who)
            stack.callback(visitor.check_console)
            return visitor.go(room)

        yield open_chat


# People who are watched, on a site with attacks: a module says with its fixture `site` on which


@pytest.fixture(scope="session")
def attacked_panels(seed: Seed) -> Iterator[Server]:
    with planted(seed, "tests.support.attackers_in_panels") as server:
        yield server


@pytest.fixture
def enter(browser: Browser, site: Server, cookies: Cookies) -> Iterator[Enter]:
    """`enter("mina", "crowd")`: mina in a browser that is watched, and must have been quiet in the end."""
    opened: list[Watched] = []

    def open_chat(who: str, room: str = "", **options: Any) -> Visitor:
        context = browser.new_context(base_url=site.url, locale="en-GB", **options)
        watch = Watch(context, site.url)
        context.add_cookies(_signed_in(site, who, cookies))
        visitor = Watched(context.new_page(), who, watch)
        opened.append(visitor)
        return visitor.go(room)

    yield open_chat
    for visitor in opened:
        visitor.watch.check(visitor.page)
        visitor.page.context.close()


@pytest.fixture
def bare(browser: Browser, site: Server) -> Iterator[tuple[Watch, Page]]:
    """A page of the site without its policy, and without its scripts and styles."""
    context = browser.new_context(base_url=site.url)
    context.route("**/bare", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
    watch, page = Watch(context, site.url), context.new_page()
    page.goto("/bare")
    context.set_offline(True)
    yield watch, page
    context.close()


@pytest.fixture
def room(shared_server: Server) -> str:
    """A room of the test's own, with mina as its owner and jonas and priya in it."""
    return make_room(shared_server, people=["jonas", "priya"])


def make_room(server: Server, **fields: Any) -> str:
    name = f"workshop-{next(numbers)}"
    with server.api("mina") as api:
        answer = api.post("rooms", json={"room": name, "title": name, "kind": "public", **fields})
    assert answer.status_code == 201, answer.text
    return name


def say(server: Server, who: str, room: str, *bodies: str) -> None:
    """Messages by the API, as fast as the limits allow."""
    with server.api(who) as api:
        for body in bodies:
            answer = api.post(f"rooms/{room}/messages", json={"body": body})
            assert answer.is_success, answer.text


@pytest.fixture
def lively(room: str, shared_server: Server) -> str:
    """A room with everything on its messages: quote, reaction, pin, thread, earlier text."""
    say(shared_server, "mina", room, "Hello")
    at = f"rooms/{room}/messages"
    with shared_server.api("jonas") as jonas, shared_server.api("mina") as mina:
        for answer in [
            jonas.post(at, json={"body": "@mina how are you?", "reply_to": 1}),
            jonas.post(at, json={"body": "In both", "thread": 1, "in_room": True}),
            jonas.put(f"{at}/1/reactions/👍"),
            mina.patch(f"{at}/1", json={"body": "Hello, everybody"}),
            mina.put(f"{at}/1/pin"),
            mina.put(f"{at}/1/saved"),
        ]:
            answer.raise_for_status()
    return room


@pytest.fixture
def furnished(lively: str, shared_server: Server) -> str:
    """The same with files: a picture alone, and some of each kind. (A person brings 30 in a minute.)"""
    with shared_server.api("mina") as mina:
        for files in ({"kettle.png": picture(size=(80, 60))}, EACH_KIND):
            uploads = [bring(mina, lively, *file) for file in files.items()]
            mina.post(f"rooms/{lively}/messages", json={"uploads": uploads}).raise_for_status()
    return lively


EACH_KIND = {"one.png": picture(), "two.png": picture(), "list.txt": NOTES, "hum.wav": hum()}


def bring(api: httpx.Client, room: str, name: str, content: bytes) -> int:
    """The id of an upload that no message carries yet."""
    answer = api.post("uploads", data={"room": room}, files={"file": (name, content)}).raise_for_status()
    return int(answer.json()["id"])


def _signed_in(server: Server, who: str, known: Cookies) -> Any:
    if (server, who) not in known:
        with server.browser(who) as client:
            found = client.cookies.items()
            known[server, who] = [{"name": name, "value": value, "url": server.url} for name, value in found]
    return known[server, who]
