"""The pictures of the README and docs/: `python tests/browser/screenshots.py` draws docs/images/ from a demo."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support import chromium  # noqa: E402
from tests.support.servers import Server, sign_in  # noqa: E402

IMAGES = ROOT / "docs" / "images"
ROOM = "tea"
WIDE = {"viewport": {"width": 1440, "height": 900}}
NARROW = {"viewport": {"width": 1200, "height": 720}}
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
    people["mina"].put(f"rooms/{ROOM}/messages/{fence}/pin").raise_for_status()
    answer(people, post(people["jonas"], CODE, reply_to=fence))
    guard = post(people["jonas"], "Guard is back on as wel")
    people["jonas"].patch(f"rooms/{ROOM}/messages/{guard}", json={"body": "Guard is back on as well."})
    for who in ("mina", "sam"):
        people[who].post(f"rooms/{ROOM}/read", json={"number": guard})
    sign = post(
        people["priya"],
        "Morning! First attempt at the sign for the front window. Too *much* orange?",
        uploads=[bring(people["priya"], "window-sign.png", sign_of_the_window())],
    )
    react(people, sign, "😍", "rosa", "sam", "jonas")
    react(people, sign, "🔥", "mina")
    post(people["rosa"], "I like it! Maybe calm the sun a little.")
    post(people["sam"], "@mina the delivery is at the door", room="laser-cutter")


def answer(people: dict[str, httpx.Client], root: int) -> None:
    post(people["mina"], "Lovely. Can it go into the wiki?", thread=root)
    done = post(people["priya"], "Done, linked from the page of the machine.", thread=root)
    react(people, done, "🙏", "mina", "jonas", "sam")
    post(people["sam"], "I measured again this morning: **0.08 mm** at the far end.", thread=root)
    post(
        people["rosa"], "Then a sheet beside the saw is enough. And a pencil on a string, they walk away.", thread=root
    )


def sign_of_the_window() -> bytes:
    """A low sun over the river, in a few flat colours."""
    image = Image.new("RGB", (1600, 800), "#f3b276")
    pen = ImageDraw.Draw(image)
    pen.ellipse((620, 190, 980, 550), fill="#fff0d6")
    for height, colour in ((430, "#e08a4f"), (520, "#c4602f"), (610, "#8f4560"), (700, "#5f3f74")):
        pen.rectangle((0, height, 1600, 800), fill=colour)
    pen.text((800, 610), "RIVERSIDE MAKERS", fill="#fff7ee", anchor="mm", font=ImageFont.load_default(130))
    return packed(image)


def packed(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def draw(studio: Studio) -> None:
    with studio.seen_by("jonas") as jonas, studio.seen_by("mina", **WIDE) as page:
        settle(page, jonas)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            take(page, f"chat-{theme}")
    with studio.seen_by("sam", **PHONE) as page:
        expect(page.locator(".fresh:visible")).to_be_attached()
        take(page, "chat-phone")
    with studio.seen_by("rosa", **NARROW) as page:
        look_for(page, "bandsaw fence ")
        take(page, "search")


def take(page: Page, name: str) -> None:
    """Chromium packs loosely, and 256 colours are enough for a page: a third of the bytes."""
    expect(page.locator(".room .picture img")).to_have_js_property("naturalWidth", 640)
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


def look_for(page: Page, text: str) -> None:
    page.get_by_role("button", name="Search messages").click()
    page.get_by_role("combobox", name="Search messages").fill(text)
    expect(page.locator("a.hit").first).to_be_visible()


def settle(page: Page, jonas: Page) -> None:
    page.locator(".replies:visible").click()
    expect(page.locator("thread-panel message-item").last).to_contain_text("pencil")
    page.locator("#composer-text").fill("Lovely. I can bring the ")
    page.get_by_text("Morning! First attempt").hover()
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


def bring(client: httpx.Client, name: str, content: bytes) -> int:
    brought = client.post("uploads", data={"room": ROOM}, files={"file": (name, content)}).raise_for_status()
    return int(brought.json()["id"])


def react(people: dict[str, httpx.Client], number: int, emoji: str, *names: str) -> None:
    for name in names:
        people[name].put(f"rooms/{ROOM}/messages/{number}/reactions/{emoji}").raise_for_status()


if __name__ == "__main__":
    main()
