"""Marks on messages: pins, saved ones, mentions, unread from here, earlier texts, calls of many people."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, make_room, say
from tests.browser.visitor import Visitor
from tests.support.servers import Server


def act(visitor: Visitor, row: Locator, name: str) -> None:
    """From the menu of a row."""
    row.locator(".msg").hover()
    row.get_by_role("button", name="More").click()
    visitor.page.get_by_role("menuitem", name=name).click()


def panel(page: Page) -> Locator:
    return page.locator("side-panel")


def test_a_pinned_message_is_counted_and_listed_for_everybody(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.send("The door code is 4711")
    row = jonas.sees("The door code is 4711")
    act(mina, mina.sees("The door code is 4711"), "Pin")
    expect(row.get_by_title("Pinned")).to_be_visible()
    jonas.page.get_by_role("button", name="Pinned messages").click()
    expect(panel(jonas.page).get_by_text("Pinned by Mina Alvarez")).to_be_visible()
    act(mina, mina.sees("The door code is 4711"), "Unpin")
    expect(panel(jonas.page).get_by_text("Nothing is pinned in this room.")).to_be_visible()


def test_a_saved_message_is_kept_by_key_and_opens_in_its_place(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    jonas.send("Flour, yeast, salt")
    row = mina.sees("Flour, yeast, salt")
    row.locator(".msg").focus()
    mina.page.keyboard.press("s")
    expect(row.get_by_title("Saved")).to_be_visible()
    mina.page.get_by_role("button", name="Saved", exact=True).click()
    expect(panel(mina.page).get_by_text("Flour, yeast, salt")).to_be_visible()
    panel(mina.page).locator(".where").first.click()
    expect(mina.page).to_have_url(re.compile(f"/{room}/1/$"))
    expect(jonas.sees("Flour, yeast, salt").get_by_title("Saved")).to_be_hidden()


def test_a_mention_stands_on_the_page_of_mentions(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    jonas.send("@all The oven is hot")
    expect(mina.sees("The oven is hot")).to_have_class("named")
    mina.page.get_by_role("button", name="Mentions").click()
    expect(panel(mina.page).get_by_text("The oven is hot")).to_be_visible()


def test_unread_from_here_holds_until_one_leaves(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "jonas", room, "One", "Two", "Three")
    mina = visit("mina", room)
    row = mina.sees("Two")
    mina.sees("Three")
    act(mina, row, "Mark unread from here")
    expect(row.locator(".fresh")).to_be_visible()
    expect(mina.page.locator(f'a[data-room="{room}"] .badge-text')).to_contain_text("2 unread messages")


def test_the_author_sees_earlier_texts_and_another_member_does_not(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.send("Tusday at six")
    mina.sees("Tusday at six")
    mina.box.press("ArrowUp")
    editor = mina.page.get_by_role("textbox", name="Edit the message")
    editor.fill("Tuesday at six")
    editor.press("Enter")
    mina.sees("Tuesday at six").get_by_role("button", name="(edited)").click()
    expect(panel(mina.page).get_by_text("Tusday at six")).to_be_visible()
    expect(jonas.sees("Tuesday at six").get_by_role("button", name="(edited)")).to_be_disabled()


def test_an_answer_from_a_list_goes_to_the_room_of_its_message(visit: Visit, room: str, shared_server: Server) -> None:
    other = make_room(shared_server, people=["jonas"])
    say(shared_server, "jonas", other, "@mina Which flour?")
    mina = visit("mina", room)
    mina.page.get_by_role("button", name="Mentions").click()
    panel(mina.page).locator("message-item", has_text="Which flour?").locator(".msg").press("r")
    expect(mina.page.locator(".room .replying-to")).to_contain_text("Which flour?")
    expect(mina.box).to_be_focused()
    mina.box.press_sequentially("Rye\n")
    expect(mina.row("Rye").locator(".quote")).to_contain_text("Which flour?")
    expect(mina.page).to_have_url(re.compile(f"/{other}/1/$"))


def test_what_is_pinned_in_the_room_before_is_not_shown_in_this_one(
    visit: Visit, room: str, shared_server: Server
) -> None:
    other = make_room(shared_server)
    say(shared_server, "mina", room, "The door code is 4711")
    with shared_server.api("mina") as api:
        api.put(f"rooms/{room}/messages/1/pin").raise_for_status()
    mina = visit("mina", room)
    held = mina.hold(f"**/{room}/pins")
    mina.page.get_by_role("button", name="Pinned messages").click()
    [late] = held(1)
    mina.link(other).click()
    expect(panel(mina.page).get_by_text("Nothing is pinned in this room.")).to_be_visible()
    with mina.page.expect_response(f"**/{room}/pins"):
        late.continue_()
    mina.page.evaluate("new Promise(requestAnimationFrame)")
    expect(panel(mina.page).get_by_text("Nothing is pinned in this room.")).to_be_visible()


def test_what_is_done_in_a_list_shows_there(visit: Visit, room: str, shared_server: Server) -> None:
    other = make_room(shared_server)
    say(shared_server, "mina", room, "Tusday at six")
    with shared_server.api("mina") as api:
        api.put(f"rooms/{room}/messages/1/saved").raise_for_status()
    mina = visit("mina", other)
    mina.page.get_by_role("button", name="Saved", exact=True).click()
    row = panel(mina.page).locator("message-item:visible", has_text="sday at six")
    row.locator(".msg").press("e")
    mina.page.get_by_role("textbox", name="Edit the message").fill("Tuesday at six")
    mina.page.keyboard.press("Enter")
    expect(row.locator(".body")).to_have_text("Tuesday at six")


def test_a_list_is_not_rebuilt_under_ones_hands(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, "The door code is 4711", "Something else")
    with shared_server.api("mina") as api:
        api.put(f"rooms/{room}/messages/1/pin").raise_for_status()
        mina = visit("mina", room)
        mina.page.get_by_role("button", name="Pinned messages").click()
        row = panel(mina.page).locator("message-item", has_text="The door code")
        row.locator(".msg").focus()
        for number in (2, 1):
            api.patch(f"rooms/{room}/messages/{number}", json={"body": "The door code is 4712"}).raise_for_status()
    expect(row).to_contain_text("4712")
    expect(row.locator(".msg")).to_be_focused()


def test_what_somebody_wrote_is_copied_as_they_wrote_it(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room, permissions=["clipboard-read", "clipboard-write"])
    mina.send("**Two** spoons of `assam`")
    jonas.act("Two spoons of assam", "Copy as Markdown")
    expect(jonas.page.locator("toast-line")).to_contain_text("Copied as Markdown")
    assert jonas.page.evaluate("navigator.clipboard.readText()") == "**Two** spoons of `assam`"


def test_the_link_to_a_message_leads_the_other_there(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, "The recipe", *(f"Line {number}" for number in range(80)))
    mina = visit("mina", room, permissions=["clipboard-read", "clipboard-write"]).go(room, 1)
    mina.act("The recipe", "Copy link")
    expect(mina.page.locator("toast-line")).to_contain_text("Link copied")
    jonas = visit("jonas", room)
    expect(jonas.row("Line 79")).to_be_in_viewport()
    jonas.page.goto(str(mina.page.evaluate("navigator.clipboard.readText()")))
    expect(jonas.row("The recipe")).to_be_in_viewport()
