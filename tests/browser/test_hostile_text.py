"""Whatever people call themselves and their rooms, and whatever they write: it is shown, and nothing runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, make_room, say
from tests.support.servers import Server

SCRIPTS = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "{{constructor.constructor('alert(1)')()}}",
    "`<b onclick=alert(1)>`",
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_is_text_in_every_field(visit: Visit, shared_server: Server, script: str) -> None:
    with shared_server.api("eve") as api:
        api.patch("me", json={"name": script[:80]}).raise_for_status()
    room = make_room(shared_server, title=script[:80], topic=script, people=["eve", "jonas"])
    say(shared_server, "eve", room, script)
    mina, eve = visit("mina", room), visit("eve", room)
    mina.page.on("dialog", lambda dialog: pytest.fail(f"A script ran: {dialog.message}"))
    expect(mina.title).to_have_text(script)
    expect(mina.page.locator(".who").first).to_have_text(script)
    expect(mina.page.locator("room-header .topic-text").first).to_have_text(script)
    expect(mina.rows.locator(".body").first).to_contain_text(script.strip("`"))
    eve.box.press_sequentially("x")
    expect(mina.typing).to_contain_text(script)
    mina.page.locator(".people-count").click()
    expect(mina.page.locator('.person[data-username="eve"] .name')).to_have_text(script)
    mina.page.keyboard.press("Control+k")
    expect(mina.page.locator(".switcher .option").first).to_be_visible()
    assert mina.page.locator("[onerror], [onload], [onclick], img[src=x], main script").count() == 0


def test_a_name_that_runs_from_right_to_left_keeps_to_its_place(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "jonas", room, "שלום לכולם", "Hello all")
    mina = visit("mina", room)
    direction = "(element) => getComputedStyle(element).direction"
    assert mina.sees("שלום").locator(".body").evaluate(direction) == "rtl"
    assert mina.sees("Hello all").locator(".body").evaluate(direction) == "ltr"
