"""Every size, both themes, the keyboard alone; and axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, make_room, say
from tests.browser.test_searching import look_for
from tests.browser.visitor import Visitor
from tests.support.files import NOTES
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
    expect(mina.page.get_by_role("textbox", name="Edit the message")).to_be_focused()
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
    mina.title.click()
    keys.press("?")
    expect(mina.dialog("Keyboard shortcuts")).to_be_visible()
    keys.press("Escape")
    expect(mina.dialog("Keyboard shortcuts")).to_be_hidden()


def test_the_timeline_is_announced_author_first_and_time_last(visit: Visit, room: str, shared_server: Server) -> None:
    jonas = visit("jonas", room)
    expect(jonas.page.locator(".people-count .count")).to_have_text("3")
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
    "switcher": "quick-switcher [role=option]",
    "edit": "message-item textarea",
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


def open_mine(who: Visitor, name: str) -> None:
    who.page.locator(".side").get_by_role("button", name=name).click()


def open_notifications(who: Visitor) -> None:
    who.page.locator(".me-button").click()
    who.button("Notifications").click()


def attach_two(who: Visitor) -> None:
    given: Any = [{"name": name, "mimeType": "text/plain", "buffer": body} for name, body in (("a", NOTES), ("b", b""))]
    who.page.locator(".room input.files").set_input_files(given)


NEW_SCREENS: dict[str, tuple[Callable[[Visitor], object], str]] = {
    "timeline": (lambda who: None, "audio"),
    "thread": (lambda who: who.page.locator(".replies:visible").click(), "thread-panel .compose"),
    "threads": (lambda who: open_mine(who, "Threads"), ".thread-row"),
    "mentions": (lambda who: open_mine(who, "Mentions"), "mentions-panel .where"),
    "saved": (lambda who: open_mine(who, "Saved"), "saved-panel .where"),
    "pins": (lambda who: who.page.locator(".pins-count").click(), "pins-panel .where"),
    "earlier texts": (lambda who: who.button("(edited)").click(), ".earlier-text"),
    "notifications": (open_notifications, "notifications-panel .rests"),
    "search, before": (lambda who: look_for(who, ""), ".search-hints"),
    "search, completing": (lambda who: look_for(who, "has:"), "#search-options .option"),
    "pictures": (lambda who: who.page.locator(".several .picture").first.click(), ".box-step"),
    "files": (attach_two, ".attached-file.broken"),
    "completing": (lambda who: who.box.press_sequentially(":tad"), ".completions .option"),
    "emoji, none": (lambda who: look_for_emoji(who, "zzzz"), "#emoji-picker .no-hit"),
    "emoji, found": (lambda who: look_for_emoji(who, "cat"), "#emoji-picker [data-group=hits] button"),
    "without a network": (lambda who: who.page.goto("/chat/offline.html"), "main a.button"),
}


def look_for_emoji(who: Visitor, name: str) -> None:
    who.button("Insert an emoji").click()
    who.page.get_by_role("searchbox", name="Find an emoji").fill(name)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_beside_and_over_a_furnished_room(visit: Visit, furnished: str, theme: str) -> None:
    priya = visit("priya", furnished)
    mina = visit("mina", furnished, color_scheme=theme, reduced_motion="reduce")
    priya.send("@mina here?")
    for name, (open_screen, has_come) in NEW_SCREENS.items():
        mina.go(furnished)
        mina.sees("here?")
        open_screen(mina)
        expect(mina.page.locator(has_come).first).to_be_visible()
        assert_accessible(mina, f"{name}, {theme}")


RULES = {
    "welcome": ({"welcome": "**Hello**, and [read this](https://example.org)"}, "room-welcome .body"),
    "slow": ({"slow": 60}, ".room .slow-left:not(:empty)"),
    "read only": ({"posting": "moderators"}, ".room .read-only"),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("rule", RULES)
def test_axe_finds_nothing_in_a_room_with_a_rule(visit: Visit, shared_server: Server, rule: str, theme: str) -> None:
    fields, has_come = RULES[rule]
    room = make_room(shared_server)
    with shared_server.api("mina") as mina, shared_server.api("jonas") as jonas:
        mina.patch(f"rooms/{room}", json=fields).raise_for_status()
        jonas.post(f"rooms/{room}/join").raise_for_status()
        jonas.post(f"rooms/{room}/messages", json={"body": "Hello"})
    visitor = visit("jonas", room, color_scheme=theme, reduced_motion="reduce")
    expect(visitor.page.locator(has_come)).to_be_visible()
    assert_accessible(visitor, f"{rule}, {theme}")


def assert_accessible(visitor: Visitor, screen: str) -> None:
    expect(visitor.page.locator(".skeleton")).to_be_hidden()
    found = Axe().run(visitor.page)
    assert found.violations_count == 0, f"{screen}:\n{found.generate_report()}"


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
