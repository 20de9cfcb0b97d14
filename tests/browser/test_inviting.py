"""How friends get in: the owner makes a link, somebody signs up with it, and they talk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_looks import assert_accessible
from tests.browser.visitor import Visitor
from tests.support.cast import PASSWORD
from tests.support.servers import Server

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_a_friend_comes_in_by_the_owners_link_and_they_talk(
    visit: Visit, browser: Browser, shared_server: Server, room: str
) -> None:
    mina = visit("mina", room, permissions=CLIPBOARD)
    link = invite(mina)
    page = browser.new_context(base_url=shared_server.url).new_page()
    page.goto(link)
    sam = sign_up(page, "sam", "Sam Reyes").go(room)
    sam.button("Join the room").click()
    mina.page.get_by_role("link", name="Back to the chat").click()
    mina.go(room).send("Welcome, Sam!")
    sam.sees("Welcome, Sam!")
    sam.send("It was easy.")
    mina.sees("It was easy.")
    page.context.close()


def invite(owner: Visitor) -> str:
    """Through the menu to the page, and the new link from the clipboard."""
    owner.page.get_by_role("button", name="Your menu").click()
    owner.page.get_by_role("link", name="Invite people and settings").click()
    owner.button("Make a link").click()
    owner.button("Copy").click()
    expect(owner.button("Copied")).to_be_visible()
    link = str(owner.page.evaluate("navigator.clipboard.readText()"))
    expect(owner.page.get_by_label("The new link")).to_have_value(link)
    return link


def sign_up(page: Page, username: str, name: str) -> Visitor:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page).to_have_url(re.compile("/chat/"))
    return Visitor(page, username)


def test_after_set_up_the_first_room_says_how_to_get_others_in(browser: Browser, serve: Callable[..., Server]) -> None:
    server = serve(cast=False)
    page = browser.new_context(base_url=server.url).new_page()
    page.goto(server.setup_url)
    for label in ("Name of the site", "Your name", "Username"):
        page.get_by_label(label).fill("Mina")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Open the doors").click()
    expect(page.get_by_role("heading", name="General", level=2)).to_be_visible()
    page.get_by_role("link", name="Invite people", exact=True).click()
    expect(page.get_by_role("heading", name="Invite people", exact=True)).to_be_visible()
    page.context.close()


def test_only_the_owner_finds_the_page(visit: Visit) -> None:
    eve = visit("eve")
    eve.page.get_by_role("button", name="Your menu").click()
    expect(eve.button("Sign out")).to_be_visible()
    expect(eve.page.get_by_role("link", name="Invite people")).to_have_count(0)
    eve.page.goto("/site/")
    expect(eve.page.get_by_text("Only the owner of this site")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_owners_page(visit: Visit, theme: str) -> None:
    mina = visit("mina", color_scheme=theme, permissions=CLIPBOARD)
    invite(mina)
    assert_accessible(mina, f"site, {theme}")
