"""How one keeps one's rooms: favourites, mute, order, what a right click offers; and the directory of all rooms."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, make_room, say
from tests.browser.visitor import Visitor
from tests.support.servers import Server
from tests.support.waiting import eventually

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def choose(visitor: Visitor, room: str, entry: str, role: str = "menuitem") -> None:
    visitor.link(room).click(button="right")
    visitor.page.get_by_role("menu").get_by_role(role, name=entry, exact=True).click()  # type: ignore[arg-type]


def section(visitor: Visitor, kind: str) -> Locator:
    return visitor.page.locator(f'room-list ul[data-kind="{kind}"] a')


def order(visitor: Visitor, *rooms: str) -> list[str]:
    """These rooms as they stand in the list."""
    names = visitor.page.locator("room-list a[data-room]").evaluate_all("links => links.map(one => one.dataset.room)")
    return [name for name in names if name in rooms]


def test_a_favourite_stands_above_the_rest_in_all_tabs(visit: Visit, room: str) -> None:
    jonas, again = visit("jonas", room), visit("jonas", room)
    choose(jonas, room, "Add to favourites")
    expect(jonas.link(room)).to_be_focused()
    for tab in (jonas, again, visit("jonas", room)):
        expect(section(tab, "favourites").filter(has_text=room)).to_be_visible()
        expect(section(tab, "rooms").filter(has_text=re.compile(f"^{room}$"))).to_have_count(0)
    again.button("Room menu").click()
    again.button("Remove from favourites").click()
    expect(section(jonas, "rooms").filter(has_text=re.compile(f"^{room}$"))).to_be_visible()
    expect(jonas.page.get_by_role("heading", name="Favourites")).to_be_hidden()


def test_a_muted_room_is_quiet_until_it_names_one(visit: Visit, room: str, shared_server: Server) -> None:
    jonas = visit("jonas", "tea")
    choose(jonas, room, "Mute")
    expect(jonas.link(room)).to_have_class(re.compile("muted"))
    say(shared_server, "mina", room, "Just talk")
    say(shared_server, "mina", room, "@jonas, your turn")
    expect(jonas.link(room).locator(".badge")).to_have_text("1")
    expect(jonas.link(room)).not_to_have_class(re.compile(r"\bnew\b"))
    choose(jonas, room, "Mark as read")
    expect(jonas.link(room).locator(".badge")).to_be_hidden()
    say(shared_server, "mina", room, "More talk")
    choose(jonas, room, "Unmute")
    expect(jonas.link(room)).to_have_class(re.compile(r"\bnew\b"))


def test_rooms_are_dragged_into_an_order_that_stays(visit: Visit, shared_server: Server) -> None:
    rooms = [make_room(shared_server, title=f"{title} pile", people=["rosa"]) for title in ("Ash", "Birch", "Cedar")]
    rosa, again = visit("rosa", "tea"), visit("rosa", "tea")
    expect(rosa.link(rooms[2])).to_be_visible()
    assert order(rosa, *rooms) == rooms
    drag(rosa, rooms[2], rooms[0])
    wanted = [rooms[2], rooms[0], rooms[1]]
    expect(rosa.page.locator("room-list .dragged")).to_have_count(0)
    for tab in (rosa, again):
        tab.page.wait_for_function(ORDERED, arg=wanted)
    assert order(rosa.go("tea"), *rooms) == wanted


def drag(visitor: Visitor, room: str, above: str) -> None:
    """As a hand does it: taken, moved once it follows, let go."""
    mouse = visitor.page.mouse
    visitor.link(room).hover()
    mouse.down()
    place = visitor.link(above).bounding_box()
    assert place
    mouse.move(place["x"] + 40, place["y"] + 12)
    expect(visitor.page.locator("room-list .dragged")).to_have_count(1)
    mouse.move(place["x"] + 40, place["y"] + 4, steps=4)
    mouse.up()


def test_a_drag_that_is_over_at_once_leaves_nothing_behind(visit: Visit, shared_server: Server) -> None:
    rooms = [make_room(shared_server, title=f"{title} bark", people=["rosa"]) for title in ("Elm", "Fir", "Gum")]
    rosa = visit("rosa", "tea")
    expect(rosa.link(rooms[2])).to_be_visible()
    held = rosa.hold("**/room-order*.js")
    rosa.link(rooms[2]).drag_to(rosa.link(rooms[0]))
    [late] = held(1)
    expect(rosa.page.locator("room-list .dragged")).to_have_count(0)
    late.continue_()
    drag(rosa, rooms[1], rooms[0])
    expect(rosa.page.locator("room-list .dragged")).to_have_count(0)


ORDERED = """wanted => [...document.querySelectorAll("room-list a[data-room]")].map(one => one.dataset.room)
    .filter(name => wanted.includes(name)).join() === wanted.join()"""


def test_the_menu_of_a_room_needs_no_mouse(visit: Visit, shared_server: Server) -> None:
    rooms = [make_room(shared_server, title=f"{title} yarn", people=["priya"]) for title in ("Alpaca", "Boucle")]
    priya = visit("priya", "tea")
    link, keys = priya.link(rooms[1]), priya.page.keyboard
    link.focus()
    keys.press("Shift+F10")
    expect(priya.page.get_by_role("menuitem", name="Add to favourites")).to_be_focused()
    keys.press("Escape")
    expect(link).to_be_focused()
    keys.press("Shift+F10")
    keys.press("M")
    keys.press("M")
    expect(priya.page.get_by_role("menuitem", name="Move up")).to_be_focused()
    keys.press("Enter")
    priya.page.wait_for_function(ORDERED, arg=[rooms[1], rooms[0]])
    expect(link).to_be_focused()
    expect(priya.page.locator("toast-line")).to_have_text(re.compile(r"^Boucle yarn is now number \d+ of \d+$"))


def test_a_room_is_left_from_the_list_and_another_stays_open(visit: Visit, room: str) -> None:
    jonas = visit("jonas", "tea")
    choose(jonas, room, "Leave")
    jonas.page.get_by_role("alertdialog").get_by_role("button", name="Leave").click()
    expect(jonas.link(room)).to_have_count(0)
    expect(jonas.title).to_have_text("Tea")


def test_what_one_hears_of_a_room_is_chosen_in_its_menu(visit: Visit, room: str) -> None:
    jonas, again = visit("jonas", "tea"), visit("jonas", "tea")
    choose(jonas, room, "Everything", role="menuitemradio")
    eventually(lambda: is_chosen(again, room, "Everything"))


def is_chosen(visitor: Visitor, room: str, level: str) -> bool:
    """An open menu stays as it was opened."""
    visitor.link(room).click(button="right")
    expect(visitor.page.get_by_role("menu")).to_be_visible()
    chosen = visitor.page.get_by_role("menuitemradio", name=level, exact=True, checked=True).count() == 1
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role("menu")).to_be_hidden()
    return chosen


def test_a_long_press_opens_the_menu_of_a_room(visit: Visit, room: str) -> None:
    jonas = visit("jonas", **PHONE)
    jonas.link(room).dispatch_event("pointerdown", {"pointerType": "touch", "isPrimary": True, "x": 9, "y": 9})
    expect(jonas.page.get_by_role("menuitem", name="Add to favourites")).to_be_visible()
    jonas.page.get_by_role("menuitem", name="Mute", exact=True).tap()
    expect(jonas.link(room)).to_have_class(re.compile("muted"))


# The directory


def test_rooms_are_found_by_their_topic_and_the_archived_ones_when_asked_for(
    visit: Visit, shared_server: Server
) -> None:
    shed = make_room(shared_server, title="Shed", topic="Bicycle pumps", people=["jonas"])
    loft = make_room(shared_server, title="Loft", topic="Bicycle frames")
    with shared_server.api("mina") as api:
        api.patch(f"rooms/{loft}", json={"archived": True}).raise_for_status()
    jonas = visit("jonas", "tea")
    jonas.button("Browse and create rooms").click()
    dialog = jonas.dialog("Rooms")
    dialog.get_by_role("searchbox").fill("BICYCLE")
    rows = dialog.locator(".directory-row")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Shed")
    expect(rows.locator(".joined")).to_be_visible()
    dialog.get_by_label("Archived rooms, too").check()
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Loft").locator(".shut")).to_be_visible()
    expect(rows.filter(has_text="Loft").get_by_role("button")).to_have_count(0)
    rows.filter(has_text="Shed").get_by_role("button", name="Open").click()
    expect(jonas.page).to_have_url(re.compile(f"/chat/{shed}/$"))


class TestLargeDirectory:
    @pytest.fixture
    def shared_server(self, serve: Callable[..., Server]) -> Server:
        """120 rooms that nobody is in any more, the last of them archived."""
        server = serve()
        with server.api("eve") as api:
            for number in range(120):
                name = f"bay-{number:03}"
                api.post("rooms", json={"room": name, "title": f"Bay {number:03}"}).raise_for_status()
                if number == 119:
                    api.delete(f"rooms/{name}").raise_for_status()
                api.post(f"rooms/{name}/leave").raise_for_status()
        return server

    @pytest.fixture
    def cookies(self) -> dict[str, Any]:
        return {}

    def test_a_large_directory_comes_page_by_page_as_one_goes_down(self, visit: Visit) -> None:
        rosa = visit("rosa", "tea")
        rosa.button("Browse and create rooms").click()
        dialog = rosa.dialog("Rooms")
        rows = dialog.locator(".directory-row")
        expect(rows).to_have_count(100)
        rows.last.scroll_into_view_if_needed()
        expect(rows).to_have_count(121)
        expect(dialog.get_by_role("button", name="Show more")).to_be_hidden()
        dialog.get_by_label("Order").select_option("Most members first")
        expect(rows.first).to_contain_text("Tea")
        dialog.get_by_role("searchbox").fill("bay 01")
        expect(rows).to_have_count(12)
