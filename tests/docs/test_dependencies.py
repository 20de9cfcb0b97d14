"""Every dependency has a line with its reason, and every line a dependency."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.docs.pages import ROOT, read

PAGE = read("dependencies.md")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~ ]", requirement)[0] for requirement in requirements}


def part(title: str) -> str:
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    ("title", "requirements"),
    [("To run", PROJECT["project"]["dependencies"]), ("To build and to test", GROUPS["build"] + GROUPS["test"])],
)
def test_every_dependency_has_a_reason(title: str, requirements: list[str]) -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| \S", part(title), re.MULTILINE)
    assert sorted(rows) == sorted(names(requirements))


def test_every_extra_has_a_reason() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (`.+?`) \| \S", part("Extras"), re.MULTILINE)
    listed = {extra: set(re.findall(r"`([\w-]+)`", packages)) for extra, packages in rows}
    assert listed == {extra: names(list_) for extra, list_ in PROJECT["project"]["optional-dependencies"].items()}
