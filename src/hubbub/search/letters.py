"""What a word is for search: the same for a message in the index, for what somebody asks, and for the marks in a hit.

A word is a run of letters, digits and the marks on them. Scripts that are written without spaces, and pictures (emoji),
are no words: of them each character and each two that stand together are looked up. Upper and lower case are one, and
so are Latin letters with and without accents. Pure; the databases are taught the same in `index.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category, normalize

Ranges = Sequence[tuple[int, int]]

WITHOUT_SPACES: Ranges = [
    (0x0E01, 0x0E5B),  # Thai
    (0x0E81, 0x0EDF),  # Lao
    (0x1000, 0x109F),  # Burmese
    (0x1100, 0x11FF),  # Hangul, in parts
    (0x1780, 0x17F9),  # Khmer
    (0x2E80, 0x2FDF),  # Han, radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x3035),
    (0x3041, 0x30FA),  # Hiragana, Katakana
    (0x30FC, 0x318E),
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97C),
    (0xAC00, 0xD7FB),  # Hangul
    (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC),
    (0x16FE0, 0x18DFF),
    (0x1AFF0, 0x1B2FF),
    (0x20000, 0x3FFFD),
]
PICTURES: Ranges = [
    (0xA9, 0xA9),
    (0xAE, 0xAE),
    (0x203C, 0x203C),
    (0x2049, 0x2049),
    (0x2122, 0x2122),
    (0x2139, 0x2139),
    (0x2190, 0x23FF),
    (0x24C2, 0x24C2),
    (0x2500, 0x27BF),
    (0x2900, 0x297F),
    (0x2B00, 0x2BFF),
    (0x3030, 0x3030),
    (0x303D, 0x303D),
    (0x3297, 0x3299),
    (0x1F000, 0x1F3FA),
    (0x1F400, 0x1FBFF),
]
GRAMS: Ranges = sorted([*WITHOUT_SPACES, *PICTURES])
"""Characters that are looked up one by one and two by two."""
UNSEEN: Ranges = [(0xAD, 0xAD), (0x200B, 0x200D), (0x2060, 0x2060), (0xFE0E, 0xFE0F), (0x1F3FB, 0x1F3FF)]
"""Characters that change how others look, or nothing: soft hyphens, joiners, variants, tones of skin."""


@cache
def between_words() -> Ranges:
    """Everything that is in no word. What Unicode has not given a meaning yet may be on either side."""
    return list(_between_words())


def _between_words() -> Iterator[tuple[int, int]]:
    first = last = -1
    for code in (*range(0x1FFFF), *range(0xE0000, 0xE1000), 0xF0000):
        kind = category(chr(code))
        if kind[0] in "LNM" or kind == "Co":
            if first >= 0:
                yield first, last
            first = -1
        elif kind not in {"Cn", "Cs"}:
            first, last = (code if first < 0 else first), code


def char_class(*ranges: Ranges) -> str:
    """The inside of a `[…]` in Python's regular expressions."""
    pairs = [pair for some in ranges for pair in some]
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in pairs)


_UNSEEN = re.compile(f"[{char_class(UNSEEN)}]")
_ACCENT = re.compile("([a-z])[\u0300-\u036f]+")
_ASCII_TOKEN = re.compile("(?P<word>[A-Za-z0-9]+)")


@cache
def _token() -> re.Pattern[str]:
    """Characters beyond the first 65,536 stand apart, for a class of those alone is one look into a table."""
    low = [(first, min(last, 0xFFFF)) for first, last in [*between_words(), *GRAMS, *UNSEEN] if first <= 0xFFFF]
    high = [(first, last) for first, last in [*between_words(), *GRAMS, *UNSEEN] if first > 0xFFFF]
    above = "\U00010000-\U0010ffff"
    word = f"(?:[^{char_class(low)}{above}]|(?![{char_class(high)}])[{above}])"
    gram = f"[{char_class(GRAMS)}]"
    joined = f"[{char_class(UNSEEN)}]*"
    return re.compile(f"(?P<word>{word}+(?:{joined}{word}+)*)|{gram}(?:{joined}{gram})*")


class Token(NamedTuple):
    """A word, folded, or a run of characters that are looked up two by two; and where in the text it stands."""

    text: str
    is_word: bool
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    for found in (_ASCII_TOKEN if text.isascii() else _token()).finditer(text):
        yield Token(folded(found[0]), found["word"] is not None, *found.span())


def folded(text: str) -> str:
    """As it is compared: small letters, Latin ones without accents, nothing unseen."""
    if text.isascii():
        return text.lower()
    small = normalize("NFD", _UNSEEN.sub("", text).lower()).replace("\u03c2", "\u03c3")
    return normalize("NFC", _ACCENT.sub(r"\1", small))


def grams(run: str) -> list[str]:
    """What is looked up for a run: each two characters that stand together, or the only one."""
    codes = [f"x{ord(char):x}" for char in run]
    return ["".join(pair) for pair in pairwise(codes)] or codes
