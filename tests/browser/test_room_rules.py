"""What a room is told to do in its settings, and what its members see of it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, make_room, say
from tests.browser.visitor import Visitor
from tests.support.servers import Server


def settings(visitor: Visitor) -> Locator:
    """The panel, open."""
    panel = visitor.page.locator("room-settings")
    if not panel.is_visible():
        visitor.button("Room menu").click()
        visitor.button("Room settings").click()
    expect(panel).to_be_visible()
    return panel


def save(panel: Locator) -> None:
    panel.get_by_role("button", name="Save").click()
    expect(panel.locator(".saved")).to_have_text("Saved")


def test_only_owners_and_moderators_announce(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "jonas", room, "Before")
    mina, jonas = visit("mina", room), visit("jonas", room)
    panel = settings(mina)
    panel.get_by_label("Owners and moderators").check()
    save(panel)
    expect(jonas.page.locator(".room").get_by_text("Only owners and moderators write in this room.")).to_be_visible()
    expect(jonas.box).to_be_hidden()
    mina.send("The kiln is on")
    row = jonas.sees("The kiln is on")
    jonas.act("The kiln is on", "React")
    jonas.page.locator("emoji-picker button").filter(has_text="👍").first.click()
    expect(row.locator(".reaction .emoji")).to_have_text("👍")
    jonas.row("Before").hover()
    expect(jonas.row("Before").get_by_role("button", name="Reply", exact=True)).to_be_hidden()
    panel.get_by_label("Every member").check()
    save(panel)
    jonas.send("Thank you")
    mina.sees("Thank you")


def test_where_nobody_writes_the_owner_says_so_too(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    panel = settings(mina)
    panel.get_by_label("Nobody").check()
    save(panel)
    for visitor in (mina, jonas):
        expect(visitor.page.locator(".room").get_by_text("This room is read-only.")).to_be_visible()
        expect(visitor.box).to_be_hidden()


def test_slow_mode_lets_go_when_the_time_is_over(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    panel = settings(mina)
    panel.get_by_label("Slow mode").select_option("5 seconds")
    save(panel)
    expect(jonas.page.locator(".room .slow-text")).to_have_text("Slow mode: one message every 5 seconds")
    for word in ("One", "Two"):
        expect(jonas.page.locator(".room .slow-left")).to_be_empty()
        jonas.send(word)
        jonas.sees(word)
        mina.sees(word)
    for word in ("Owners", "never wait"):
        mina.send(word)
        jonas.sees(word)
    expect(mina.page.locator(".room .slow-text")).to_be_hidden()


def test_who_is_too_early_is_told_and_loses_nothing(visit: Visit, room: str, shared_server: Server) -> None:
    with shared_server.api("mina") as api:
        api.patch(f"rooms/{room}", json={"slow": 300}).raise_for_status()
    jonas = visit("jonas", room)
    jonas.send("One")
    expect(jonas.page.locator(".room .slow-left")).to_have_text(re.compile("^(5:00|4:[0-5][0-9])$"))
    jonas.box.fill("Two")
    expect(jonas.button("Send")).to_be_disabled()
    jonas.box.press("Enter")
    expect(jonas.page.locator(".room .compose .limit")).to_have_text("It can be sent when the time is over.")
    expect(jonas.box).to_have_value("Two")
    expect(jonas.rows).to_have_count(1)


def test_the_wait_goes_on_after_a_reload_and_in_another_tab(visit: Visit, shared_server: Server) -> None:
    room = make_room(shared_server, people=["jonas"])
    with shared_server.api("mina") as api:
        api.patch(f"rooms/{room}", json={"slow": 3_600}).raise_for_status()
    jonas, again = visit("jonas", room), visit("jonas", room)
    jonas.send("One an hour")
    again.sees("One an hour")
    for visitor in (jonas, again, visit("jonas", room)):
        expect(visitor.page.locator(".room .slow-left")).to_have_text(re.compile("^(1:00:00|59:[0-5][0-9])$"))


def test_who_joins_is_welcomed_until_they_put_it_away(visit: Visit, shared_server: Server) -> None:
    room = make_room(shared_server, people=["jonas"])
    mina, jonas = visit("mina", room), visit("jonas", room)
    panel = settings(mina)
    panel.get_by_label("Welcome").fill("**Hello!** Say who you are in #tea\n<img src=x onerror=alert(1)>")
    save(panel)
    rosa = visit("rosa", room)
    rosa.button("Join the room").click()
    card = rosa.page.get_by_role("region", name="Welcome")
    expect(card.locator("strong")).to_have_text("Hello!")
    expect(card.locator("img")).to_have_count(0)
    expect(card).to_contain_text("<img src=x onerror=alert(1)>")
    expect(jonas.page.get_by_role("region", name="Welcome")).to_be_hidden()
    card.get_by_role("button", name="Got it").click()
    expect(card).to_be_hidden()
    expect(rosa.box).to_be_focused()
    rosa.go(room)
    expect(rosa.box).to_be_visible()
    expect(card).to_be_hidden()


def test_what_others_change_shows_and_what_one_types_stays(visit: Visit, room: str, shared_server: Server) -> None:
    with shared_server.api("mina") as api:
        api.put(f"rooms/{room}/members/priya", json={"role": "moderator"}).raise_for_status()
    mina, priya = visit("mina", room), visit("priya", room)
    mine, theirs = settings(mina), settings(priya)
    mine.get_by_label("Topic").fill("Half a topic")
    theirs.get_by_label("Name").fill("Glue room")
    save(theirs)
    expect(mine.get_by_label("Name")).to_have_value("Glue room")
    expect(mine.get_by_label("Topic")).to_have_value("Half a topic")
    mine.get_by_role("button", name="Undo").click()
    expect(mine.get_by_label("Topic")).to_have_value("")
    expect(mine.get_by_role("button", name="Save")).to_be_disabled()


def test_settings_close_when_one_may_change_them_no_more(visit: Visit, room: str, shared_server: Server) -> None:
    with shared_server.api("mina") as api:
        api.put(f"rooms/{room}/members/priya", json={"role": "moderator"}).raise_for_status()
        priya = visit("priya", room)
        panel = settings(priya)
        api.put(f"rooms/{room}/members/priya", json={"role": "member"}).raise_for_status()
    expect(panel).to_be_hidden()
    priya.button("Room menu").click()
    expect(priya.button("Room settings")).to_be_hidden()


def test_an_objection_is_said_in_the_panel(visit: Visit, room: str) -> None:
    panel = settings(visit("mina", room))
    panel.get_by_label("Name").fill(" ")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("alert")).to_have_text("The title is empty.")
