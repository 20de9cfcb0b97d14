"""What somebody asks for: `from:mina "green tea" kettl* has:link`, as an object.

Words, "phrases", beginnings (`word*`), parts of words (`*part*`), and operators. Whatever is no operator is text, and
no text is an error; an operator with a value that means nothing is refused with a sentence. Pure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from hubbub.errors import Invalid, TooLarge
from hubbub.search import letters

LONGEST = 400
MOST_TERMS = 16
SHORTEST_BEGINNING = SHORTEST_PART = 3
KINDS = ("file", "image", "link", "pin")

_QUOTES = re.compile("[“”„‟«»\uff02]")
_PIECE = re.compile(
    r'(?P<operator>from|in|before|after|has|mentions):(?P<value>"[^"]*"|[^\s"]+)'
    r'|"(?P<phrase>[^"]*)(?:"|$)'
    r'|(?P<word>[^\s"]+)',
    re.IGNORECASE,
)
_DATE = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?")
_NO_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Words:
    """Words that follow each other; with `beginning`, the last one may go on."""

    words: tuple[str, ...]
    beginning: bool = False


@dataclass(frozen=True)
class Run:
    """Characters of a script without spaces, or pictures, that stand together."""

    text: str


@dataclass(frozen=True)
class Part:
    """At least three letters, anywhere in a word; small, with their accents."""

    text: str


Term = Words | Run | Part


@dataclass
class Query:
    terms: list[Term] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    since: dt.date | None = None
    until: dt.date | None = None
    has: set[str] = field(default_factory=set)
    mentions_me: bool = False

    @property
    def is_empty(self) -> bool:
        operators = self.authors or self.rooms or self.has or self.mentions_me or self.since or self.until
        return not (self.terms or operators)


def parse(text: str) -> Query:
    """
    Raises:
        TooLarge: the text is too long, or asks for too much at once.
        Invalid: an operator has a value that means nothing, or there is nothing to look for.
    """
    if len(text) > LONGEST:
        raise TooLarge(f"A search is at most {LONGEST} characters long. Leave some words out.")
    query = Query()
    for piece in _PIECE.finditer(_QUOTES.sub('"', _NO_TEXT.sub(" ", text))):
        _take(query, piece)
    if len(query.terms) > MOST_TERMS:
        raise TooLarge(f"A search is for at most {MOST_TERMS} words or phrases at once. Leave some out.")
    if query.is_empty:
        raise Invalid("Write a word to look for. Signs alone are not in the index.")
    return query


def _take(query: Query, piece: re.Match[str]) -> None:
    if piece["operator"]:
        _OPERATORS[piece["operator"].lower()](query, piece["value"].strip('"').strip())
    elif piece["phrase"] is not None:
        query.terms += _terms(piece["phrase"])
    else:
        query.terms += _of_word(piece["word"])


def _of_word(word: str) -> Iterator[Term]:
    inside = word.strip("*")
    is_part = word.startswith("*") and all(token.is_word for token in letters.tokens(inside))
    if is_part and any(True for _ in letters.tokens(inside)):
        if len(inside) < SHORTEST_PART:
            raise Invalid(f"For a part of a word, write at least {SHORTEST_PART} letters after the star.")
        yield Part(inside.lower())
    else:
        yield from _terms(inside, beginning=word.endswith("*"))


def _terms(text: str, *, beginning: bool = False) -> Iterator[Term]:
    """Words that follow each other are one term; between them, runs are terms of their own."""
    words: list[str] = []
    for token in letters.tokens(text):
        if token.is_word:
            words.append(token.text)
            continue
        if words:
            yield Words(tuple(words))
        words = []
        yield Run(token.text)
    if words:
        yield Words(tuple(words), beginning and len(words[-1]) >= SHORTEST_BEGINNING)


# Operators


def _author(query: Query, value: str) -> None:
    query.authors.append(value.removeprefix("@"))


def _room(query: Query, value: str) -> None:
    query.rooms.append(value.removeprefix("#"))


def _before(query: Query, value: str) -> None:
    day = _day("before", value)
    query.until = min(day, query.until or day)


def _after(query: Query, value: str) -> None:
    day = _day("after", value)
    query.since = max(day, query.since or day)


def _day(operator: str, value: str) -> dt.date:
    """The first day of a year or a month, or the day itself."""
    found = _DATE.fullmatch(value)
    parts = [int(part or 1) for part in found.groups()] if found else [0, 0, 0]
    try:
        return dt.date(*parts)
    except ValueError:
        raise Invalid(f"After {operator}: stands a date, such as {operator}:2026-11-05 or {operator}:2026.") from None


def _has(query: Query, value: str) -> None:
    kind = value.lower()
    if kind not in KINDS:
        raise Invalid(f"After has: stands one of {', '.join(KINDS)}.")
    query.has.add(kind)


def _mentions(query: Query, value: str) -> None:
    if value.lower() not in {"me", "@me"}:
        raise Invalid("After mentions: stands me: it finds the messages that mention you.")
    query.mentions_me = True


_OPERATORS: dict[str, Callable[[Query, str], None]] = {
    "from": _author,
    "in": _room,
    "before": _before,
    "after": _after,
    "has": _has,
    "mentions": _mentions,
}
