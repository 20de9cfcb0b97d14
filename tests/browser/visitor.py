"""A person at a browser, in the words of the stories."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Self

from playwright.sync_api import ConsoleMessage, Locator, Page, Route, expect

from tests.support.waiting import eventually

EXPECTED = re.compile(r"Failed to load resource|WebSocket connection|net::ERR")


class Visitor:
    def __init__(self, page: Page, who: str) -> None:
        self.page = page
        self.who = who
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, room: str = "", number: int | None = None) -> Self:
        self.page.goto("/chat/" + (f"{room}/" if room else "") + (str(number) if number else ""))
        expect(self.page.locator(".me-name .handle")).to_have_text(f"@{self.who}")
        if room:
            expect(self.title).not_to_be_empty()
        return self

    @property
    def title(self) -> Locator:
        return self.page.get_by_role("heading", level=1).and_(self.page.locator(":visible"))

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def rows(self) -> Locator:
        return self.page.locator("message-item")

    @property
    def typing(self) -> Locator:
        return self.page.locator("typing-line")

    @property
    def bar(self) -> Locator:
        return self.page.locator("connection-bar")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def dialog(self, name: str) -> Locator:
        return self.page.get_by_role("dialog", name=name)

    def row(self, text: str) -> Locator:
        return self.rows.filter(has=self.page.locator(".body", has_text=text))

    def link(self, room: str) -> Locator:
        return self.page.locator(f'room-list a[data-room="{room}"]')

    def send(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def sees(self, text: str) -> Locator:
        row = self.row(text)
        expect(row).to_have_count(1)
        expect(row).not_to_have_class(re.compile("pending"))
        return row

    def act(self, text: str, action: str) -> None:
        """Do something with a message, once it is sent: by its toolbar, or by the menu behind it."""
        row = self.sees(text)
        row.hover()
        button = row.locator("message-actions").get_by_role("button", name=action, exact=True)
        if button.count():
            return button.click()
        row.get_by_role("button", name="More", exact=True).click()
        return self.menu.get_by_role("menuitem", name=action).click()

    @property
    def menu(self) -> Locator:
        return self.page.get_by_role("menu", name="Message actions")

    def bodies(self) -> list[str]:
        return self.page.locator("message-item .body").all_inner_texts()

    def hold(self, address: str) -> Callable[[int], list[Route]]:
        """Requests to `address` stay unanswered. What comes back waits for so many of them, to be let go."""
        held: list[Route] = []

        def keep(route: Route) -> None:
            held.append(route)

        self.page.route(address, keep)
        return lambda count: eventually(lambda: self.page.evaluate("0") or (len(held) >= count and held))

    def check_console(self) -> None:
        assert not self.complaints, f"{self.who}'s console: {self.complaints}"

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            self.complaints.append(message.text)
