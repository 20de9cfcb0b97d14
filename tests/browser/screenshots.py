"""The pictures of the README: `python tests/browser/screenshots.py` draws docs/images/ from a demo."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support import chromium  # noqa: E402
from tests.support.servers import Server, sign_in  # noqa: E402

IMAGES = ROOT / "docs" / "images"
ROOM = "tea"
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
CODE = '''\
It is square to within 0.1 mm. I wrote a tiny script for the log so nobody has to remember the numbers:
```python
def drift(readings):
    """Largest difference from the first reading, in mm."""
    return max(abs(r - readings[0]) for r in readings)
```'''


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with Server() as server, sync_playwright() as playwright:
        password = prepare(server)
        browser = playwright.chromium.launch(**chromium.launch_options())
        draw(Studio(server, browser, password))
        browser.close()


class Studio:
    def __init__(self, server: Server, browser: Browser, password: str) -> None:
        self.server = server
        self.browser = browser
        self.password = password

    @contextmanager
    def seen_by(self, who: str, **options: Any) -> Iterator[Page]:
        context = self.browser.new_context(base_url=self.server.url, locale="en-GB", reduced_motion="reduce", **options)
        self._let_in(context, who)
        page = context.new_page()
        page.goto(f"/chat/{ROOM}/")
        expect(page.locator("message-item").last).to_be_visible()
        yield page
        context.close()

    def _let_in(self, context: BrowserContext, who: str) -> None:
        with self.server.browser() as client:
            sign_in(client, who, self.password)
            cookies = client.cookies.items()
        context.add_cookies([{"name": name, "value": value, "url": self.server.url} for name, value in cookies])


def prepare(server: Server) -> str:
    """A workshop with a past, and a conversation that goes on now; the password of everybody in it."""
    said = server.cli("demo", "--seed", "7")
    found = re.search(r"Password: (\S+)", said)
    assert found, said
    converse(server)
    return found[1]


def converse(server: Server) -> None:
    people = {who: api(server, who) for who in ("mina", "jonas", "priya", "rosa", "sam")}
    for client in people.values():
        for room in (ROOM, "laser-cutter"):
            client.post(f"rooms/{room}/join")
    people["mina"].patch("site", json={"name": "Riverside Makers"})
    fence = post(people["mina"], "The new bandsaw fence arrived. @jonas could you check it before Tuesday’s evening?")
    react(people, fence, "👍", "jonas", "rosa", "sam", "priya")
    react(people, fence, "🎉", "priya", "sam")
    post(people["jonas"], CODE, reply_to=fence)
    guard = post(people["jonas"], "Guard is back on as wel")
    people["jonas"].patch(f"rooms/{ROOM}/messages/{guard}", json={"body": "Guard is back on as well."})
    for who in ("mina", "sam"):
        people[who].post(f"rooms/{ROOM}/read", json={"number": guard})
    sign = post(
        people["priya"],
        "Morning! First attempt at the sign for the front window, on the big table. Too *much* gradient?",
    )
    react(people, sign, "😍", "rosa", "sam", "jonas")
    react(people, sign, "🔥", "mina")
    post(people["rosa"], "I like it! Maybe calm the purple a little.")
    post(people["sam"], "@mina the delivery is at the door", room="laser-cutter")


def draw(studio: Studio) -> None:
    with studio.seen_by("jonas") as jonas, studio.seen_by("mina", **WIDE) as page:
        settle(page, jonas)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=IMAGES / f"chat-{theme}.png")
    with studio.seen_by("sam", **PHONE) as page:
        expect(page.locator(".fresh:visible")).to_be_attached()
        page.screenshot(path=IMAGES / "chat-phone.png")


def settle(page: Page, jonas: Page) -> None:
    page.locator("#composer-text").fill("Lovely. I can bring the ")
    jonas.locator("#composer-text").press_sequentially("x")
    expect(page.locator("typing-line")).not_to_be_empty()
    jonas.locator("#composer-text").fill("")


def api(server: Server, who: str) -> httpx.Client:
    token = server.cli("token", "add", who).strip()
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=f"{server.url}/api/v1/", headers=headers, trust_env=False, timeout=30)


def post(client: httpx.Client, body: str, *, room: str = ROOM, **fields: Any) -> int:
    answer = client.post(f"rooms/{room}/messages", json={"body": body, **fields}).raise_for_status()
    return int(answer.json()["number"])


def react(people: dict[str, httpx.Client], number: int, emoji: str, *names: str) -> None:
    for name in names:
        people[name].put(f"rooms/{ROOM}/messages/{number}/reactions/{emoji}").raise_for_status()


if __name__ == "__main__":
    main()
