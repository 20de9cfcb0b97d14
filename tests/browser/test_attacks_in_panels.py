"""More than 300 strings that ran as script somewhere, in the panels and lists beside the timeline: nothing runs there,
and where they are text they stand as they were written. See tests/support/attackers_in_panels.py for who planted them.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.attacked import ENOUGH, Enter, Watched, each, texts, unfold
from tests.browser.test_notifications import panel
from tests.support.attackers import lines
from tests.support.attackers_in_panels import SHOWN
from tests.support.attacks import ATTACKS
from tests.support.servers import Server

NAMES = lines(80)
MOST_ASKED, MOST_WORDS, LONGEST = 30, 13, 400


@pytest.fixture(scope="module")
def site(attacked_panels: Server) -> Server:
    return attacked_panels


def flat(text: str) -> str:
    """As a message is shown in short."""
    return " ".join(re.sub(r"[*_`~>#]+", "", text).split())


def opened(visitor: Watched, panel: str) -> Watched:
    visitor.page.evaluate(f"document.querySelector('chat-app').announce('open-panel', {{ panel: '{panel}' }})")
    expect(visitor.page.locator(f"{panel}-panel:defined")).to_be_visible()
    return visitor


# Search


def questions() -> list[str]:
    """All of them, as few as possible: so many words, so many characters, and not often are asked at a time."""
    found = [""]
    for attack in ATTACKS:
        more = f"{found[-1]} {attack}".strip()
        fits = len(more) <= LONGEST and len(more.split()) <= MOST_WORDS
        found[-1 if fits else len(found) :] = [more if fits else attack]
    return [one for one in found if len(one.split()) <= MOST_WORDS]


LOOK_FOR = """async (query) => {
  const field = part("search-panel input");
  const answer = heard("ask-search", "answered");
  field.value = query;
  field.form.requestSubmit();
  await answer;
  return part(".search-none-title").textContent;
}"""


def test_what_is_looked_for_and_not_found(enter: Enter) -> None:
    asked, shown = questions(), []
    for first, who in enumerate(("eve", "rosa", "jonas")):
        visitor = opened(enter(who, "" if who == "eve" else "tea"), "search")
        shown += each(visitor.page, LOOK_FOR, asked[first * MOST_ASKED : (first + 1) * MOST_ASKED])
    assert len({attack for attack in ATTACKS if any(attack in one for one in shown)}) > 300


def test_what_is_found_with_its_marks(enter: Enter) -> None:
    mina = opened(enter("mina", "pinned"), "search")
    mina.page.locator("search-panel input").fill("in:pinned alert ")
    hits = unfold(mina.page, ".search-more", "a.hit")
    assert hits.filter(has=mina.page.locator("mark")).count() > 300
    assert mina.page.locator(".hit-text :not(mark)").count() == 0
    assert set(texts(mina.page, "a.hit .who")) <= set(NAMES)


# Messages with a mark


def test_pinned_messages_and_who_pinned_them(enter: Enter) -> None:
    mina = opened(enter("mina", "pinned"), "pins")
    expect(mina.page.locator("pins-panel message-item")).to_have_count(len(ATTACKS))
    shown = texts(mina.page, "pins-panel .where")
    assert {name for name in NAMES if any(name in one for one in shown)} == set(NAMES)


@pytest.mark.parametrize("name", ["saved", "mentions"])
def test_messages_of_many_rooms(enter: Enter, name: str) -> None:
    priya = opened(enter("priya"), name)
    unfold(priya.page, f"{name}-panel .more-marked", f"{name}-panel message-item")
    assert {one.rsplit(" · ", 1)[0] for one in texts(priya.page, f"{name}-panel .where")} >= set(NAMES)


def test_earlier_texts(enter: Enter) -> None:
    mina = enter("mina", "aside")
    mina.row("Written anew").get_by_role("button", name="(edited)").click()
    expect(mina.page.locator(".earlier .body")).to_have_count(len(ATTACKS))


def test_what_one_answers(enter: Enter) -> None:
    """Above the box where one writes."""
    mina = opened(enter("mina", "pinned"), "pins")
    expect(mina.page.locator("pins-panel message-item")).to_have_count(len(ATTACKS))
    answering = each(mina.page, ANSWER, range(len(ATTACKS)))
    assert not [one for one in NAMES if not any(text.endswith(f": {flat(one)}") for text in answering)]


ANSWER = """async (number) => {
  const item = document.querySelectorAll("pins-panel message-item")[number];
  const line = part(".room .replying-to");
  line.textContent = "";
  app.announce("act-on-message", { does: "reply", item, anchor: item });
  await until(() => line.textContent);
  return line.textContent;
}"""


# Threads


def test_the_list_of_threads(enter: Enter) -> None:
    mina = opened(enter("mina", "aside"), "threads")
    unfold(mina.page, "[data-does=more]", ".thread-row")
    assert set(texts(mina.page, ".thread-row .words")) >= set(map(flat, NAMES))
    assert set(texts(mina.page, ".thread-row .who")) >= set(NAMES)


def test_a_long_thread(enter: Enter) -> None:
    mina = enter("mina", "aside")
    mina.row("A long thread").locator(".replies").click()
    earlier = "thread-panel [data-does=before]"
    expect(mina.page.locator(earlier)).to_be_visible()
    rows = unfold(mina.page, earlier, "thread-panel message-item")
    assert rows.count() == len(ATTACKS) + 1
    assert set(texts(mina.page, "thread-panel .by .who")) >= set(NAMES)


def test_threads_that_the_room_shows_and_what_they_hang_on(enter: Enter) -> None:
    mina = enter("mina", "answers")
    assert each(mina.page, OPEN_THREAD, range(1, ENOUGH + 1)) == NAMES[:ENOUGH]
    expect(mina.page.locator("message-list .in-thread-text").last).not_to_be_empty()


OPEN_THREAD = """async (number) => {
  app.announce("open-thread", { room: "answers", number, from: null });
  const panel = part("thread-panel");
  const rows = () => [...panel.querySelectorAll("message-item")].map((row) => row.number);
  await until(() => rows()[0] === number && rows().length === 2);
  return part("thread-panel .who").textContent;
}"""


# Notifications


def test_why_one_did_not_get_it_and_where_one_gets_it(enter: Enter) -> None:
    for nth, who in enumerate(("mina", "jonas", "priya", "rosa")):
        page = panel(enter(who, "tea"))
        own = NAMES[nth * SHOWN : (nth + 1) * SHOWN]
        expect(page.locator(".decision")).to_have_count(len(own))
        assert texts(page, ".decision .what") == [f"{one} in {one}" for one in reversed(own)]
        browsers = NAMES if who == "mina" else []
        expect(page.locator(".browser-name")).to_have_count(len(browsers))
        assert texts(page, ".browser-name") == browsers


# Emoji of the site


def test_reactions_with_emoji_of_the_site(enter: Enter) -> None:
    shown = enter("mina", "reactions").page.locator("reaction-bar button")
    expect(shown).to_have_count(len(ATTACKS) + 1)
    labels = shown.evaluate_all("all => all.map(one => one.ariaLabel)")
    assert not [one for one in ATTACKS if not any(label.startswith(f":{one}: 1, ") for label in labels)]
