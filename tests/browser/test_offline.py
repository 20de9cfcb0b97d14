"""Tunnels, reloads, restarts: nothing that was written is lost or said twice."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, make_room
from tests.browser.visitor import Visitor
from tests.support.servers import Server


def test_what_is_written_offline_is_sent_once_when_the_network_is_back(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.page.context.set_offline(True)
    expect(mina.bar).to_contain_text("You are offline.")
    mina.send("From the tunnel")
    expect(mina.row("From the tunnel")).to_have_class(re.compile("pending"))
    jonas.send("Where is she?")
    jonas.sees("Where is she?")
    mina.page.context.set_offline(False)
    jonas.sees("From the tunnel")
    mina.sees("From the tunnel")
    mina.sees("Where is she?")
    expect(mina.bar).to_be_hidden()
    assert jonas.bodies() == mina.bodies() == ["Where is she?", "From the tunnel"]


def test_closing_the_page_loses_neither_the_draft_nor_what_waits(visit: Visit, room: str) -> None:
    mina, jonas = visit("mina", room), visit("jonas", room)
    mina.page.context.set_offline(True)
    expect(mina.bar).to_contain_text("You are offline.")
    mina.send("Still on its way")
    mina.box.fill("And a half sen")
    mina.page.close()
    expect(jonas.rows).to_have_count(0)
    context = mina.page.context
    context.set_offline(False)
    again = Visitor(context.new_page(), "mina").go(room)
    again.sees("Still on its way")
    jonas.sees("Still on its way")
    expect(again.box).to_have_value("And a half sen")
    again.go(room)
    again.sees("Still on its way")


def test_a_refused_message_can_be_discarded(visit: Visit, shared_server: Server) -> None:
    room = make_room(shared_server, people=["jonas"])
    jonas = visit("jonas", room)
    jonas.page.context.set_offline(True)
    expect(jonas.bar).to_contain_text("You are offline.")
    jonas.send("Too late")
    with shared_server.api("mina") as api:
        api.patch(f"rooms/{room}", json={"archived": True}).raise_for_status()
    jonas.page.context.set_offline(False)
    failed = jonas.row("Too late").locator(".failed")
    expect(failed).to_be_visible()
    expect(jonas.page.locator(".room .read-only")).to_contain_text("This room is archived.")
    failed.get_by_role("button", name="Discard").click()
    expect(jonas.row("Too late")).to_have_count(0)
    jonas.go(room)
    expect(jonas.rows).to_have_count(0)


def test_signing_out_elsewhere_leads_to_the_door(visit: Visit, room: str, shared_server: Server) -> None:
    with shared_server.browser("rosa") as other:
        cookies = [{"name": name, "value": value, "url": shared_server.url} for name, value in other.cookies.items()]
        rosa = visit("rosa", "tea")
        rosa.page.context.clear_cookies()
        rosa.page.context.add_cookies(cookies)  # type: ignore[arg-type]
        rosa.go("tea")
        other.post("/accounts/logout/", data={"csrfmiddlewaretoken": other.cookies["csrftoken"]})
        expect(rosa.bar).to_contain_text("You were signed out.", timeout=40_000)
        expect(rosa.page.get_by_role("link", name="Sign in again")).to_be_visible()
        expect(rosa.box).to_be_hidden()
