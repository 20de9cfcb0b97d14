"""What of a hit is shown: a line of plain text around the first place that fits, and where in it the fitting words are.

Marks are pairs of numbers, not HTML: whoever shows them cuts the text there. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hubbub import markup
from hubbub.search import letters
from hubbub.search.asking import Part, Query, Run, Term, Words
from hubbub.search.letters import Token

BEFORE, LONGEST = 60, 240
MOST_MARKS = 40
Mark = tuple[int, int]

_SPACE = re.compile(r"\s")


def snippet(body: str, query: Query) -> tuple[str, list[Mark]]:
    """A line of a message, and what to mark in it: pairs of the first character and the one after the last."""
    start = _start(body, query) if len(body) > LONGEST else 0
    line = markup.plain(body[start : start + LONGEST + 1], LONGEST)
    line = f"…{line}" if start else line
    return line, marks(line, query)


def _start(body: str, query: Query) -> int:
    found = marks(body, query)
    return _word_start(body, found[0][0] - BEFORE) if found else 0


def _word_start(text: str, place: int) -> int:
    """Where the next word begins, so that none is cut; a text without spaces is cut anyhow."""
    if place <= 0:
        return 0
    space = _SPACE.search(text, place, place + BEFORE // 2)
    return space.end() if space else place


def marks(text: str, query: Query) -> list[Mark]:
    """Every place that fits a term, in order, none over another."""
    tokens = [] if text.isascii() else list(letters.tokens(text))
    found = sorted({mark for term in query.terms for mark in _places(term, text, tokens)})
    joined: list[Mark] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined[:MOST_MARKS]


def fits(term: Words, text: str) -> bool:
    return any(True for _ in _phrases(term, list(letters.tokens(text))))


def _places(term: Term, text: str, tokens: list[Token]) -> Iterator[Mark]:
    if isinstance(term, Words):
        yield from _ascii_phrases(term, text) if text.isascii() else _phrases(term, tokens)
    elif isinstance(term, Run):
        yield from _runs(term.text, text, tokens)
    else:
        yield from _everywhere(term, text)


def _ascii_phrases(term: Words, text: str) -> Iterator[Mark]:
    """The same as `_phrases`, without a token for each word of the text. One may begin inside another."""
    words = "[^a-z0-9]+".join(map(re.escape, term.words)) + "[a-z0-9]*" * term.beginning
    yield from (found.span(1) for found in re.finditer(f"(?<![a-z0-9])(?=({words})(?![a-z0-9]))", text.lower()))


def _phrases(term: Words, tokens: list[Token]) -> Iterator[Mark]:
    size = len(term.words)
    for nth in range(len(tokens) - size + 1):
        if _fits(term, tokens[nth : nth + size]):
            yield tokens[nth].start, tokens[nth + size - 1].end


def _fits(term: Words, these: list[Token]) -> bool:
    """A run between two words is no word, and its text is never one."""
    last, end = these[-1].text, term.words[-1]
    if not (last.startswith(end) if term.beginning else last == end):
        return False
    return all(token.text == word for token, word in zip(these[:-1], term.words[:-1], strict=True))


def _runs(wanted: str, text: str, tokens: list[Token]) -> Iterator[Mark]:
    """Inside a run what is unseen does not count, so places are found character by character."""
    for token in tokens:
        if token.is_word or wanted not in token.text:
            continue
        seen = [place for place in range(token.start, token.end) if letters.folded(text[place])]
        for found in re.finditer(re.escape(wanted), token.text):
            if found.end() <= len(seen):
                yield seen[found.start()], seen[found.end() - 1] + 1


def _everywhere(term: Part, text: str) -> Iterator[Mark]:
    small = text.lower()
    if len(small) == len(text):
        yield from (found.span() for found in re.finditer(re.escape(term.text), small))
