"""The same strings as names: of rooms, files, emoji; in the welcome of a room, in toasts, in what the desktop shows, in
an invitation. See tests/support/attackers_in_panels.py for who planted them.
"""

from __future__ import annotations

import re
from itertools import chain
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.attacked import ENOUGH, Enter, each, show, texts, unfold
from tests.browser.test_notifications import ALLOWED, listening, told
from tests.support.attackers import lines
from tests.support.attackers_in_panels import TOGETHER, code_of
from tests.support.attacks import ATTACKS
from tests.support.servers import Server
from tests.support.waiting import eventually
from tests.support.watch import Watch

NAMES = lines(80)
SOME = NAMES[:ENOUGH]
PAGE = 50


@pytest.fixture(scope="module")
def site(attacked_panels: Server) -> Server:
    return attacked_panels


# Rooms


@pytest.fixture
def hers(site: Server) -> str:
    """A room of eve's, who sees its welcome as if she were new."""
    with site.api("eve") as eve:
        eve.post("rooms", json={"room": "hers", "title": "Hers", "kind": "public"}).raise_for_status()
        eve.patch("rooms/hers", json={"welcome": "Hello"}).raise_for_status()
        eve.patch("rooms/hers/me", json={"welcomed": False}).raise_for_status()
    return "hers"


def test_a_room_with_its_settings_and_its_welcome(enter: Enter, hers: str) -> None:
    page = enter("eve", hers).page
    expect(page.locator("room-welcome")).to_be_visible()
    page.evaluate(OPEN_SETTINGS)
    page.evaluate(KEEP)
    expect(page.locator("room-settings [name=welcome]")).to_have_value("Hello")
    assert each(page, CHANGE_ROOM, SOME) == [[name] * 5 + [f"{name} · Hubbub"] for name in SOME]


OPEN_SETTINGS = "document.querySelector('chat-app').announce('open-panel', { panel: 'room-settings' })"

# Welcomes that were shown stay in the page, for the watch to look at in the end.
KEEP = "document.body.append(Object.assign(document.createElement('div'), { id: 'kept', hidden: true }))"
CHANGE_ROOM = """async (name) => {
  const welcomed = Promise.all([heard("read-welcome", "found"), heard("read-room-welcome", "found")]);
  app.announce("save-room", { room: "hers", changes: { title: name, topic: name, welcome: name }, answered: () => {} });
  await welcomed;
  part("#kept").append(part("room-welcome .body").cloneNode(true));
  const { title, topic, welcome } = part("room-settings form").elements;
  const [head, about] = [".title", ".topic-text"].map((place) => part(`room-header ${place}`).textContent);
  return [title.value, topic.value, welcome.value, head, about, document.title];
}"""


def test_the_directory(enter: Enter) -> None:
    eve = enter("eve")
    eve.page.locator("[data-intent=open-browse]:visible").first.click()
    unfold(eve.page, ".show-more", ".directory-row")
    for part in (".name", ".topic"):
        assert set(texts(eve.page, f".directory-row {part}")) >= set(NAMES)


def test_rooms_that_are_looked_for_and_made(enter: Enter) -> None:
    eve = enter("eve")
    eve.page.locator("[data-intent=open-browse]:visible").first.click()
    expect(eve.page.locator(".directory-row").first).to_be_visible()
    sought = [f"{name} nowhere" for name in SOME]
    made = each(eve.page, LOOK_FOR_ROOM, sought)
    assert made == [[f"Create the room “{one}”", one] for one in sought]


LOOK_FOR_ROOM = """async (query) => {
  const answer = heard("list-rooms", "found");
  part("browse-rooms .search input").value = query;
  part(".directory-ways").dispatchEvent(new Event("change"));
  await answer;
  const offered = part(".start-create span").textContent;
  part(".start-create").click();
  const { value } = part("form.create").elements.title;
  part("[data-does=cancel-create]").click();
  return [offered, value];
}"""


# Files


def test_pictures_and_cards_on_messages_and_pictures_one_after_the_other(enter: Enter) -> None:
    page = enter("mina", "files").page
    expect(page.locator("message-files .picture")).to_have_count(len(ATTACKS))
    assert set(texts(page, ".file-card[download] .file-name")) == set(ATTACKS)
    seen = each(page, LEAF_THROUGH, range(-(-len(ATTACKS) // TOGETHER)))
    assert [*chain(*seen)] == [[attack] * 3 for attack in ATTACKS]


LEAF_THROUGH = """async (number) => {
  const pictures = document.querySelectorAll("message-list .gallery")[number].querySelectorAll(".picture");
  const box = part("light-box dialog");
  pictures[0].click();
  await until(() => box.open);
  const seen = [...pictures].map(() => {
    const [name, image, save] = [".box-name", "img", ".box-save"].map((place) => box.querySelector(place));
    const shown = [name.textContent, image.alt, save.download];
    box.querySelector(".after").click();
    return shown;
  });
  box.close();
  return seen;
}"""


def test_players(enter: Enter) -> None:
    mina = enter("mina", "tea")
    mina.page.route(re.compile(r"/uploads/\d+$"), lambda route: route.abort())
    players = mina.go("players").page.locator("message-files :is(audio, video)")
    expect(players).to_have_count(len(ATTACKS))
    assert set(players.evaluate_all("all => all.map(one => one.ariaLabel)")) == set(ATTACKS)


def test_files_that_do_not_arrive(enter: Enter) -> None:
    page = enter("mina", "tea").page
    page.route("**/api/v1/uploads", lambda route: route.abort())
    groups = [ATTACKS[first : first + TOGETHER] for first in range(0, len(ATTACKS), TOGETHER)]
    assert [*chain(*each(page, DROP, groups))] == ATTACKS


DROP = """async (names) => {
  const given = new DataTransfer();
  const file = (name, index) => new File(["x"], name, { type: index % 2 ? "image/png" : "text/html" });
  names.forEach((name, index) => given.items.add(file(name, index)));
  const chips = () => [...document.querySelectorAll(".room .attached-file")];
  part(".room .log").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: given }));
  await until(() => chips().length === names.length && chips().every((chip) => chip.querySelector(".why").textContent));
  const shown = chips().map((chip) => chip.querySelector(".file-name").textContent);
  chips().forEach((chip) => chip.querySelector("[data-does=remove]").click());
  return shown;
}"""


# Emoji of the site, which have such names only where somebody wrote them past the operation


def test_the_owners_list_of_emoji(enter: Enter) -> None:
    page = enter("mina", "tea").page
    each(page, "() => app.announce('open-site-emoji')", [None])
    expect(page.locator(".site-emoji .name")).to_have_count(len(set(ATTACKS)))
    suggested = each(page, SUGGEST, ATTACKS)
    assert not [name for name in suggested if not name.replace("_", "a").replace("+", "a").replace("-", "a").isalnum()]


SUGGEST = """(name) => {
  const { file, name: field } = part("site-emoji-dialog form").elements;
  const given = new DataTransfer();
  given.items.add(new File(["x"], name));
  [file.files, field.value] = [given.files, ""];
  file.dispatchEvent(new Event("change", { bubbles: true }));
  return field.value;
}"""


def test_the_board_of_emoji(enter: Enter) -> None:
    mina = enter("mina", "tea")
    mina.button("Insert an emoji").click()
    keys = mina.page.locator("section[data-group=site] button")
    expect(keys).to_have_count(len(set(ATTACKS)))
    assert {key[1:-1] for key in keys.evaluate_all("all => all.map(one => one.dataset.sign)")} == set(ATTACKS)
    for letters in ("<", '"', "javascript"):
        mina.page.locator("#emoji-picker input").fill(letters)
        expect(mina.page.locator(".emoji-keys button").first).to_be_visible()
    mina.page.keyboard.press("Escape")
    mina.box.press_sequentially(":javas")
    expect(mina.page.locator(".completions .option").first).to_be_visible()


# What is said to one


def test_what_comes_back_unsent(enter: Enter) -> None:
    """Written for a room that one is not in any more: a toast gives it back."""
    eve = enter("eve")
    eve.page.add_init_script(HEAR_TOASTS)
    each(eve.page, WRITE, ATTACKS)
    eve.page.reload()
    heard = eventually(lambda: len(found := eve.page.evaluate("toasts")) >= len(ATTACKS) and found, within=60)
    assert {one.partition(" “")[2].removesuffix("”") for one in heard} == set(ATTACKS)


HEAR_TOASTS = """globalThis.toasts = [];
document.addEventListener("DOMContentLoaded", () => {
  const line = document.querySelector("toast-line");
  new MutationObserver(() => toasts.push(line.textContent)).observe(line, { childList: true });
});"""


WRITE = """(body) => {
  const client_id = crypto.randomUUID();
  const letter = { client_id, body, room: "aside", created: new Date().toISOString(), failed: "" };
  localStorage.setItem(`hubbub.outbox.${app.store.me.id}.${client_id}`, JSON.stringify(letter));
}"""


def test_what_the_desktop_shows_and_where_a_click_leads(enter: Enter) -> None:
    jonas = listening(enter("jonas", "tea", **ALLOWED))
    [worker] = eventually(lambda: told(jonas) == [] and jonas.page.context.service_workers)
    worker.evaluate(PUSH, SOME)
    shown = told(jonas)
    assert len(shown) == ENOUGH
    assert {one["title"] for one in shown} == {one["body"] for one in shown} == set(SOME)
    worker.evaluate(CLICK)
    jonas.page.wait_for_url(f"**/chat/{quote(SOME[0], safe=UNQUOTED)}/1/")


UNQUOTED = "!'()*"
# One is on the desktop before the next comes: Chromium forgets those that it has not put there yet when it is asked
# which there are, and the worker asks.
PUSH = """async (attacks) => {
  for (const [index, text] of attacks.entries())
    await pushed({ room: text, number: 1, tag: String(index), title: text, body: text });
}"""
CLICK = """async () => {
  const [notification] = await registration.getNotifications({ tag: "0" });
  dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


# Pages that the server renders


def test_invitations(bare: tuple[Watch, Page], site: Server) -> None:
    watch, page = bare
    with site.browser() as stranger, site.browser("mina") as owner:
        pages = [stranger.get(f"/join/{code_of(number)}/").text for number in range(len(NAMES))]
        pages.append(owner.get("/site/").text)
    for first in range(0, len(pages), PAGE):
        show(page, pages[first : first + PAGE])
        page.evaluate("document.body.replaceChildren()")
    assert not watch.alarms, watch.alarms
