"""Where things stand and how large they are: nothing cut off, nothing over something else, all of it for a thumb."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_files import attach, chips, files, send
from tests.browser.test_looks import PHONE
from tests.browser.test_searching import field
from tests.browser.visitor import Visitor
from tests.support.files import NOTES, picture

__all__ = ["files"]

REACH = Path(__file__).with_name("reach.js").read_text()
BOARD = "#emoji-picker"


def box(locator: Locator) -> Any:
    expect(locator).to_be_visible()
    return locator.bounding_box()


def above(one: Locator, other: Locator) -> bool:
    upper, lower = box(one), box(other)
    return bool(upper["y"] + upper["height"] <= lower["y"])


def inside(one: Locator, other: Locator) -> bool:
    inner, outer = box(one), box(other)
    starts = [inner[axis] >= outer[axis] - 1 for axis in ("x", "y")]
    ends = [inner[a] + inner[b] <= outer[a] + outer[b] + 1 for a, b in (("x", "width"), ("y", "height"))]
    return all(starts + ends)


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["wide", "phone"])
def test_files_stand_above_the_text_that_they_go_with(
    visit: Visit, room: str, files: dict[str, Path], screen: dict[str, Any]
) -> None:
    mina = visit("mina", room, **screen)
    mina.hold("**/api/v1/uploads")
    attach(mina, *files.values())
    assert above(chips(mina).first, mina.box)
    assert above(mina.box, mina.button("Attach files"))
    assert inside(mina.page.locator(".room .limit"), mina.page.locator(".room .compose"))


def test_a_text_is_edited_where_it_stood(visit: Visit, room: str, files: dict[str, Path]) -> None:
    mina = visit("mina", room)
    attach(mina, files["list.txt"])
    send(mina, "The list")
    mina.sees("The list")
    mina.box.press("ArrowUp")
    assert above(mina.page.locator(".editor"), mina.page.locator(".file-card"))


def test_a_picture_keeps_its_shape_in_a_narrow_column(visit: Visit, room: str, files: dict[str, Path]) -> None:
    mina = visit("mina", room, **PHONE)
    attach(mina, files["kettle.png"])
    send(mina, "Kettle")
    shown = box(mina.sees("Kettle").get_by_role("img", name="kettle.png"))
    assert shown["width"] < 390
    assert abs(shown["width"] / shown["height"] - 800 / 600) < 0.02


def test_a_picture_is_seen_whole_when_it_is_opened(visit: Visit, room: str, tmp_path: Path) -> None:
    (tmp_path / "tall.png").write_bytes(picture(size=(900, 1600)))
    mina = visit("mina", room)
    attach(mina, tmp_path / "tall.png")
    send(mina, "Tall")
    mina.sees("Tall").get_by_role("link", name="tall.png").click()
    shown = mina.dialog("Pictures").get_by_role("img")
    expect(shown).to_have_js_property("naturalWidth", 900)
    assert inside(shown, mina.page.locator(".box-picture"))
    assert above(mina.dialog("Pictures").get_by_role("button", name="Close"), shown)


def test_every_emoji_is_within_the_board(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.button("Insert an emoji").click()
    mina.page.locator(BOARD).get_by_role("button", name="People", exact=True).click()
    expect(mina.page.locator(f"{BOARD} [data-group=people-body] button").first).to_be_in_viewport()
    wide = mina.page.locator(f"{BOARD} .emoji-groups").evaluate("groups => groups.scrollWidth - groups.clientWidth")
    assert wide == 0


def test_the_board_opens_beside_its_button(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.button("Insert an emoji").click()
    assert box(mina.page.locator(BOARD))["x"] >= box(mina.page.locator(".main"))["x"]


def test_the_settings_leave_the_other_panels_as_they_were(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.button("Room menu").click()
    mina.button("Room settings").click()
    expect(mina.page.get_by_label("Slow mode")).to_be_visible()
    mina.page.locator(".me-button").click()
    mina.button("Notifications").click()
    assert box(mina.page.get_by_label("Every day from"))["width"] > 80


def test_the_box_of_a_thread_stands_in_line_with_that_of_the_room(visit: Visit, room: str) -> None:
    mina = visit("mina", room)
    mina.send("Who opens?")
    mina.sees("Who opens?")
    mina.act("Who opens?", "Reply in thread")
    expect(mina.page.locator(".thread-count")).to_have_text("No replies yet")
    thread, main = mina.page.locator("thread-panel .compose"), mina.page.locator(".room .compose")
    assert box(thread)["y"] + box(thread)["height"] == box(main)["y"] + box(main)["height"]


def test_the_page_without_a_network_is_laid_out(visit: Visit) -> None:
    page = visit("mina").page
    page.goto("/chat/offline.html")
    again = page.get_by_role("link", name="Try again")
    assert box(again)["x"] > 100


# For a thumb


def in_a_thread(mina: Visitor) -> None:
    mina.row("Hello").locator(".replies").click()
    expect(mina.page.locator("thread-panel message-item").first).to_be_visible()


def among_what_was_found(mina: Visitor) -> None:
    mina.button("Search messages").click()
    field(mina).fill("hello ")
    expect(mina.page.locator("a.hit").first).to_be_visible()


def with_files(mina: Visitor) -> None:
    mina.page.locator(".room input.files").set_input_files(
        [{"name": "a.txt", "mimeType": "text/plain", "buffer": NOTES}]
    )
    expect(chips(mina)).to_have_count(1)


def among_emoji(mina: Visitor) -> None:
    mina.button("Insert an emoji").click()
    expect(mina.page.locator(".emoji-keys button").first).to_be_visible()


def in_the_settings(mina: Visitor) -> None:
    mina.button("Room menu").click()
    mina.button("Room settings").click()
    expect(mina.page.get_by_label("Slow mode")).to_be_visible()


def in_the_directory(mina: Visitor) -> None:
    mina.page.get_by_role("link", name="Back to the rooms").click()
    mina.button("Browse and create rooms").click()
    expect(mina.page.locator(".directory-row").first).to_be_visible()


def among_mentions(mina: Visitor) -> None:
    mina.page.get_by_role("link", name="Back to the rooms").click()
    mina.page.get_by_role("button", name="Mentions").click()
    expect(mina.page.locator("mentions-panel .where").first).to_be_visible()


def among_notifications(mina: Visitor) -> None:
    mina.page.get_by_role("link", name="Back to the rooms").click()
    mina.page.locator(".me-button").click()
    mina.button("Notifications").click()
    expect(mina.page.locator("notifications-panel")).to_be_visible()


def among_pins(mina: Visitor) -> None:
    mina.page.get_by_role("button", name="Pinned messages").click()
    expect(mina.page.locator("pins-panel .where")).to_be_visible()


def among_people(mina: Visitor) -> None:
    mina.page.locator(".people-count").click()
    expect(mina.page.locator("people-panel .person").first).to_be_visible()


def in_the_room(mina: Visitor) -> None:
    expect(mina.row("Hello").locator(".replies")).to_be_visible()


PLACES = [
    in_the_room,
    in_a_thread,
    among_what_was_found,
    with_files,
    among_emoji,
    in_the_settings,
    in_the_directory,
    among_mentions,
    among_notifications,
    among_pins,
    among_people,
]


@pytest.mark.parametrize("open_place", PLACES, ids=[place.__name__ for place in PLACES])
def test_a_thumb_reaches_everything(visit: Visit, lively: str, open_place: Any) -> None:
    mina = visit("mina", lively, **PHONE, reduced_motion="reduce")
    mina.sees("In both")
    open_place(mina)
    assert mina.page.evaluate(REACH) == []
    assert mina.page.evaluate("document.documentElement.scrollWidth") == 390
