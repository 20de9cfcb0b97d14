"""Finding, making, joining, leaving rooms; one's place in them."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, make_room, say
from tests.support.servers import Server


def test_a_room_is_made_and_somebody_is_brought_in(visit: Visit) -> None:
    mina, jonas = visit("mina", "tea"), visit("jonas", "tea")
    mina.button("Browse and create rooms").click()
    expect(mina.page.locator(".directory-row").first).to_be_visible()
    mina.button("Create a room").click()
    mina.page.get_by_role("textbox", name="Name", exact=True).fill("Book club")
    expect(mina.page.locator(".address")).to_have_text("book-club")
    mina.page.get_by_label("Invited people").check()
    mina.button("Create the room").click()
    expect(mina.title).to_have_text("Book club")
    expect(mina.page).to_have_url(re.compile("/chat/book-club/$"))
    mina.button("Room menu").click()
    mina.button("Add people").click()
    picker = mina.dialog("Add people to the room")
    picker.get_by_role("combobox").fill("jonas")
    expect(picker.get_by_role("option")).to_have_count(1)
    picker.get_by_role("option", name="Jonas Weber").click()
    picker.get_by_role("button", name="Add them").click()
    jonas.link("book-club").click()
    expect(jonas.title).to_have_text("Book club")


def test_a_name_that_is_taken_is_said_beside_the_field(visit: Visit) -> None:
    mina = visit("mina", "tea")
    mina.button("Browse and create rooms").click()
    expect(mina.page.locator(".directory-row").first).to_be_visible()
    mina.button("Create a room").click()
    mina.page.get_by_role("textbox", name="Name", exact=True).fill("tea")
    mina.button("Create the room").click()
    expect(mina.page.locator("#create-title-error")).not_to_be_empty()
    expect(mina.page.get_by_role("textbox", name="Name", exact=True)).to_be_focused()


def test_a_public_room_is_looked_at_and_joined(visit: Visit, shared_server: Server) -> None:
    room = make_room(shared_server, title="Open door", topic="Come in")
    eve = visit("eve", room)
    expect(eve.title).to_have_text("# Open door")
    expect(eve.page.get_by_text("Come in")).to_be_visible()
    eve.button("Join the room").click()
    expect(eve.box).to_be_visible()
    eve.send("Thank you")
    eve.sees("Thank you")


def test_a_room_that_is_not_there_and_one_that_is_private_look_the_same(visit: Visit) -> None:
    eve = visit("eve", "treasury")
    expect(eve.title).to_have_text("There is nothing here")
    eve.go("no-such-room")
    expect(eve.title).to_have_text("There is nothing here")


def test_who_is_removed_is_told_and_sees_no_more(visit: Visit, room: str, shared_server: Server) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    expect(mina.page.locator(".people-count")).to_have_attribute("title", re.compile("2 here now"))
    mina.page.locator(".people-count").click()
    person = mina.page.locator('.person[data-username="jonas"]')
    person.hover()
    person.get_by_role("button", name="Remove from the room").click()
    mina.page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(jonas.title).to_have_text(f"You are no longer in {room}")
    expect(jonas.link(room)).to_have_count(0)
    expect(person).to_have_count(0)
    mina.send("He is gone")
    mina.sees("He is gone")
    expect(jonas.row("He is gone")).to_have_count(0)


def test_title_and_topic_change_in_place_for_everybody(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.button("Room menu").click()
    mina.button("Rename").click()
    mina.page.keyboard.type("Sewing room")
    mina.page.keyboard.press("Enter")
    expect(jonas.title).to_have_text("Sewing room")
    expect(jonas.link(room)).to_contain_text("Sewing room")
    mina.button("Room menu").click()
    mina.button("Change the topic").click()
    mina.page.keyboard.type("Needles back into the box")
    mina.page.keyboard.press("Enter")
    expect(jonas.page.locator("room-header p.topic")).to_have_text("Needles back into the box")


def test_an_archived_room_says_why_nobody_writes(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.button("Room menu").click()
    mina.button("Archive").click()
    mina.page.get_by_role("alertdialog").get_by_role("button", name="Archive").click()
    expect(jonas.page.locator(".room").get_by_text("This room is archived.")).to_be_visible()
    expect(jonas.box).to_be_hidden()
    mina.button("Room menu").click()
    mina.button("Open again").click()
    expect(jonas.box).to_be_visible()


def test_leaving_takes_the_room_out_of_the_list(visit: Visit, room: str) -> None:
    jonas = visit("jonas", room)
    jonas.button("Room menu").click()
    jonas.button("Leave").click()
    jonas.page.get_by_role("alertdialog").get_by_role("button", name="Leave").click()
    expect(jonas.link(room)).to_have_count(0)
    expect(jonas.title).to_have_text("Pick a room")


def test_two_people_write_to_each_other(visit: Visit) -> None:
    priya, rosa = visit("priya", "tea"), visit("rosa", "tea")
    priya.button("New direct message").click()
    picker = priya.dialog("New direct message")
    picker.get_by_role("combobox").fill("rosa")
    expect(picker.get_by_role("option")).to_have_count(1)
    picker.get_by_role("option", name="Rosa Lind").click()
    picker.get_by_role("button", name="Start the conversation").click()
    expect(priya.title).to_have_text("Rosa Lind")
    priya.send("Just us two")
    rosa_link = rosa.page.get_by_role("link", name=re.compile("^Priya Raman"))
    expect(rosa_link.locator(".badge")).to_have_text("1")
    rosa_link.click()
    rosa.sees("Just us two")
    expect(rosa_link.locator(".badge")).to_be_hidden()


def test_the_quick_switcher_needs_no_mouse(visit: Visit) -> None:
    mina = visit("mina", "tea")
    mina.page.keyboard.press("Control+k")
    expect(mina.page.get_by_role("combobox", name="Room or person")).to_be_focused()
    mina.page.keyboard.type("lase")
    expect(mina.page.get_by_role("option", name="Laser cutter")).to_be_visible()
    mina.page.keyboard.press("Enter")
    expect(mina.title).to_have_text("Laser cutter")
    mina.page.go_back()
    expect(mina.title).to_have_text("Tea")
    mina.page.go_forward()
    expect(mina.title).to_have_text("Laser cutter")


def test_a_permalink_shows_the_message_in_its_place(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, *(f"Line {number}" for number in range(1, 121)))
    jonas = visit("jonas").go(room, 20)
    row = jonas.page.locator("#message-20")
    expect(row).to_be_in_viewport()
    expect(row).to_have_class(re.compile("flash"))
    expect(row.locator(".msg")).to_be_focused()
    expect(jonas.page.get_by_role("button", name="new messages")).to_be_visible()
    jonas.page.locator(".jump").click()
    expect(jonas.row("Line 120")).to_be_in_viewport()
