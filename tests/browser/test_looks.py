"""Every size, both themes, the keyboard alone; and axe finds nothing."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, say
from tests.browser.test_searching import look_for
from tests.browser.visitor import Visitor
from tests.support.servers import Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_a_phone_shows_one_pane_at_a_time(visit: Visit, room: str) -> None:
    mina = visit("mina", **PHONE)
    expect(mina.page.locator(".side")).to_be_visible()
    expect(mina.page.locator(".main")).to_be_hidden()
    mina.link(room).tap()
    expect(mina.box).to_be_visible()
    expect(mina.page.locator(".side")).to_be_hidden()
    mina.send("From the bus")
    mina.sees("From the bus").tap()
    for name in ("React", "Reply", "More"):
        box = mina.button(name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert mina.page.evaluate("document.documentElement.scrollWidth") <= 390
    mina.page.get_by_role("link", name="Back to the rooms").tap()
    expect(mina.page.locator(".side")).to_be_visible()
    mina.page.go_back()
    expect(mina.box).to_be_visible()


def test_the_theme_follows_the_system_until_one_is_chosen(visit: Visit) -> None:
    mina = visit("mina", "tea", color_scheme="dark")
    assert background(mina.page) == "rgb(26, 24, 22)"
    mina.button("Mina Alvarez @mina Your menu").click()
    mina.page.get_by_label("Light").check()
    assert background(mina.page) == "rgb(255, 255, 255)"
    mina.go("tea")
    assert background(mina.page) == "rgb(255, 255, 255)"


def test_the_keyboard_alone_does_everything(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, "First", "Second")
    mina = visit("mina", room)
    mina.sees("Second")
    keys = mina.page.keyboard
    expect(mina.box).to_be_focused()
    keys.press("Shift+Tab")
    expect(mina.row("Second").locator(".msg")).to_be_focused()
    keys.press("ArrowUp")
    keys.press("r")
    expect(mina.page.locator(".room .replying")).to_contain_text("First")
    keys.type("Answer")
    keys.press("Enter")
    expect(mina.sees("Answer").locator(".quote")).to_contain_text("First")
    keys.press("Shift+Tab")
    keys.press("ArrowUp")
    keys.press("e")
    keys.type(", corrected")
    keys.press("Enter")
    row = mina.sees("Second, corrected")
    expect(row.locator(".msg")).to_be_focused()
    keys.press("+")
    expect(mina.page.get_by_role("searchbox", name="Find an emoji")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(row.locator(".reaction .emoji")).to_have_text("❤️")
    keys.press("Escape")
    expect(mina.box).to_be_focused()
    keys.press("Alt+ArrowUp")
    expect(mina.title).not_to_have_text(room)
    mina.box.blur()
    keys.press("?")
    expect(mina.dialog("Keyboard shortcuts")).to_be_visible()
    keys.press("Escape")
    expect(mina.dialog("Keyboard shortcuts")).to_be_hidden()


def test_the_timeline_is_announced_author_first_and_time_last(visit: Visit, room: str, shared_server: Server) -> None:
    jonas = visit("jonas", room)
    say(shared_server, "mina", room, "Listen")
    expect(jonas.page.locator("message-list .announcer")).to_have_text(re.compile(r"^Mina Alvarez: Listen, \d+:\d\d$"))


def test_the_limit_is_shown_near_its_end_and_too_much_is_not_sent(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    limit = mina.page.locator(".room .compose .limit")
    mina.box.fill("a" * 7_400)
    expect(limit).to_be_empty()
    mina.box.fill("a" * 7_990)
    expect(limit).to_have_text("10 left")
    mina.box.fill("😀" * 8_001)
    expect(limit).to_have_text("1 too long")
    mina.box.press("Enter")
    expect(mina.rows).to_have_count(0)


SCREENS = {
    "chat": lambda who: None,
    "actions": lambda who: who.row("Hello").hover(),
    "message menu": lambda who: (who.row("Hello").hover(), who.row("Hello").get_by_role("button", name="More").click()),
    "people": lambda who: who.page.locator(".people-count").click(),
    "search": lambda who: look_for(who, "hell") and expect(who.page.locator("a.hit").first).to_be_visible(),
    "no hit": lambda who: look_for(who, "nothing-like-it") and expect(who.page.locator(".search-none")).to_be_visible(),
    "switcher": lambda who: who.page.keyboard.press("Control+k"),
    "settings": lambda who: (who.button("Room menu").click(), who.button("Room settings").click()),
    "room in the list": lambda who: who.link("tea").click(button="right"),
    "browse": lambda who: who.button("Browse and create rooms").click(),
    "create": lambda who: (who.button("Browse and create rooms").click(), who.button("Create a room").click()),
    "direct": lambda who: who.button("New direct message").click(),
    "emoji": lambda who: who.button("Insert an emoji").click(),
    "menu": lambda who: who.button("Room menu").click(),
    "me": lambda who: who.button("Mina Alvarez @mina Your menu").click(),
    "shortcuts": lambda who: (who.box.blur(), who.page.keyboard.press("?")),
    "edit": lambda who: who.box.press("ArrowUp"),
    "confirm": lambda who: who.act("Hello", "Delete"),
    "missing": lambda who: who.go("nowhere"),
}

# What shows that a part has come which is fetched when it is first wanted.
HAS_COME = {
    "settings": "room-settings",
    "room in the list": "#room-list-menu",
    "people": "people-panel .person",
    "browse": "browse-rooms .directory-row",
    "create": "browse-rooms form",
    "direct": "people-picker[data-for=direct] .option",
    "emoji": ".emoji-keys button",
    "shortcuts": "shortcuts-dialog dialog",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, room: str, shared_server: Server, theme: str) -> None:
    say(
        shared_server,
        "mina",
        room,
        "Hello **all**, `code`, @jonas #tea\n```python\ndef a(): return 'b'  # c\n```",
        "> a\n\n- b",
    )
    with shared_server.api("jonas") as api:
        api.put(f"rooms/{room}/messages/1/reactions/👍").raise_for_status()
    mina = visit("mina", room, color_scheme=theme, reduced_motion="reduce")
    for name, open_screen in SCREENS.items():
        mina.go(room)
        mina.sees("Hello")
        open_screen(mina)
        if name in HAS_COME:
            expect(mina.page.locator(HAS_COME[name]).first).to_be_visible()
        assert_accessible(mina, f"{name}, {theme}")


def assert_accessible(visitor: Visitor, screen: str) -> None:
    expect(visitor.page.locator(".skeleton")).to_be_hidden()
    found = Axe().run(visitor.page)
    assert found.violations_count == 0, f"{screen}:\n{found.generate_report()}"


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
