"""Emoji: the board, the shortcodes, the tones."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor


def board(who: Visitor) -> Visitor:
    who.button("Insert an emoji").click()
    expect(who.page.get_by_role("searchbox", name="Find an emoji")).to_be_focused()
    return who


def test_an_emoji_is_found_by_what_it_is_called(visit: Visit, room: str) -> None:
    mina, jonas = board(visit("mina", room)), visit("jonas", room)
    mina.page.keyboard.type("hot bev")
    expect(mina.page.locator("#emoji-picker .emoji-keys button")).to_have_count(1)
    mina.page.keyboard.press("Enter")
    expect(mina.box).to_have_value("☕")
    mina.box.press("Enter")
    jonas.sees("☕")


def test_the_board_is_walked_through_by_arrows_and_left_by_escape(visit: Visit, room: str) -> None:
    mina = board(visit("mina", room))
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowUp"):
        mina.page.keyboard.press(key)
    expect(mina.page.get_by_role("button", name="red heart", exact=True).first).to_be_focused()
    mina.page.keyboard.press("ArrowUp")
    expect(mina.page.get_by_role("searchbox", name="Find an emoji")).to_be_focused()
    mina.page.keyboard.press("Escape")
    expect(mina.page.locator("#emoji-picker")).to_be_hidden()


def test_a_skin_tone_is_chosen_once_and_used_emoji_come_first(visit: Visit, room: str) -> None:
    mina = board(visit("mina", room))
    mina.button("Medium skin tone").click()
    mina.page.get_by_role("searchbox", name="Find an emoji").fill("raised fist")
    mina.page.keyboard.press("Enter")
    expect(mina.box).to_have_value("✊🏽")
    mina.page.reload()
    board(mina)
    first = mina.page.locator("[data-group=recent] button").first
    expect(first).to_have_text("✊🏽")


def test_a_shortcode_completes_while_it_is_typed(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.box.press_sequentially("Well done :tad")
    expect(mina.page.get_by_role("option", name="party popper")).to_be_visible()
    mina.box.press("Enter")
    expect(mina.box).to_have_value("Well done 🎉 ")


def test_a_shortcode_that_is_sent_is_its_emoji(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.send("Ship it :rocket:!")
    jonas.sees("Ship it 🚀!")
    mina.sees("Ship it 🚀!")


def adding(who: Visitor, picture: Path) -> None:
    who.page.locator(".me-button").click()
    who.button("Emoji of this site").click()
    who.dialog("Emoji of this site").get_by_label("Picture").set_input_files(picture)


def test_the_owner_adds_a_picture_of_the_sites_own_and_another_uses_it(visit: Visit, room: str, tmp_path: Path) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    Image.new("RGB", (64, 64), "#b03f09").save(tmp_path / "Copper Kettle.png")
    adding(mina, tmp_path / "Copper Kettle.png")
    expect(mina.page.get_by_role("textbox", name="Name")).to_have_value("copper_kettle")
    mina.button("Add the emoji").click()
    expect(mina.page.get_by_text(":copper_kettle:")).to_be_visible()
    jonas.send("Put the :copper_kettle: on")
    row = mina.page.locator("message-item .body").filter(has=mina.page.get_by_alt_text(":copper_kettle:"))
    expect(row).to_contain_text("Put the")
    expect(row.get_by_alt_text(":copper_kettle:")).to_have_css("display", "inline-block")
    board(jonas)
    expect(jonas.page.locator("[data-group=site] img")).to_have_count(1)
    jonas.page.keyboard.press("Escape")
    jonas.box.press_sequentially(":copp")
    expect(jonas.page.get_by_role("option", name="copper_kettle").locator("img")).to_be_visible()


def test_a_picture_that_is_too_large_is_refused_before_it_travels(visit: Visit, room: str, tmp_path: Path) -> None:
    with (tmp_path / "wall.png").open("wb") as file:
        file.truncate(26 << 20)
    mina = visit("mina", room)
    mina.page.route("**/uploads", lambda route: route.abort())
    adding(mina, tmp_path / "wall.png")
    mina.button("Add the emoji").click()
    expect(mina.dialog("Emoji of this site")).to_contain_text("Too large: at most 25 MB are allowed.")


def test_after_a_reaction_by_mouse_the_focus_is_not_lost(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.send("Done")
    row = mina.sees("Done")
    mina.act("Done", "React")
    mina.page.locator("#emoji-picker .emoji-keys button").first.click()
    expect(row.locator("reaction-bar button").first).to_be_visible()
    expect(row.locator(":focus")).to_have_count(1)
