"""What the tests with attacks share: a site on which they are planted, people who are watched, hands in their pages."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor
from tests.support.seeds import ROOT, Seed
from tests.support.servers import Server
from tests.support.watch import Watch


class Watched(Visitor):
    def __init__(self, page: Page, who: str, watch: Watch) -> None:
        super().__init__(page, who)
        self.watch = watch


Enter = Callable[..., Watched]
ENOUGH = 310

# `part`: the first that fits. `until`: as soon as something is so. `heard`: when an intention's question is answered.
HANDS = """
const app = document.querySelector("chat-app");
const part = (selector) => document.querySelector(selector);
const texts = (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent);
const turn = () => new Promise((done) => setTimeout(done));
async function until(fits, deadline = performance.now() + 20000) {
  while (!fits()) {
    if (performance.now() > deadline) throw new Error(`It was not so in time: ${fits}`);
    await turn();
  }
}
const heard = (intention, answer) => new Promise((done) =>
  document.addEventListener(intention, ({ detail }) => {
    const told = detail[answer];
    detail[answer] = (...said) => (told(...said), done());
  }, { capture: true, once: true }));
"""


@contextlib.contextmanager
def planted(seed: Seed, module: str) -> Iterator[Server]:
    """A server with the cast, on whose data this module was run."""
    server = Server(data=seed.data)
    environment = {**server.environment(), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=environment, check=True)
    with server:
        yield server


def each(page: Page, act: str, values: Iterable[Any]) -> list[Any]:
    """What `act`, a function of the page, gives for each of them, one after the other."""
    loop = f"const act = {act}; for (const value of values) found.push(await act(value)); return found;"
    return list(page.evaluate(f"async (values) => {{ {HANDS} const found = []; {loop} }}", [*values]))


def texts(page: Page, selector: str) -> list[str]:
    return page.locator(selector).all_text_contents()


def unfold(page: Page, button: str, rows: str) -> Locator:
    """The rows, when there are no more to ask for."""
    found = page.locator(rows)
    expect(found.first).to_be_visible()
    each(page, UNFOLD, [[button, rows]])
    return found


UNFOLD = """async ([button, rows]) => {
  const count = () => document.querySelectorAll(rows).length;
  for (let before = count(); part(button).checkVisibility(); before = count()) {
    part(button).click();
    await until(() => count() > before);
  }
}"""


def show(page: Page, documents: list[str]) -> None:
    """Each in a frame of its own, in which nothing keeps it from running."""
    page.evaluate(
        """(documents) => Promise.all(documents.map((text) => new Promise((shown) => {
          const frame = document.createElement("iframe");
          frame.onload = shown;
          frame.srcdoc = text;
          document.body.append(frame);
        })))""",
        documents,
    )
