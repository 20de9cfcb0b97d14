"""What somebody types, as an object."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import time

import pytest

from hubbub.errors import Invalid, Refused, TooLarge
from hubbub.search.asking import LONGEST, MOST_TERMS, Part, Query, Run, Term, Words, parse


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("kettle", [Words(("kettle",))]),
        ("green tea", [Words(("green",)), Words(("tea",))]),
        ('"green tea"', [Words(("green", "tea"))]),
        ("“Green Tea”", [Words(("green", "tea"))]),
        ('"green tea', [Words(("green", "tea"))]),
        ("kettl*", [Words(("kettl",), beginning=True)]),
        ("e-mail", [Words(("e", "mail"))]),
        ("e-mai*", [Words(("e", "mai"), beginning=True)]),
        ("ke*", [Words(("ke",))]),
        ("*ettl", [Part("ettl")]),
        ("*Ettl*", [Part("ettl")]),
        ("*foo.bar(*", [Part("foo.bar(")]),
        ("東京駅", [Run("東京駅")]),
        ("*東京", [Run("東京")]),
        ("iPhone手机", [Words(("iphone",)), Run("手机")]),
        ("🎉👍🏽", [Run("🎉👍")]),
        ("Café Ångström", [Words(("cafe",)), Words(("angstrom",))]),
        ("ΟΔΟΣ οδός", [Words(("οδοσ",)), Words(("οδόσ",))]),
        ("می\u200cخواهم", [Words(("میخواهم",))]),
        ("note:this http://x.y", [Words(("note", "this")), Words(("http", "x", "y"))]),
        ('"from:mina"', [Words(("from", "mina"))]),
        ("from: mina", [Words(("from",)), Words(("mina",))]),
        ("a\0b !!! c", [Words(("a",)), Words(("b",)), Words(("c",))]),
    ],
)
def test_what_is_no_operator_is_text(text: str, terms: list[Term]) -> None:
    assert parse(text) == Query(terms)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("from:mina from:@Jonas", Query(authors=["mina", "Jonas"])),
        ("in:#tea FROM:mina x", Query([Words(("x",))], authors=["mina"], rooms=["tea"])),
        ("before:2026-11-05", Query(until=dt.date(2026, 11, 5))),
        ("after:2026-3 before:2027", Query(since=dt.date(2026, 3, 1), until=dt.date(2027, 1, 1))),
        ("after:2026 after:2025 before:2027 before:2028", Query(since=dt.date(2026, 1, 1), until=dt.date(2027, 1, 1))),
        ("has:file has:IMAGE has:link has:pin", Query(has={"file", "image", "link", "pin"})),
        ("mentions:me", Query(mentions_me=True)),
        ('in:"tea"', Query(rooms=["tea"])),
    ],
)
def test_operators_are_taken_out_of_the_text(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    "text", ["before:lunch", "after:2026-13", "before:2026-02-30", "before:9999", "has:cheese", "mentions:mina", "*ab"]
)
def test_a_value_that_means_nothing_is_refused_with_what_would_mean_something(text: str) -> None:
    with pytest.raises(Invalid, match=r"such as|one of|stands me|letters"):
        parse(text)


@pytest.mark.parametrize("text", ["", "   ", "!!!", "*", '""', "\0", "-", "\ud800"])
def test_nothing_to_look_for_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="Write a word"):
        parse(text)


def test_the_limits_are_exact() -> None:
    assert parse("a" * LONGEST)
    with pytest.raises(TooLarge):
        parse("a" * (LONGEST + 1))
    assert parse("a " * MOST_TERMS)
    with pytest.raises(TooLarge):
        parse("a " * (MOST_TERMS + 1))


def test_nothing_that_is_typed_is_an_error() -> None:
    chance = random.Random(7)
    signs = [
        '"',
        "*",
        ":",
        "from:",
        "before:2026",
        "-",
        "(",
        "NEAR",
        "é",
        "東",
        "🎉",
        "\0",
        "\ud800",
        " ",
        "'",
        "\\",
        "%",
    ]
    for _ in range(3_000):
        with contextlib.suppress(Refused):
            parse("".join(chance.choices(signs, k=chance.randint(0, 12))))


@pytest.mark.parametrize("sign", ['"', "*", ":", "a:", "*a", "from:", "\u0301", "東\u200d", "a\u0301"])
def test_hostile_text_is_read_in_no_time(sign: str) -> None:
    start = time.perf_counter()
    with contextlib.suppress(Refused):
        parse(sign * (LONGEST // len(sign)))
    assert time.perf_counter() - start < 1
