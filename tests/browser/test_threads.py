"""Threads: begun, answered, read, followed or not, linked to, and what the room shows of them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, say
from tests.browser.visitor import Visitor
from tests.support.servers import Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def panel(visitor: Visitor) -> Locator:
    return visitor.page.locator("thread-panel")


def in_thread(visitor: Visitor, text: str) -> Locator:
    return panel(visitor).locator("message-item", has=visitor.page.locator(".body", has_text=text))


def write(visitor: Visitor, text: str) -> None:
    box = panel(visitor).get_by_role("textbox", name="Message", exact=True)
    box.fill(text)
    box.press("Enter")


def answer(visitor: Visitor, text: str, *, also: bool = False) -> None:
    if also:
        panel(visitor).get_by_role("checkbox").check()
    write(visitor, text)
    expect(in_thread(visitor, text)).to_have_count(1)
    expect(in_thread(visitor, text)).not_to_have_class(re.compile("pending"))


def timeline(visitor: Visitor, text: str) -> Locator:
    return visitor.page.locator("message-list message-item", has=visitor.page.locator(".body", has_text=text))


def listed(visitor: Visitor, room: str) -> Locator:
    """The thread of this room in the list of all threads."""
    return visitor.page.locator(".thread-row", has=visitor.page.locator(".thread-room", has_text=f"#{room}"))


def summary(visitor: Visitor, text: str) -> Locator:
    return timeline(visitor, text).locator(".replies")


def begun(visit: Visit, room: str) -> tuple[Visitor, Visitor]:
    """Mina asks, Jonas answers in a thread."""
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.send("Which kettle?")
    jonas.sees("Which kettle?")
    jonas.act("Which kettle?", "Reply in thread")
    answer(jonas, "The blue one")
    return mina, jonas


def test_a_thread_hangs_on_its_message_and_not_in_the_room(visit: Visit, room: str) -> None:
    mina, jonas = begun(visit, room)
    for visitor in (mina, jonas):
        expect(summary(visitor, "Which kettle?")).to_contain_text("1 reply")
        expect(timeline(visitor, "The blue one")).to_have_count(0)
    summary(mina, "Which kettle?").click()
    expect(in_thread(mina, "The blue one")).to_be_visible()
    answer(mina, "Thank you")
    expect(in_thread(jonas, "Thank you")).to_be_visible()
    expect(summary(jonas, "Which kettle?")).to_contain_text("2 replies")


def test_who_is_answered_sees_it_in_the_list_of_threads_and_has_read_it_after_opening(visit: Visit, room: str) -> None:
    mina, _ = begun(visit, room)
    expect(mina.page.locator(".threads-link .badge")).to_be_visible()
    mina.page.locator(".threads-link").click()
    expect(listed(mina, room)).to_contain_text("1 new")
    listed(mina, room).click()
    expect(in_thread(mina, "The blue one").locator(".fresh")).to_be_visible()
    mina.page.locator(".threads-link").click()
    expect(listed(mina, room)).to_contain_text("1 reply")
    expect(listed(mina, room)).not_to_have_class(re.compile("new"))


def test_an_answer_goes_to_the_room_as_well_when_asked_to(visit: Visit, room: str) -> None:
    mina, jonas = begun(visit, room)
    answer(jonas, "For everybody: blue", also=True)
    expect(timeline(mina, "For everybody: blue").locator(".in-thread")).to_contain_text("Which kettle?")
    expect(panel(jonas).get_by_role("checkbox")).not_to_be_checked()
    timeline(mina, "For everybody: blue").locator(".in-thread").click()
    expect(in_thread(mina, "For everybody: blue")).to_be_visible()
    expect(in_thread(mina, "For everybody: blue").locator(".in-thread")).to_be_hidden()


def test_a_link_to_an_answer_opens_its_thread(visit: Visit, room: str, shared_server: Server) -> None:
    begun(visit, room)
    say(shared_server, "mina", room, *[f"Later {n}" for n in range(5)])
    priya = visit("priya", room)
    priya.go(room, 2)
    expect(in_thread(priya, "The blue one")).to_have_class(re.compile("flash"))
    expect(in_thread(priya, "Which kettle?")).to_be_visible()


def test_a_deleted_message_keeps_its_thread(visit: Visit, room: str) -> None:
    mina, jonas = begun(visit, room)
    mina.act("Which kettle?", "Delete")
    mina.page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    gone = mina.page.locator("message-list message-item.deleted")
    gone.locator(".replies").click()
    expect(in_thread(mina, "The blue one")).to_be_visible()
    answer(jonas, "Still here")
    expect(in_thread(mina, "Still here")).to_be_visible()


def test_who_unfollows_hears_no_more(visit: Visit, room: str) -> None:
    mina, jonas = begun(visit, room)
    summary(mina, "Which kettle?").click()
    mina.button("Following").click()
    expect(mina.button("Follow")).to_be_visible()
    mina.page.keyboard.press("Escape")
    expect(panel(mina)).to_be_hidden()
    answer(jonas, "And another")
    expect(summary(mina, "Which kettle?")).to_contain_text("2 replies")
    mina.page.locator(".threads-link").click()
    expect(mina.page.locator(".thread-row, .threads-empty:not([hidden])")).not_to_have_count(0)
    expect(listed(mina, room)).to_have_count(0)


def test_a_thread_by_keyboard_alone(visit: Visit, room: str) -> None:
    mina, _ = begun(visit, room)
    mina.box.focus()
    mina.page.keyboard.press("Shift+Tab")
    mina.page.locator("message-list .msg:focus-visible, message-list .msg[tabindex='0']").first.focus()
    mina.page.keyboard.press("t")
    expect(panel(mina).get_by_role("textbox", name="Message", exact=True)).to_be_focused()
    mina.page.keyboard.type("With the keys")
    mina.page.keyboard.press("Enter")
    expect(in_thread(mina, "With the keys")).to_be_visible()
    mina.page.keyboard.press("Escape")
    expect(panel(mina)).to_be_hidden()
    expect(mina.page.locator("message-list .msg:focus")).to_have_count(1)


def test_a_thread_on_a_phone_covers_the_room(visit: Visit, room: str, shared_server: Server) -> None:
    begun(visit, room)
    priya = visit("priya", room, **PHONE)
    summary(priya, "Which kettle?").click()
    expect(in_thread(priya, "The blue one")).to_be_visible()
    answer(priya, "From the garden")
    priya.button("Close").click()
    expect(summary(priya, "Which kettle?")).to_contain_text("2 replies")


def test_a_draft_of_a_thread_is_its_own(visit: Visit, room: str) -> None:
    mina, _ = begun(visit, room)
    summary(mina, "Which kettle?").click()
    box = panel(mina).get_by_role("textbox", name="Message", exact=True)
    box.fill("Half a thought")
    mina.page.keyboard.press("Escape")
    mina.page.reload()
    expect(mina.page.locator(".room").get_by_role("textbox", name="Message", exact=True)).to_have_value("")
    summary(mina, "Which kettle?").click()
    expect(box).to_have_value("Half a thought")


def test_a_quote_of_a_message_that_is_far_away_says_what_it_said(
    visit: Visit, room: str, shared_server: Server
) -> None:
    say(shared_server, "mina", room, "The very first word", *[f"Message {n}" for n in range(60)])
    with shared_server.api("jonas") as api:
        assert api.post(f"rooms/{room}/messages", json={"body": "I agree", "reply_to": 1}).is_success
    jonas = visit("jonas", room)
    expect(timeline(jonas, "I agree").locator(".quote")).to_contain_text("The very first word")


def test_a_page_that_stands_mostly_in_threads_is_filled_from_before(
    visit: Visit, room: str, shared_server: Server
) -> None:
    say(shared_server, "mina", room, *[f"Message {n}" for n in range(30)])
    with shared_server.api("jonas") as api:
        for n in range(60):
            assert api.post(f"rooms/{room}/messages", json={"body": f"Aside {n}", "thread": 30}).is_success
    mina = visit("mina", room)
    expect(timeline(mina, "Message 29")).to_be_visible()
    expect(mina.page.locator("message-list message-item")).to_have_count(30)


def test_an_answer_without_a_network_waits_in_its_thread_and_is_sent_once(visit: Visit, room: str) -> None:
    mina, jonas = begun(visit, room)
    summary(mina, "Which kettle?").click()
    expect(in_thread(mina, "The blue one")).to_be_visible()
    mina.page.context.set_offline(True)
    expect(mina.bar).to_contain_text("You are offline.")
    write(mina, "From the tunnel")
    expect(in_thread(mina, "From the tunnel")).to_have_class(re.compile("pending"))
    mina.page.context.set_offline(False)
    expect(in_thread(mina, "From the tunnel")).not_to_have_class(re.compile("pending"))
    expect(in_thread(jonas, "From the tunnel")).to_have_count(1)


def test_a_refused_answer_can_be_discarded_in_its_thread(visit: Visit, room: str, shared_server: Server) -> None:
    _, jonas = begun(visit, room)
    jonas.page.context.set_offline(True)
    expect(jonas.bar).to_contain_text("You are offline.")
    write(jonas, "Too late")
    with shared_server.api("mina") as api:
        api.patch(f"rooms/{room}", json={"archived": True}).raise_for_status()
    jonas.page.context.set_offline(False)
    failed = in_thread(jonas, "Too late").locator(".failed")
    expect(failed.get_by_role("button", name="Retry")).to_be_visible()
    failed.get_by_role("button", name="Discard").click()
    expect(in_thread(jonas, "Too late")).to_have_count(0)


def test_a_reader_in_the_middle_of_a_thread_stays_there_over_a_reconnection(
    visit: Visit, room: str, shared_server: Server
) -> None:
    say(shared_server, "mina", room, "Which kettle?")
    with shared_server.api("jonas") as api:
        for n in range(40):
            assert api.post(f"rooms/{room}/messages", json={"body": f"Aside {n}.", "thread": 1}).is_success
    mina, jonas = visit("mina", room), visit("jonas", room)
    for visitor in (mina, jonas):
        summary(visitor, "Which kettle?").click()
    expect(in_thread(mina, "Aside 39.")).to_be_visible()
    in_thread(mina, "Aside 5.").scroll_into_view_if_needed()
    mina.page.context.set_offline(True)
    expect(mina.bar).to_be_visible()
    mina.page.context.set_offline(False)
    answer(jonas, "One more")
    expect(in_thread(mina, "One more")).to_have_count(1)
    expect(in_thread(mina, "Aside 5.")).to_be_in_viewport()
    mina.page.locator(".threads-link").click()
    expect(listed(mina, room)).to_contain_text("1 new")


def test_a_thread_that_cannot_be_asked_for_stays_open_and_comes_with_the_connection(visit: Visit, room: str) -> None:
    mina, _ = begun(visit, room)
    mina.page.route("**/thread?*", lambda route: route.abort())
    summary(mina, "Which kettle?").click()
    expect(mina.page.locator("toast-line")).to_contain_text("The server cannot be reached.")
    expect(in_thread(mina, "Which kettle?")).to_be_visible()
    mina.page.unroute("**/thread?*")
    mina.page.context.set_offline(True)
    expect(mina.bar).to_be_visible()
    mina.page.context.set_offline(False)
    expect(in_thread(mina, "The blue one")).to_be_visible()
