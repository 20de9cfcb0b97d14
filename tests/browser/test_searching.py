"""Looking for messages: one writes, another finds it, opens it in its place, and finds it no more once removed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import Visit, make_room, say
from tests.browser.test_hostile_text import SCRIPTS
from tests.browser.visitor import Visitor
from tests.support.servers import Server


def look_for(visitor: Visitor, text: str) -> Locator:
    """Open the panel by its key, type, and give what is found."""
    visitor.box.blur()
    visitor.page.keyboard.press("/")
    field(visitor).fill(text)
    return visitor.page.locator("a.hit")


def field(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("combobox", name="Search messages")


def test_a_hit_opens_in_its_place(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, "The samovar is broken", *(f"Line {number}" for number in range(60)))
    jonas = visit("jonas", room)
    expect(jonas.row("Line 59")).to_be_in_viewport()
    hits = look_for(jonas, f"in:{room} samov")
    expect(hits).to_have_count(1)
    expect(hits.locator("mark")).to_have_text("samovar")
    expect(hits).to_contain_text("Mina Alvarez")
    field(jonas).press("ArrowDown")
    hits.press("Enter")
    expect(jonas.row("The samovar is broken")).to_be_in_viewport()
    expect(jonas.page).to_have_url(f"{shared_server.url}/chat/{room}/1/")


def test_who_is_removed_finds_it_no_more(visit: Visit, shared_server: Server) -> None:
    secret = make_room(shared_server, kind="private", people=["jonas"])
    jonas = visit("jonas", "tea")
    say(shared_server, "mina", secret, "The astrolabe is in the cellar")
    expect(look_for(jonas, "astrolabe")).to_have_count(1)
    with shared_server.api("mina") as api:
        assert api.delete(f"rooms/{secret}/members/jonas").is_success
    field(jonas).fill("astrolab")
    expect(jonas.page.get_by_text("No message fits")).to_be_visible()
    expect(jonas.page.locator("a.hit")).to_have_count(0)


def test_what_is_posted_while_one_looks_is_found_next_time(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    expect(look_for(jonas, f"theodolite in:{room} ")).to_have_count(0)
    expect(jonas.page.get_by_text("No message fits")).to_be_visible()
    mina.send("Who has the theodolite?")
    jonas.sees("Who has the theodolite?")
    field(jonas).fill(f"theodolite from:mina in:{room} ")
    expect(jonas.page.locator("a.hit")).to_have_count(1)


def test_operators_complete(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, "One https://example.com", "Two")
    jonas = visit("jonas", room)
    look_for(jonas, "")
    jonas.page.get_by_role("button", name="in: a room").click()
    field(jonas).press_sequentially(room)
    field(jonas).press_sequentially(" has:l")
    expect(jonas.page.get_by_role("option", name="link")).to_be_visible()
    field(jonas).press("Enter")
    expect(field(jonas)).to_have_value(f"in:{room} has:link ")
    expect(jonas.page.locator("a.hit")).to_have_count(1)


def test_more_follows_at_the_end(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, *(f"gnomon {number}" for number in range(25)))
    jonas = visit("jonas", room)
    hits = look_for(jonas, f"gnomon in:{room} ")
    expect(hits).to_have_count(20)
    jonas.button("Show more").click()
    expect(hits).to_have_count(25)
    expect(hits.nth(20)).to_be_focused()
    expect(jonas.button("Show more")).to_be_hidden()


def test_a_question_that_makes_no_sense_is_answered_with_what_would(visit: Visit, room: str) -> None:
    jonas = visit("jonas", room)
    look_for(jonas, "before:lunch ")
    expect(jonas.page.get_by_role("alert").filter(has_text="After before: stands a date")).to_be_visible()


def test_a_search_that_was_stopped_says_so_and_nothing_that_contradicts_it(visit: Visit, room: str) -> None:
    jonas = visit("jonas", room)
    jonas.page.route("**/api/v1/search?*", stop)
    look_for(jonas, "kettle ")
    expect(jonas.page.get_by_text("Nothing among what was looked at.")).to_be_visible()
    expect(jonas.page.locator(".search-note")).to_have_text("Too long")
    expect(jonas.page.get_by_text("Try fewer words")).to_be_hidden()


def stop(route: Route) -> None:
    """As the server answers when the time for a search is over, which in a room this small it never is."""
    route.fulfill(json={"hits": [], "before": None, "complete": False, "message": "Too long"})


def test_the_switcher_leads_to_messages_and_the_panel_closes_with_escape(
    visit: Visit, room: str, shared_server: Server
) -> None:
    say(shared_server, "mina", room, "The orrery turns")
    jonas = visit("jonas", room)
    jonas.page.keyboard.press("Control+k")
    with jonas.page.expect_response("**/api/v1/users?q=orrery*"):
        jonas.page.get_by_role("combobox", name="Room or person").fill("orrery")
    jonas.page.get_by_role("option", name="Search messages for “orrery”").click()
    expect(field(jonas)).to_have_value("orrery")
    expect(jonas.page.locator("a.hit")).to_have_count(1)
    field(jonas).press("Escape")
    expect(field(jonas)).to_be_hidden()


def test_hostile_messages_are_text_in_what_is_found(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, *(f"sextant {script}" for script in SCRIPTS))
    jonas = visit("jonas", room)
    jonas.page.on("dialog", lambda dialog: pytest.fail(f"A script ran: {dialog.message}"))
    hits = look_for(jonas, f"sextant in:{room} ")
    expect(hits).to_have_count(len(SCRIPTS))
    expect(hits.last.locator(".hit-text")).to_have_text(f"sextant {SCRIPTS[0]}")
    assert jonas.page.locator(".hit-text :not(mark)").count() == 0


def test_on_a_phone_the_hit_takes_the_panels_place(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, "The quadrant hangs on the wall")
    jonas = visit("jonas", room, viewport={"width": 390, "height": 844}, has_touch=True)
    jonas.button("Search messages").click()
    field(jonas).fill("quadrant ")
    jonas.page.locator("a.hit").click()
    expect(field(jonas)).to_be_hidden()
    expect(jonas.row("The quadrant hangs on the wall")).to_be_in_viewport()
