"""Styles that come later meet on one page, in whatever order their parts were opened."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import hubbub

CSS = Path(hubbub.__file__).parent / "static" / "hubbub" / "css"
FIRST_CLASS = re.compile(r"^\s*\.([\w-]+)[^{}\n]*\{", re.MULTILINE)


def begun_by(path: Path) -> set[str]:
    """The classes that its rules begin with: what it says of them holds on the whole page."""
    return set(FIRST_CLASS.findall(path.read_text()))


def test_no_two_later_styles_are_about_the_same_class() -> None:
    shared = set[str]().union(*map(begun_by, CSS.glob("*.css")))
    owners = defaultdict(set)
    for path in sorted((CSS / "later").glob("*.css")):
        for name in begun_by(path) - shared:
            owners[name].add(path.name)
    assert len(owners) > 50
    assert {name: files for name, files in owners.items() if len(files) > 1} == {}
