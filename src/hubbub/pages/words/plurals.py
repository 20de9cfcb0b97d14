"""A sentence with a number in it, in each form that the page's language has for it."""

from __future__ import annotations

from collections.abc import Callable

Words = dict[str, str | dict[str, str]]


def forms(sentence: Callable[[int], str]) -> dict[str, str]:
    return {"one": sentence(1), "other": sentence(2)}
