"""Names that look alike have one skeleton, and the skeleton is what is unique in the database.

As UTS #39, with two differences. Case does not count. And ASCII letters and digits stand for themselves, so `room1`
and `rooml` are two rooms; only characters outside ASCII are mapped to what they resemble: `paypal` written with a
Cyrillic letter is `paypal`. Skeletons are stored: a newer table of look-alikes needs a migration that makes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from unicodedata import normalize

from confusable_homoglyphs.confusables import confusables_data  # type: ignore[import-untyped]

LONGEST_REMEMBERED = 64
LONGEST = 512
"""No name has more characters, and an address may have thousands, which would take a tenth of a second."""

_LIKE_ASCII = re.compile(r"[A-Za-z0-9_.-]+")


def skeleton(name: str) -> str:
    """The key of a name: equal for names that a person would take for each other. Its own skeleton is itself.

    NUL, which no name holds and PostgreSQL does not take, becomes a sign that no name holds either.
    """
    name = name[:LONGEST].replace("\0", "\ufffd")
    return _remembered(name) if len(name) <= LONGEST_REMEMBERED else _skeleton(name)


def guesses(name: str) -> set[str]:
    """What a careless reader may take a name for: also `adm1n` and `adrnin` for `admin`, `n0body` for `nobody`."""
    key = skeleton(name).replace("0", "o")
    keys = {key, key.replace("1", "i"), key.replace("1", "l")}
    return keys | {key.replace("rn", "m") for key in keys} | {skeleton(name)}


@cache
def capital_misleads(char: str) -> bool:
    """Whether a capital is like another ASCII letter than its small form: Greek Nu is like N, and small like v."""
    base = normalize("NFKD", char)[0]
    if base.isascii() or not base.isupper():
        return False
    looks_like = _ascii_twin(base)
    return bool(looks_like) and looks_like.casefold() != skeleton(base)


def _skeleton(name: str) -> str:
    before, after = "", name
    while before != after:
        before, after = after, _one_pass(after)
    return after


_remembered = lru_cache(maxsize=4096)(_skeleton)


def _one_pass(name: str) -> str:
    folded = normalize("NFKD", normalize("NFKD", name).casefold())
    return normalize("NFKC", "".join(map(_prototype, folded)).casefold())


@cache
def _prototype(char: str) -> str:
    """The one character that stands for all its look-alikes: an ASCII one where there is one."""
    if char.isascii():
        return char
    family = [char, *sorted(_family(char) - {char})]
    return next((twin for member in family if (twin := _twin_in_either_case(member))), min(family))


def _twin_in_either_case(char: str) -> str:
    return _ascii_twin(char) or _ascii_twin(char.upper())


def _ascii_twin(char: str) -> str:
    """The table calls the capital I an l; a reader takes it for an i."""
    twins = [twin for twin in _lookalikes(char) if _LIKE_ASCII.fullmatch(twin)]
    twin = min(twins, key=lambda twin: (len(twin), not twin.isalpha(), twin), default="")
    return "i" if twin == "l" and char.isupper() else twin.casefold()


def _family(char: str) -> set[str]:
    """All characters outside ASCII that resemble each other, step by step."""
    family, fresh = set[str](), {char}
    while fresh:
        family |= fresh
        fresh = {twin for member in fresh for twin in _outside_ascii(_lookalikes(member))} - family
    return family


def _outside_ascii(characters: Iterable[str]) -> list[str]:
    return [char for char in characters if len(char) == 1 and not char.isascii()]


def _lookalikes(char: str) -> list[str]:
    return _table().get(char, [])


@cache
def _table() -> dict[str, list[str]]:
    """The package's table without the direction marks that it puts around right-to-left letters."""
    return {
        char.strip("\u200e"): [twin["c"].strip("\u200e") for twin in twins] for char, twins in confusables_data.items()
    }
