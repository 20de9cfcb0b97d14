"""Two people in one room: what one does, the other sees."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit, say
from tests.browser.visitor import Visitor
from tests.support.cast import PASSWORD
from tests.support.servers import Server


def test_they_sign_in_and_talk(browser: Browser, shared_server: Server, visit: Visit, room: str) -> None:
    page = browser.new_context(base_url=shared_server.url).new_page()
    page.goto(f"/chat/{room}/")
    page.get_by_label("Username").fill("mina")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    mina, jonas = Visitor(page, "mina"), visit("jonas", room)
    expect(mina.title).to_contain_text(room)
    mina.send("The kettle is on.")
    jonas.sees("The kettle is on.")
    jonas.send("Two minutes!")
    mina.sees("Two minutes!")
    page.context.close()


def test_an_own_message_shows_in_the_same_frame_and_the_echo_changes_nothing(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.box.fill("Quick")
    shown = mina.page.evaluate("""() => {
        const box = document.querySelector("#composer-text");
        box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
        globalThis.row = document.querySelector("message-item:last-child");
        return row.querySelector(".body").textContent;
    }""")
    assert shown == "Quick"
    mina.sees("Quick")
    assert mina.page.evaluate("row.isConnected && row === document.querySelector('message-item:last-child')")


def test_an_edit_is_seen_by_the_other(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.send("Tusday at six")
    jonas.sees("Tusday at six")
    mina.sees("Tusday at six")
    mina.box.press("ArrowUp")
    editor = mina.page.get_by_role("textbox", name="Edit the message")
    editor.fill("Tuesday at six")
    editor.press("Enter")
    row = jonas.sees("Tuesday at six")
    expect(row.get_by_text("(edited)")).to_be_visible()
    expect(mina.rows).to_have_count(1)


def test_a_pointer_that_lay_there_before_the_message_gets_its_toolbar_with_the_next_move(
    visit: Visit, room: str
) -> None:
    mina = visit("mina", room)
    mina.send("Under the pointer")
    row = mina.sees("Under the pointer")
    expect(row.locator("message-actions")).to_have_count(0)
    row.dispatch_event("pointermove", {"pointerType": "mouse"})
    expect(row.locator("message-actions")).to_have_count(1)


def test_a_deleted_message_leaves_a_quiet_stub(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.send("Wrong room, sorry")
    jonas.sees("Wrong room, sorry")
    mina.act("Wrong room, sorry", "Delete")
    mina.page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(jonas.page.get_by_text("This message was deleted.")).to_be_visible()
    expect(jonas.row("Wrong room, sorry")).to_have_count(0)
    expect(mina.page.get_by_text("This message was deleted.")).to_be_visible()


def test_a_reaction_is_given_joined_and_taken_back(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.send("It works!")
    jonas.sees("It works!")
    jonas.act("It works!", "React")
    jonas.page.locator("#emoji-picker").get_by_role("button", name="party popper").first.click()
    chip = mina.page.locator(".reaction[data-emoji='🎉']")
    expect(chip).to_have_attribute("title", "Jonas Weber reacted with 🎉")
    chip.click()
    expect(jonas.page.locator(".reaction[data-emoji='🎉'] .count")).to_have_text("2")
    expect(chip).to_have_attribute("aria-pressed", "true")
    chip.click()
    expect(jonas.page.locator(".reaction[data-emoji='🎉'] .count")).to_have_text("1")


def test_a_reply_quotes_and_leads_to_what_it_answers(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.send("Who has the key?")
    jonas.sees("Who has the key?")
    jonas.act("Who has the key?", "Reply")
    jonas.send("I do")
    row = mina.sees("I do")
    expect(row.locator(".quote")).to_contain_text("Who has the key?")
    row.locator(".quote").click()
    expect(mina.row("Who has the key?")).to_have_class(re.compile("flash"))


def test_typing_is_shown_and_ends_with_the_message(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    expect(mina.page.locator(".people-count")).to_have_attribute("title", re.compile("2 here now"))
    jonas.box.press_sequentially("Hm")
    expect(mina.typing).to_have_text("Jonas Weber is typing …")
    jonas.box.press("Enter")
    mina.sees("Hm")
    expect(mina.typing).to_be_empty()


def test_what_one_answers_waits_while_one_looks_into_another_room(
    visit: Visit, room: str, shared_server: Server
) -> None:
    say(shared_server, "mina", room, "Who has the key?")
    jonas = visit("jonas", room)
    jonas.act("Who has the key?", "Reply")
    jonas.link("tea").click()
    expect(jonas.page.locator(".room .replying")).to_be_hidden()
    jonas.link(room).click()
    expect(jonas.page.locator(".room .replying-to")).to_have_text("Mina Alvarez: Who has the key?")
    jonas.send("It hangs by the door")
    expect(jonas.sees("It hangs by the door").locator(".quote")).to_contain_text("Who has the key?")
    expect(jonas.page.locator(".room .replying")).to_be_hidden()


def test_markdown_and_code_with_a_copy_button(visit: Visit, room: str) -> None:
    mina = visit("mina", room, permissions=["clipboard-read", "clipboard-write"])
    mina.send("**Bold** and\n```python\ndef tea():\n    return 1\n```")
    row = mina.sees("Bold and")
    expect(row.locator("strong")).to_have_text("Bold")
    expect(row.locator("pre .k").first).to_have_text("def")
    row.hover()
    row.get_by_role("button", name="Copy the code").click()
    expect(mina.page.get_by_text("Copied", exact=True)).to_be_visible()
    assert mina.page.evaluate("navigator.clipboard.readText()").startswith("def tea():")


def test_names_complete_and_a_mention_calls(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas")
    mina.box.press_sequentially("Ask @jo")
    expect(mina.page.get_by_role("option", name="Jonas Weber")).to_be_visible()
    mina.box.press("Enter")
    expect(mina.box).to_have_value("Ask @jonas ")
    mina.box.press("Enter")
    expect(jonas.link(room).locator(".badge")).to_have_text("1")
    expect(jonas.page).to_have_title(re.compile(r"^\(\d+\) "))


def test_a_room_elsewhere_turns_bold_and_reading_it_calms_it(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, "Hello")
    jonas = visit("jonas", room)
    jonas.sees("Hello")
    jonas.link("tea").click()
    say(shared_server, "mina", room, "Anybody?")
    expect(jonas.link(room)).to_have_class(re.compile("new"))
    expect(jonas.link(room).locator(".badge-text")).to_have_text(", 1 unread message")
    jonas.link(room).click()
    jonas.sees("Anybody?")
    expect(jonas.page.locator(".fresh:visible")).to_have_text("New")
    jonas.link("tea").click()
    expect(jonas.link(room)).not_to_have_class(re.compile("new"))
    jonas.go("tea")
    expect(jonas.link(room)).not_to_have_class(re.compile("new"))


def test_after_deleting_from_the_menu_the_focus_is_on_the_message(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.send("Too early")
    mina.sees("Too early")
    mina.act("Too early", "Delete")
    mina.page.get_by_role("alertdialog").get_by_role("button", name="Delete").press("Enter")
    gone = mina.page.locator("message-item.deleted .msg")
    expect(gone).to_be_focused()


def test_the_field_where_people_are_chosen_is_left_by_tab(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.button("New direct message").first.click()
    dialog = mina.dialog("New direct message")
    expect(dialog.get_by_role("option").first).to_be_visible()
    field = dialog.get_by_role("combobox")
    field.press("Tab")
    expect(field).not_to_be_focused()
    expect(dialog.locator(".chip")).to_have_count(0)
