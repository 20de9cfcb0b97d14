"""What the browser fetches before it shows the chat: few, and small."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

import hubbub
from hubbub.pages.words import words

STATIC = Path(hubbub.__file__).parent / "static"
BUDGET = 70_000


@pytest.fixture(scope="module")
def page() -> str:
    return render_to_string("hubbub/chat.html", {"words": words()}, RequestFactory().get("/chat/"))


def first(page: str) -> set[str]:
    """The scripts and styles that the page names outside of its data."""
    outside = re.sub(r'<script type="(importmap|application/json)".*?</script>', "", page, flags=re.DOTALL)
    return set(re.findall(r'(?:href|src)="/static/(hubbub/[^"]+\.(?:css|js))"', outside))


def size(paths: set[str]) -> int:
    return sum(len(brotli.compress((STATIC / path).read_bytes(), quality=11)) for path in paths)


def test_script_and_style_of_the_first_page_keep_to_the_budget(page: str) -> None:
    assert {"hubbub/js/app.js", "hubbub/css/tokens.css", "hubbub/theme.js"} < first(page)
    assert size(first(page)) < BUDGET


def test_what_comes_later_is_not_named(page: str) -> None:
    later = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("later/*")}
    assert len(later) > 5
    assert not later & first(page)


def test_nothing_of_the_first_page_imports_what_comes_later(page: str) -> None:
    for path in first(page):
        assert not re.search(r'^import .*"[./]+later/', (STATIC / path).read_text(), re.MULTILINE), path
