"""Two people and their files: attached, dropped, pasted; seen, looked at, and out of reach for who has left."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, make_room
from tests.browser.visitor import Visitor
from tests.support.files import NOTES, picture
from tests.support.servers import Server


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    contents = {"kettle.png": picture(size=(800, 600)), "cups.jpg": picture("JPEG", (300, 900)), "list.txt": NOTES}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


def attach(visitor: Visitor, *paths: Path) -> None:
    with visitor.page.expect_file_chooser() as chooser:
        visitor.button("Attach files").click()
    chooser.value.set_files(list(paths))


def chips(visitor: Visitor) -> Locator:
    return visitor.page.locator(".room .attached-file")


def send(visitor: Visitor, text: str = "") -> None:
    expect(visitor.button("Send")).to_be_enabled()
    visitor.send(text)
    expect(chips(visitor)).to_have_count(0)


def give(visitor: Visitor, event: str, target: str, content: bytes, name: str, kind: str) -> None:
    """What a browser hands over when a file is dropped or pasted."""
    visitor.page.evaluate(
        """([event, target, data, name, type]) => {
            const given = new DataTransfer();
            const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
            given.items.add(new File([bytes], name, { type }));
            const options = { bubbles: true, cancelable: true };
            const made = event === "paste"
                ? new ClipboardEvent(event, { ...options, clipboardData: given })
                : new DragEvent(event, { ...options, dataTransfer: given });
            document.querySelector(target).dispatchEvent(made);
        }""",
        [event, target, base64.b64encode(content).decode(), name, kind],
    )


def test_files_are_attached_sent_and_seen(visit: Visit, room: str, files: dict[str, Path]) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    attach(mina, *files.values())
    expect(chips(mina)).to_have_count(3)
    send(mina, "For tonight")
    row = jonas.sees("For tonight")
    expect(row.get_by_role("img", name="kettle.png")).to_have_js_property("naturalWidth", 640)
    expect(row.locator(".file-card", has_text="list.txt")).to_contain_text("32 bytes")
    with jonas.page.expect_download() as download:
        row.locator(".file-card").click()
    assert download.value.suggested_filename == "list.txt"
    assert Path(download.value.path()).read_bytes() == NOTES


def test_a_file_needs_no_words(visit: Visit, room: str, files: dict[str, Path]) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    attach(mina, files["kettle.png"])
    send(mina)
    expect(jonas.page.get_by_role("img", name="kettle.png")).to_be_visible()
    expect(jonas.rows.locator(".text")).to_be_hidden()


def test_a_picture_has_its_place_before_it_loads(visit: Visit, room: str, files: dict[str, Path]) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    held = jonas.hold("**/api/v1/thumbnails/**")
    attach(mina, files["kettle.png"])
    send(mina, "Look")
    row = jonas.sees("Look")
    before = row.bounding_box()
    image = row.get_by_role("img", name="kettle.png")
    expect(image).to_have_js_property("complete", False)
    assert len(held(1)) == 1
    jonas.page.unroute("**/api/v1/thumbnails/**")
    expect(image).to_have_js_property("complete", True)
    assert row.bounding_box() == before


def test_a_file_is_dropped_where_the_page_says(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    give(mina, "dragover", ".room .log", NOTES, "dropped.txt", "text/plain")
    expect(mina.page.locator(".room")).to_have_attribute("data-dropping", f"Let go to attach it: {room}")
    give(mina, "drop", ".room .log", NOTES, "dropped.txt", "text/plain")
    expect(mina.page.locator(".room")).not_to_have_attribute("data-dropping", re.compile("."))
    expect(chips(mina)).to_contain_text("dropped.txt")
    send(mina, "Dropped")
    expect(jonas.sees("Dropped").locator(".file-card")).to_contain_text("dropped.txt")


def test_a_picture_is_pasted(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    give(mina, "paste", "#composer-text", picture(), "image.png", "image/png")
    expect(chips(mina).locator("img")).to_have_attribute("src", re.compile("^blob:"))
    send(mina, "Pasted")
    expect(jonas.sees("Pasted").get_by_role("img", name="image.png")).to_have_js_property("naturalWidth", 40)


def test_a_file_on_its_way_holds_the_message_and_can_be_cancelled(
    visit: Visit, room: str, files: dict[str, Path]
) -> None:
    mina = visit("mina", room)
    held = mina.hold("**/api/v1/uploads")
    attach(mina, files["list.txt"])
    held(1)
    mina.box.fill("Wait for it")
    expect(mina.page.locator(".room .limit")).to_have_text("1 file on its way …")
    expect(mina.button("Send")).to_be_disabled()
    chips(mina).get_by_role("button", name="Do not send this file").click()
    expect(mina.box).to_be_focused()
    expect(mina.button("Send")).to_be_enabled()
    mina.box.press("Enter")
    expect(mina.sees("Wait for it").locator(".file-card")).to_have_count(0)


def test_three_go_at_a_time(visit: Visit, room: str, tmp_path: Path) -> None:
    mina = visit("mina", room)
    held = mina.hold("**/api/v1/uploads")
    paths = [tmp_path / f"{number}.txt" for number in range(5)]
    for path in paths:
        path.write_bytes(NOTES)
    attach(mina, *paths)
    expect(mina.page.locator(".room .limit")).to_have_text("5 files on their way …")
    assert len(held(3)) == 3
    mina.page.unroute("**/api/v1/uploads")
    send(mina, "All five")
    expect(mina.sees("All five").locator(".file-card")).to_have_count(5)


def test_a_refused_file_says_why_and_makes_way(visit: Visit, room: str, tmp_path: Path) -> None:
    mina = visit("mina", room)
    (tmp_path / "empty.txt").write_bytes(b"")
    attach(mina, tmp_path / "empty.txt")
    expect(chips(mina).get_by_role("alert")).to_contain_text("The file is empty")
    expect(mina.page.locator(".room .limit")).to_have_text("1 file did not arrive")
    chips(mina).get_by_role("button", name="Do not send this file").click()
    expect(chips(mina)).to_have_count(0)


def test_without_a_network_a_file_waits_for_another_try(visit: Visit, room: str, files: dict[str, Path]) -> None:
    mina = visit("mina", room)
    attach(mina, files["kettle.png"])
    expect(mina.button("Send")).to_be_enabled()
    mina.page.context.set_offline(True)
    attach(mina, files["list.txt"])
    retry = chips(mina).get_by_role("button", name="Retry")
    expect(retry).to_be_visible()
    mina.page.context.set_offline(False)
    retry.click()
    send(mina, "Later")
    expect(mina.sees("Later").locator(".file-card")).to_have_count(1)


def test_files_stay_with_their_room_and_over_a_reload(visit: Visit, room: str, files: dict[str, Path]) -> None:
    mina = visit("mina", room)
    attach(mina, files["kettle.png"])
    expect(mina.button("Send")).to_be_enabled()
    mina.go("tea")
    expect(chips(mina)).to_have_count(0)
    mina.go(room)
    expect(chips(mina)).to_contain_text("kettle.png")
    send(mina, "Still there")
    expect(mina.sees("Still there").get_by_role("img", name="kettle.png")).to_be_visible()


def test_pictures_are_looked_at_one_after_the_other(visit: Visit, room: str, files: dict[str, Path]) -> None:
    mina = visit("mina", room)
    attach(mina, files["kettle.png"], files["cups.jpg"])
    send(mina, "Two")
    mina.sees("Two").get_by_role("link", name="kettle.png").click()
    box = mina.dialog("Pictures")
    expect(box.get_by_role("img", name="kettle.png")).to_have_js_property("naturalWidth", 800)
    expect(box).to_contain_text("1 of 2")
    mina.page.keyboard.press("ArrowRight")
    expect(box.get_by_role("img", name="cups.jpg")).to_be_visible()
    expect(box.get_by_role("link", name="Save")).to_have_attribute("download", "cups.jpg")
    mina.page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(mina.sees("Two").get_by_role("link", name="kettle.png")).to_be_focused()


def test_who_is_removed_opens_no_file_any_more(
    visit: Visit, shared_server: Server, room: str, files: dict[str, Path]
) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    attach(mina, files["kettle.png"])
    send(mina, "Secret")
    link: Any = jonas.sees("Secret").get_by_role("link", name="kettle.png")
    address = link.evaluate("link => link.href")
    assert jonas.page.request.get(address).status == 200
    with shared_server.api("mina") as api:
        assert api.delete(f"rooms/{room}/members/jonas").is_success
    assert jonas.page.request.get(address).status == 404
    assert mina.page.request.get(address).status == 200


def test_what_a_browser_would_run_runs_nowhere(visit: Visit, room: str, tmp_path: Path) -> None:
    mina = visit("mina", room)
    path = tmp_path / '"><img src=x onerror=document.title=1>.svg'
    path.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "run"</script></svg>')
    attach(mina, path)
    send(mina, "Bad")
    card = mina.sees("Bad").locator(".file-card")
    expect(card).to_contain_text("onerror")
    with mina.page.expect_download():
        card.click()
    assert mina.page.title() not in {"run", "1"}


def test_files_stay_with_the_room_for_which_they_were_chosen(
    visit: Visit, room: str, files: dict[str, Path], shared_server: Server
) -> None:
    other = make_room(shared_server)
    mina = visit("mina", room)
    held = mina.hold("**/attaching*.js")
    attach(mina, files["list.txt"])
    [late] = held(1)
    mina.link(other).click()
    expect(mina.page).to_have_url(re.compile(f"/{other}/$"))
    with mina.page.expect_response("**/uploads*"):
        late.continue_()
    expect(chips(mina)).to_have_count(0)
    mina.link(room).click()
    expect(chips(mina)).to_contain_text("list.txt")


def test_files_that_could_not_be_shown_are_shown_with_the_connection(
    visit: Visit, room: str, files: dict[str, Path]
) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    jonas.page.route("**/message-files*.js*", lambda route: route.abort())
    attach(mina, files["kettle.png"])
    send(mina, "For tonight")
    jonas.sees("For tonight")
    expect(jonas.page.locator("toast-line")).to_contain_text("could not be loaded")
    jonas.page.unroute("**/message-files*.js*")
    jonas.page.context.set_offline(True)
    expect(jonas.bar).to_be_visible()
    jonas.page.context.set_offline(False)
    expect(jonas.page.get_by_role("img", name="kettle.png")).to_be_visible()
