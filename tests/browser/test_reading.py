"""The eye's place in a long room."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, say
from tests.support.servers import Server
from tests.support.waiting import eventually

PLACE = """(number) => document.querySelector(`#message-${number}`).getBoundingClientRect().top"""


def test_loading_older_messages_keeps_the_place_to_the_pixel(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, *(f"Line {number}\n" * (1 + number % 4) for number in range(1, 131)))
    page = visit("jonas", room).page
    expect(page.locator("#message-130")).to_be_in_viewport()
    expect(page.locator("#message-80")).to_have_count(0)
    scroll_to(page, 85)
    before = page.evaluate(PLACE, 85)
    expect(page.locator("#message-60")).to_have_count(1)
    assert abs(page.evaluate(PLACE, 85) - before) <= 1
    scroll_to(page, 35)
    expect(page.locator("#message-1")).to_have_count(1)
    expect(page.get_by_text("This is the very beginning.")).to_have_count(1)


def test_news_does_not_move_who_reads_further_up(visit: Visit, room: str, shared_server: Server) -> None:
    say(shared_server, "mina", room, *(f"Line {number}" for number in range(1, 61)))
    jonas = visit("jonas", room)
    expect(jonas.page.locator("#message-60")).to_be_in_viewport()
    eventually(lambda: reads_further_up(jonas.page, 15))
    before = jonas.page.evaluate(PLACE, 15)
    say(shared_server, "mina", room, "Fresh")
    expect(jonas.page.get_by_role("button", name="1 new message")).to_be_visible()
    assert abs(jonas.page.evaluate(PLACE, 15) - before) <= 1
    jonas.page.get_by_role("button", name="1 new message").click()
    expect(jonas.row("Fresh")).to_be_in_viewport()
    expect(jonas.page.locator(".jump")).to_be_hidden()


def test_a_room_is_asked_for_once(visit: Visit, room: str) -> None:
    """A second answer would start the timeline over under the reader's eye."""
    jonas = visit("jonas")
    sent: list[str] = []
    jonas.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    jonas.go(room).send("Here")
    jonas.sees("Here")
    assert [frame for frame in sent if "subscribe" in frame] == [f'{{"type":"subscribe","room":"{room}"}}']


def test_at_the_end_the_end_stays_in_sight(visit: Visit, room: str, shared_server: Server) -> None:
    jonas = visit("jonas", room)
    say(shared_server, "mina", room, *(f"Line {number}" for number in range(1, 41)))
    expect(jonas.row("Line 40")).to_be_in_viewport(ratio=1)


def reads_further_up(page: Page, number: int) -> bool:
    """The page may just be bringing its end into sight, and take who scrolled in that moment with it."""
    scroll_to(page, number)
    return page.locator(".jump").is_visible()


def scroll_to(page: Page, number: int) -> None:
    page.evaluate("(number) => document.querySelector(`#message-${number}`).scrollIntoView()", number)
