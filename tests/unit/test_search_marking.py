"""What of a hit is shown, and what in it is marked."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.search.asking import Query, Words, parse
from hubbub.search.marking import LONGEST, marks, snippet


def marked(body: str, asked: str) -> str:
    """The snippet with its marks in brackets."""
    text, marks = snippet(body, parse(asked))
    for start, end in reversed(marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("body", "asked", "shown"),
    [
        ("The kettle is on", "kettle", "The [kettle] is on"),
        ("The kettle is on", "KETTLE on", "The [kettle] is [on]"),
        ("Kettles and kettle", "kettl*", "[Kettles] and [kettle]"),
        ("The green tea, not the tea", '"green tea"', "The [green tea], not the tea"),
        ("Un café, deux cafés", "cafe", "Un [café], deux cafés"),
        ("a keyboard", "*board", "a key[board]"),
        ("明日は東京駅で", "東京", "明日は[東京]駅で"),
        ("Done 👩🏽\u200d🔧!", "👩🔧", "Done [👩🏽\u200d🔧]!"),
        ("**bold** kettle", "kettle", "bold [kettle]"),
        ("look, <b>kettle</b>", "kettle", "look, <b>[kettle]</b>"),
        ("say hello", "from:mina", "say hello"),
        ("tea tea", "tea te*", "[tea] [tea]"),
        ("tea, tea-tea; teas", '"tea tea"', "[tea, tea-tea]; teas"),
        ("foo 東京 bar", '"foo bar"', "foo 東京 bar"),
    ],
)
def test_the_words_that_fit_are_marked(body: str, asked: str, shown: str) -> None:
    assert marked(body, asked) == shown


def test_a_long_message_is_shown_around_what_fits() -> None:
    text, [(start, end)] = snippet(f"{'before ' * 200}kettle {'after ' * 200}", parse("kettle"))
    assert text.startswith("…before")
    assert text.endswith("…")
    assert len(text) <= LONGEST + 1
    assert text[start:end] == "kettle"


def test_a_long_message_where_only_the_author_fits_is_shown_from_its_beginning() -> None:
    text, marks = snippet("word " * 200, parse("from:mina"))
    assert text.startswith("word word")
    assert not marks


def test_a_message_without_text_has_an_empty_line() -> None:
    assert snippet("", parse("has:file")) == ("", [])


@pytest.mark.parametrize("body", ["東" * 8_000, "a " * 4_000, "`*_[" * 2_000, "a\u0301" * 4_000, "👩🏽\u200d" * 2_000])
def test_hostile_messages_are_shown_in_no_time(body: str) -> None:
    start = time.perf_counter()
    snippet(body, parse("a* 東東 *aaa"))
    assert time.perf_counter() - start < 2


@given(
    st.text("aAb0 -_.", max_size=30),
    st.lists(st.text("ab0", min_size=1, max_size=2), min_size=1, max_size=3),
    st.booleans(),
)
def test_a_text_in_ascii_is_marked_as_any_other(text: str, words: list[str], beginning: bool) -> None:
    """An accent in front of a text, in a word of its own, keeps it from the quicker way."""
    query = Query([Words(tuple(words), beginning)])
    found = [(start - 2, end - 2) for start, end in marks(f"é {text}", query)]
    assert marks(text, query) == found
