"""How the page is put together: what comes later, the panel beside the timeline, what can be done with a message."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, say
from tests.browser.test_looks import PHONE
from tests.browser.visitor import Visitor
from tests.support.servers import Server

FETCHED = "performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)"
BY_ITSELF = {"notifying.js", "calls.js", "message-editor.js", "quick-switcher.js", "quick-switcher.css"}
SECOND_PANEL = """() => {
    const panel = document.createElement("section");
    Object.assign(panel.dataset, { panel: "second", title: "Second" });
    Object.assign(panel, { hidden: true, innerHTML: trustedTypes.emptyHTML });
    panel.append(Object.assign(document.createElement("button"), { textContent: "Inside" }));
    panel.open = ({ word }) => { panel.word = word; panel.querySelector("button").focus(); };
    panel.close = () => { panel.word = "closed"; };
    document.querySelector("side-panel").append(panel);
}"""
OPEN_SECOND = """() => document.querySelector("chat-app").announce("open-panel", { panel: "second", word: "hello" })"""
WORD = "document.querySelector('[data-panel=second]').word"


def later(visitor: Visitor) -> set[str]:
    """What came later, but for what comes by itself once the first paint is over."""
    paths = [path.split("/later/")[1] for path in visitor.page.evaluate(FETCHED) if "/later/" in path]
    return {re.sub(r"\.\w{12}\.", ".", path) for path in paths} - BY_ITSELF


def people_button(visitor: Visitor) -> Locator:
    return visitor.page.locator(".people-count")


def test_a_part_is_fetched_when_it_is_first_opened(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.send("Nothing but the first page so far")
    mina.sees("Nothing but the first page so far")
    assert later(mina) == set()
    mina.button("Browse and create rooms").click()
    expect(mina.dialog("Rooms")).to_be_visible()
    assert later(mina) == {"browse-rooms.js", "browse-rooms.css"}


def test_a_part_that_cannot_be_fetched_says_so_and_can_be_tried_again(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.page.context.set_offline(True)
    mina.button("Browse and create rooms").click()
    expect(mina.page.get_by_text("This part could not be loaded.")).to_be_visible()
    mina.page.context.set_offline(False)
    mina.button("Browse and create rooms").click()
    expect(mina.dialog("Rooms")).to_be_visible()


def test_the_panel_takes_the_focus_and_gives_it_back(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    people_button(mina).click()
    expect(mina.page.get_by_role("complementary", name="People")).to_be_visible()
    expect(people_button(mina)).to_have_attribute("aria-expanded", "true")
    expect(mina.page.locator("side-panel .close")).to_be_focused()
    mina.page.keyboard.press("Escape")
    expect(mina.page.locator("side-panel")).to_be_hidden()
    expect(people_button(mina)).to_be_focused()
    expect(people_button(mina)).to_have_attribute("aria-expanded", "false")


def test_one_panel_at_a_time(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.page.evaluate(SECOND_PANEL)
    people_button(mina).click()
    expect(mina.page.locator("people-panel .person").first).to_be_visible()
    mina.page.evaluate(OPEN_SECOND)
    expect(mina.page.get_by_role("complementary", name="Second")).to_be_visible()
    expect(mina.page.locator("people-panel")).to_be_hidden()
    expect(mina.button("Inside")).to_be_focused()
    assert mina.page.evaluate(WORD) == "hello"
    people_button(mina).click()
    expect(mina.page.locator("people-panel")).to_be_visible()
    expect(mina.button("Inside")).to_be_hidden()
    assert mina.page.evaluate(WORD) == "closed"


def test_on_a_phone_the_panel_covers_the_rest(visit: Visit, room: str) -> None:
    mina = visit("mina", room, **PHONE)
    people_button(mina).tap()
    panel = mina.page.locator("side-panel")
    expect(panel).to_be_visible()
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert mina.page.locator(".room").evaluate("(room) => room.inert")
    panel.get_by_role("button", name="Close").tap()
    expect(panel).to_be_hidden()
    assert not mina.page.locator(".room").evaluate("(room) => room.inert")


def test_the_menu_of_a_message_needs_no_mouse(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.send("Mine")
    mina.sees("Mine")
    keys = mina.page.keyboard
    for key in ("Shift+Tab", "Tab", "Tab", "Tab", "Tab", "Enter"):
        keys.press(key)
    entry = mina.menu.get_by_role("menuitem")
    expect(entry.and_(mina.page.locator(":focus"))).to_have_text(re.compile("^Edit"))
    keys.press("ArrowUp")
    expect(mina.menu.get_by_role("menuitem", name="Delete")).to_be_focused()
    keys.press("c")
    expect(mina.menu.get_by_role("menuitem", name="Copy as Markdown")).to_be_focused()
    keys.press("Escape")
    expect(mina.menu).to_be_hidden()
    expect(mina.row("Mine").get_by_role("button", name="More")).to_be_focused()


def test_the_menu_offers_what_one_may_do(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, "Not his")
    jonas = visit("jonas", room)
    jonas.sees("Not his").hover()
    jonas.row("Not his").get_by_role("button", name="More").click()
    expect(jonas.menu.get_by_role("menuitem", name="Copy link")).to_be_visible()
    for name in ("Edit", "Delete", "React"):
        expect(jonas.menu.get_by_role("menuitem", name=name)).to_have_count(0)
    jonas.title.click()
    expect(jonas.menu).to_be_hidden()


def test_a_long_press_opens_the_menu_from_below(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, "Hold me")
    mina = visit("mina", room, **PHONE)
    touch = mina.page.context.new_cdp_session(mina.page)
    box = mina.sees("Hold me").locator(".body").bounding_box()
    assert box
    finger = [{"x": box["x"] + 20, "y": box["y"] + 5}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": finger})
    expect(mina.menu).to_be_visible()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    sheet = mina.menu.bounding_box()
    assert sheet
    assert (sheet["x"], sheet["width"], sheet["y"] + sheet["height"]) == (0, 390, 844)
    for entry in mina.menu.get_by_role("menuitem").all():
        assert (entry.bounding_box() or {"height": 0})["height"] >= 44
    mina.menu.get_by_role("menuitem", name="Reply", exact=True).tap()
    expect(mina.page.locator(".room .replying")).to_contain_text("Hold me")
