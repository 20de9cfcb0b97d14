"""More than 300 strings that ran as script somewhere, in every field that takes text: nothing runs.

Not at load, not when they come by the socket; no page breaks its policy, and nothing is asked of another site.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from httpx import Client
from playwright.sync_api import Page, expect

from tests.browser.attacked import Enter, planted, show
from tests.browser.conftest import make_room
from tests.browser.visitor import Visitor
from tests.support.attackers import lines
from tests.support.attacks import ATTACKS
from tests.support.seeds import Seed
from tests.support.servers import Server
from tests.support.waiting import eventually
from tests.support.watch import Watch

NAMES = lines(80)
PAGE = 50
POLICIES = {"require-trusted-types-for", "img-src"}


@pytest.fixture(scope="module")
def site(seed: Seed) -> Iterator[Server]:
    """Everybody and every room on it is called like an attack."""
    with planted(seed, "tests.support.attackers") as server:
        yield server


def test_there_are_more_than_300_for_every_field() -> None:
    assert len(ATTACKS) >= len(NAMES) > 300


@pytest.mark.parametrize(
    "attack", ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<svg onload=alert(1)>"]
)
def test_what_runs_is_noticed(bare: tuple[Watch, Page], attack: str) -> None:
    watch, page = bare
    show(page, [attack])
    assert [alarm for alarm in watch.alarms if "alert(1) ran" in alarm]


def test_what_breaks_the_policy_is_noticed(enter: Enter) -> None:
    mina = enter("mina")
    mina.page.evaluate("() => { try { document.body.innerHTML = '<b>' } catch {} }")
    mina.page.evaluate("() => { document.body.append(Object.assign(new Image(), { src: '//evil.example/x.png' })) }")
    eventually(lambda: mina.page.evaluate("1") and {alarm.split()[1] for alarm in mina.watch.alarms} >= POLICIES)
    mina.watch.alarms.clear()


# Pages that the server renders


def test_pages_of_the_site(bare: tuple[Watch, Page], site: Server) -> None:
    watch, page = bare
    with site.api("mina") as api, site.browser("mina") as owner, site.browser() as stranger:
        pages = [named(api, owner, stranger, number) for number in range(len(NAMES))]
        api.patch("site", json={"name": "Hubbub"})
    for first in range(0, len(pages), PAGE):
        show(page, pages[first : first + PAGE])
        page.evaluate("document.body.replaceChildren()")
    assert not watch.alarms, watch.alarms


def named(api: Client, owner: Client, stranger: Client, number: int) -> str:
    """One of the pages, in turn, when the site is called like an attack; a form's is the one that gives it back."""
    api.patch("site", json={"name": NAMES[number]}).raise_for_status()
    if number % 4 == 0:
        token = owner.cookies["csrftoken"]
        form = {"does": "change", "name": ATTACKS[number] * 80, "sign_up": NAMES[number], "csrfmiddlewaretoken": token}
        return owner.post("/site/", data=form).text
    address = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")[number % 4 - 1]
    return stranger.get(address, params={"next": f"/chat/{NAMES[number]}"}).text


# Messages


@pytest.fixture
def room(site: Server) -> str:
    return make_room(site, people=["jonas"])


def test_messages_that_come_by_the_socket_and_are_there_when_one_comes_back(
    enter: Enter, site: Server, room: str
) -> None:
    mina = enter("mina", room)
    with site.api("jonas") as jonas:
        for number, attack in enumerate(ATTACKS):
            jonas.post(f"rooms/{room}/messages", json={"body": attack, "reply_to": number or None}).raise_for_status()
        jonas.post(f"rooms/{room}/messages", json={"body": "The last one."}).raise_for_status()
    arrives(mina, "The last one.")
    for number in range(PAGE // 2, len(ATTACKS), PAGE):
        mina.go(room, number)
        expect(mina.page.locator(".quote:visible .quote-text").first).not_to_be_empty()


def test_messages_that_are_edited(enter: Enter, site: Server, room: str) -> None:
    mina = enter("mina", room)
    with site.api("jonas") as jonas:
        for _ in range(PAGE):
            jonas.post(f"rooms/{room}/messages", json={"body": "Before."}).raise_for_status()
        for number, attack in enumerate(ATTACKS[::3]):
            jonas.patch(f"rooms/{room}/messages/{number % PAGE + 1}", json={"body": attack}).raise_for_status()
        jonas.patch(f"rooms/{room}/messages/{PAGE}", json={"body": "The last one."}).raise_for_status()
    arrives(mina, "The last one.")


def arrives(reader: Visitor, text: str) -> None:
    """After all that was said before it."""
    expect(reader.row(text)).to_have_count(1, timeout=60_000)


# Names of people


def test_people_in_a_room_and_what_they_say(enter: Enter) -> None:
    mina = enter("mina", "crowd")
    for number in range(PAGE // 2, len(NAMES), PAGE):
        mina.go("crowd", number)
        expect(mina.rows.first).to_be_visible()
    mina.page.locator(".people-count").click()
    expect(mina.page.locator(".person")).to_have_count(len(NAMES) + 1)


def test_people_who_are_completed_found_and_written_to(enter: Enter) -> None:
    mina = enter("mina", "crowd")
    for letters in ("@attacker", "@<", "@a", '@"'):
        mina.box.fill("")
        mina.box.press_sequentially(letters)
    expect(mina.page.locator('room-list [data-kind="direct"] a')).to_have_count(-(-len(NAMES) // 7))
    mina.page.keyboard.press("Escape")
    mina.page.keyboard.press("Control+k")
    for letters in ("<", "script", "attacker"):
        mina.page.locator(".switcher input").fill(letters)
        expect(mina.page.locator(".switcher .option").first).to_be_visible()


def test_names_that_change_while_one_looks(enter: Enter, site: Server, room: str) -> None:
    with site.api("eve") as eve:
        eve.post(f"rooms/{room}/join")
        eve.post(f"rooms/{room}/messages", json={"body": "I am nobody."})
        mina = enter("mina", room)
        for name in NAMES[::3]:
            eve.patch("me", json={"name": name}).raise_for_status()
            eve.patch(f"rooms/{room}/messages/1", json={"body": f"I am {len(name)}"})
        eve.post(f"rooms/{room}/messages", json={"body": "That was all."})
    arrives(mina, "That was all.")
    expect(mina.page.locator(".who").last).to_have_text(NAMES[::3][-1])


# Rooms


def test_rooms_in_the_sidebar_and_when_they_are_browsed(enter: Enter) -> None:
    priya, jonas = enter("priya"), enter("jonas")
    for number in (0, len(NAMES) - 1):
        expect(priya.link(f"attack-{number}").locator(".name")).to_have_text(NAMES[number])
    jonas.button("Browse and create rooms").click()
    eventually(lambda: in_the_directory(jonas) >= len(NAMES), within=60)
    last = jonas.page.locator(f".directory-row[data-room=attack-{len(NAMES) - 1}]")
    expect(last.locator(".name")).to_have_text(NAMES[-1])


def in_the_directory(visitor: Visitor) -> int:
    """So many rooms are listed by now; at its end it asks for more."""
    visitor.page.locator(".directory-frame").evaluate("frame => frame.scrollTo(0, frame.scrollHeight)")
    return visitor.page.locator(".directory-row").count()


def test_a_room_that_one_is_not_in(enter: Enter) -> None:
    jonas = enter("jonas")
    for number in range(0, len(NAMES), 40):
        jonas.page.goto(f"/chat/attack-{number}/")
        expect(jonas.page.locator(".place-title")).to_have_text(NAMES[number])


def test_titles_and_topics_that_change_while_one_looks(enter: Enter, site: Server, room: str) -> None:
    mina = enter("mina", room)
    with site.api("mina") as owner:
        for name in NAMES:
            owner.patch(f"rooms/{room}", json={"title": name, "topic": name}).raise_for_status()
    expect(mina.title).to_have_text(NAMES[-1], timeout=60_000)
    expect(mina.link(room).locator(".name")).to_have_text(NAMES[-1])
