"""The words of the scripts."""

from __future__ import annotations

from collections import Counter

from hubbub.pages.words import AREAS


def test_no_two_areas_say_something_by_the_same_name() -> None:
    names = Counter(name for area in AREAS for name in area.words())
    assert [name for name, times in names.items() if times > 1] == []
