"""Notices when a page runs what somebody wrote, asks another site for something, or breaks its own policy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

# Before any script of the page, in every frame. Attacks call alert, confirm or prompt.
ALARM = """
for (const name of ["alert", "confirm", "prompt", "print"])
  Object.defineProperty(window, name, { value: (...said) => __alarm(`${name}(${said}) ran at ${location}`) });
addEventListener("securitypolicyviolation", (event) =>
  __alarm(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""

# What text can never become. Messages may hold links and formatting, and nothing that has a name or a handler.
STRANGERS = """() => {
  const found = [...document.querySelectorAll(
    "iframe, frame, object, embed, applet, base, portal, style, script:not([nonce], [src], [type$=json]), marquee, math, [srcdoc],"
    + "meta[http-equiv], .body :is([id], [name], [style], form, input, button:not(.copy), svg:not(.copy svg), video)")];
  const handlers = document.evaluate("//@*[starts-with(name(), 'on')]", document, null, 7, null);
  for (let i = 0; i < handlers.snapshotLength; i++) found.push(handlers.snapshotItem(i).ownerElement);
  for (const link of document.querySelectorAll("a[href], area[href]"))
    if (!["http:", "https:", "mailto:"].includes(link.protocol)) found.push(link);
  return found.map((element) => element.outerHTML.slice(0, 200));
}"""


class Watch:
    """Of a browser context, from before its first page."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.alarms: list[str] = []
        self.site = urlsplit(site).netloc
        context.expose_binding("__alarm", lambda _, said: self.alarms.append(said))
        context.add_init_script(ALARM)
        context.on("request", self._asked)
        context.on("dialog", self._opened)

    def check(self, page: Page) -> None:
        """All is quiet, also in what the page holds by now."""
        strangers = page.evaluate(STRANGERS)
        assert not strangers, strangers
        assert not self.alarms, self.alarms[:20]

    def _asked(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.site:
            self.alarms.append(f"asked {request.url}")

    def _opened(self, dialog: Any) -> None:
        self.alarms.append(f"dialog {dialog.message}")
        dialog.dismiss()
