"""Every promise names tests that exist, and every test of a fault is named."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, read

PAGE = read("reliability.md")
TESTS = ROOT / "tests"
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)


@pytest.mark.parametrize(("path", "name"), NAMED, ids=str)
def test_a_test_that_holds_a_promise_exists(path: str, name: str) -> None:
    assert re.search(rf"^(async )?def {name}\(", (TESTS / path).read_text(), re.MULTILINE)


def test_every_promise_is_held_by_a_test() -> None:
    tables = re.findall(r"^\| promise \| held by \|\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert tables
    assert [line for table in tables for line in table.splitlines() if "::" not in line] == []


def test_every_test_of_a_fault_is_named() -> None:
    files = sorted((TESTS / "faults").glob("test_*.py"))
    found = {(f"faults/{file.name}", name) for file in files for name in functions(file.read_text())}
    assert found - set(NAMED) == set(), "Say in docs/reliability.md what they hold."


def functions(source: str) -> list[str]:
    return re.findall(r"^(?:async )?def (test_\w+)\(", source, re.MULTILINE)
