"""Computed figures in the pages are what their commands say."""

from __future__ import annotations

from docs import figures
from tests.docs.pages import read


def test_the_tables_are_those_of_their_commands() -> None:
    page = read("scaling.md")
    assert figures.OUTPUT.findall(page)
    assert figures.rewritten(page) == page, "Run: python docs/figures.py"
