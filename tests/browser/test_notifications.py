"""Being told of messages while one looks elsewhere, or has the chat closed; choosing what, how and when."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Worker, expect

from tests.browser.conftest import Visit, make_room, say
from tests.browser.visitor import Visitor
from tests.support.servers import Server
from tests.support.waiting import eventually

ALLOWED = {"permissions": ["notifications"], "service_workers": "allow"}
SHOWN = """async () => {
  const worker = await navigator.serviceWorker.ready;
  return (await worker.getNotifications()).map(({title, body, tag, data}) => ({title, body, tag, number: data.number}));
}"""
RUNS = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)"


def told(visitor: Visitor) -> Any:
    """The notifications that this person's desktop shows."""
    return visitor.page.evaluate(SHOWN)


def is_told(visitor: Visitor, *bodies: str) -> list[Any]:
    """The notifications, once they are these. Asked seldom: Chromium forgets one that it is about to show meanwhile."""

    def these() -> list[Any] | None:
        shown: list[Any] = told(visitor)
        return shown if [one["body"] for one in shown] == [*bodies] else None

    return eventually(these, every=0.5) or []


def listening(visitor: Visitor) -> Visitor:
    """Once the page's worker runs, the page tells."""
    eventually(lambda: visitor.page.evaluate(RUNS), within=60)
    return visitor


@pytest.fixture
def elsewhere(shared_server: Server) -> str:
    return make_room(shared_server, people=["jonas", "priya"], title="Elsewhere")


def test_who_is_named_elsewhere_is_told_and_nobody_else(
    visit: Visit, room: str, elsewhere: str, shared_server: Server
) -> None:
    jonas, priya = listening(visit("jonas", room, **ALLOWED)), listening(visit("priya", room, **ALLOWED))
    say(shared_server, "mina", elsewhere, "The saw is free, @jonas")
    [shown] = is_told(jonas, "The saw is free, @jonas")
    assert shown == {
        **{"title": "Mina Alvarez in Elsewhere", "body": "The saw is free, @jonas", "tag": f"{elsewhere}!", "number": 1}
    }
    expect(priya.link(elsewhere)).to_be_visible()
    assert told(priya) == []


def test_of_a_room_that_one_looks_at_one_is_not_told(
    visit: Visit, room: str, elsewhere: str, shared_server: Server
) -> None:
    jonas, mina = listening(visit("jonas", room, **ALLOWED)), visit("mina", room)
    mina.send("Hello @jonas")
    jonas.sees("Hello @jonas")
    say(shared_server, "mina", elsewhere, "And here, @jonas")
    is_told(jonas, "And here, @jonas")


def test_an_answer_in_a_followed_thread_is_told_though_the_first_question_for_the_preferences_failed(
    visit: Visit, room: str, elsewhere: str, shared_server: Server
) -> None:
    say(shared_server, "jonas", elsewhere, "Which kettle?")
    jonas = visit("jonas", room, **ALLOWED)
    jonas.page.route("**/me/preferences", lambda route: route.abort())
    with jonas.page.expect_event("requestfailed", lambda request: request.url.endswith("/me/preferences")):
        jonas.page.reload()
    jonas.page.unroute("**/me/preferences")
    jonas.page.context.set_offline(True)
    expect(jonas.bar).to_be_visible()
    with jonas.page.expect_response("**/me/preferences"):
        jonas.page.context.set_offline(False)
    listening(jonas)
    with shared_server.api("mina") as api:
        api.post(f"rooms/{elsewhere}/messages", json={"body": "The blue one", "thread": 1}).raise_for_status()
    is_told(jonas, "The blue one")


def panel(visitor: Visitor) -> Page:
    visitor.button("Your menu").or_(visitor.page.locator(".me-button")).first.click()
    visitor.button("Notifications").click()
    expect(visitor.page.locator("notifications-panel:defined")).to_be_visible()
    return visitor.page


def test_what_one_hears_of_a_room_is_chosen_in_the_panel(
    visit: Visit, room: str, elsewhere: str, shared_server: Server
) -> None:
    jonas = listening(visit("jonas", elsewhere, **ALLOWED))
    panel(jonas).get_by_label("Elsewhere").select_option("Everything")
    with shared_server.api("jonas") as api:
        eventually(lambda: api.patch(f"rooms/{elsewhere}/me", json={}).json()["notify"] == "all")
    jonas.link(room).click()
    say(shared_server, "mina", elsewhere, "Just a thought")
    [shown] = is_told(jonas, "Just a thought")
    assert shown["tag"] == elsewhere


COUNT_NOTES = """() => {
  window.notes = 0;
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (at) { window.notes++; start.call(this, at); };
}"""


def test_who_wants_it_hears_two_soft_notes(visit: Visit, room: str, elsewhere: str, shared_server: Server) -> None:
    jonas = listening(visit("jonas", room, **ALLOWED))
    jonas.page.evaluate(COUNT_NOTES)
    panel(jonas).get_by_label("Play a soft sound").check()
    eventually(lambda: jonas.page.evaluate("notes") == 2)
    say(shared_server, "mina", elsewhere, "Listen, @jonas")
    eventually(lambda: jonas.page.evaluate("notes") == 4)
    jonas.page.get_by_label("Play a soft sound").uncheck()
    say(shared_server, "mina", elsewhere, "And now, @jonas")
    is_told(jonas, "And now, @jonas")
    assert jonas.page.evaluate("notes") == 4


def test_who_has_blocked_notifications_reads_what_to_do(visit: Visit, room: str) -> None:
    jonas = panel(visit("jonas", room, permissions=[]))
    expect(jonas.get_by_text("You have blocked notifications of this site.")).to_be_visible()


def test_who_rests_is_not_told_and_sees_so_in_every_tab(
    visit: Visit, room: str, elsewhere: str, shared_server: Server
) -> None:
    priya = listening(visit("priya", room, **ALLOWED))
    other = Visitor(priya.page.context.new_page(), "priya").go(room)
    panel(priya)
    panel(other)
    priya.button("30 minutes").click()
    for tab in (priya, other):
        expect(tab.page.locator("notifications-panel .rest")).to_contain_text("Nothing disturbs you until")
    say(shared_server, "mina", elsewhere, "@priya?")
    expect(priya.link(elsewhere)).to_contain_text("1")
    other.button("Disturb me").click()
    expect(priya.page.locator("notifications-panel .rest")).to_be_empty()
    say(shared_server, "mina", elsewhere, "@priya!")
    is_told(priya, "@priya!")
    expect(other.button("Disturb me")).to_be_hidden()
    expect(other.button("30 minutes")).to_be_focused()


def test_an_answer_that_was_under_way_does_not_undo_a_later_choice(
    visit: Visit, room: str, shared_server: Server
) -> None:
    with shared_server.api("priya") as api:
        before = api.get("me/preferences").json()
        priya = visit("priya", room)
        held = priya.hold("**/me/preferences")
        priya.page.reload()
        [question] = held(1)
        sound = panel(priya).get_by_label("Play a soft sound")
        api.patch("me/preferences", json={"sound": True}).raise_for_status()
        expect(sound).to_be_checked()
        with priya.page.expect_response("**/me/preferences"):
            question.fulfill(json=before)
        priya.page.evaluate("new Promise(requestAnimationFrame)")
        expect(sound).to_be_checked()
        api.patch("me/preferences", json={"sound": False}).raise_for_status()


def deliver(visitor: Visitor, push: dict[str, Any]) -> Worker:
    """As the browser's push service would bring it. (Chromium takes none from the DevTools in a private context.)"""
    [worker] = eventually(lambda: told(visitor) == [] and visitor.page.context.service_workers)
    worker.evaluate("(push) => void dispatchEvent(new PushEvent('push', { data: JSON.stringify(push) }))", push)
    return worker


def test_a_push_becomes_a_notification_whose_click_opens_the_message(
    visit: Visit, room: str, elsewhere: str, shared_server: Server
) -> None:
    say(shared_server, "mina", elsewhere, "Look at this")
    jonas = listening(visit("jonas", room, **ALLOWED))
    push = {"room": elsewhere, "number": 1, "tag": elsewhere, "title": "Mina in Elsewhere", "body": "Look at this"}
    worker = deliver(jonas, push)
    [shown] = is_told(jonas, "Look at this")
    assert shown["title"] == "Mina in Elsewhere"
    worker.evaluate("""async () => {
      const [notification] = await registration.getNotifications();
      dispatchEvent(new NotificationEvent("notificationclick", { notification }));
    }""")
    jonas.sees("Look at this")
    expect(jonas.page).to_have_url(re.compile(f"/chat/{elsewhere}/1/$"))
    eventually(lambda: told(jonas) == [])


def test_without_a_network_there_is_a_page_that_says_so(visit: Visit, room: str) -> None:
    jonas = listening(visit("jonas", room, **ALLOWED))
    jonas.page.wait_for_function("() => Boolean(navigator.serviceWorker.controller)")
    jonas.page.context.set_offline(True)
    jonas.page.goto("/chat/")
    expect(jonas.page.get_by_role("heading", name="There is no connection")).to_be_visible()
    jonas.page.context.set_offline(False)
    jonas.page.get_by_role("link", name="Try again").click()
    expect(jonas.page.locator(".me-name .handle")).to_have_text("@jonas")
