"""The pages of the documentation, taken apart: their blocks of code, their links, their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"(?:<!-- quote: (\S+) -->\n+)?^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")


@dataclass(frozen=True)
class Block:
    page: Path
    language: str
    code: str
    quoted: str

    def __str__(self) -> str:
        return f"{self.page.name}: {self.code.strip().splitlines()[0][:40]}"


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("example/*.md")])


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


def blocks(language: str) -> list[Block]:
    return [
        Block(page, kind, code, quoted)
        for page in pages()
        for quoted, kind, code in _BLOCK.findall(page.read_text())
        if kind == language
    ]


def links(page: Path) -> Iterator[str]:
    """Addresses within the repository."""
    text = _BLOCK.sub("", page.read_text())
    for in_text, in_html in _LINK.findall(text):
        if not re.match(r"https?:", address := in_text or in_html):
            yield address


def anchors(page: Path) -> set[str]:
    """What a heading can be linked by."""
    text = _BLOCK.sub("", page.read_text())
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
