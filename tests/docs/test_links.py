"""No page leads to something that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, anchors, links, pages


@pytest.mark.parametrize("document", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    assert [address for address in links(document) if not leads_somewhere(document, address)] == []


def leads_somewhere(page: Path, address: str) -> bool:
    path, _, anchor = address.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def test_every_page_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            waiting += [path for path in targets(page) if path.suffix == ".md"]
    assert set(pages()) - reached == set()


def targets(page: Path) -> list[Path]:
    found = [(page.parent / address.partition("#")[0]).resolve() for address in links(page)]
    return [inner for path in found for inner in (sorted(path.glob("*.md")) if path.is_dir() else [path])]
