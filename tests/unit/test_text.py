from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.errors import Invalid, Refused, TooLarge
from hubbub.text import clean_body, clean_emoji, clean_line, clean_room_name, clean_username, skeleton

CONTROLS = ["\0", "\x01", "\x0b", "\x0c", "\r", "\x1b", "\x7f", "\x85", "\x9f", "\ud800", "\udfff"]
UNSEEN = ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\u2028", "\u3164"]


def clean_title(text: str) -> str:
    return clean_line(text, longest=80, what="title")


CLEANERS: list[Callable[[str], str]] = [clean_body, clean_title, clean_room_name, clean_username, clean_emoji]


def test_a_message_keeps_its_lines_and_loses_the_space_around() -> None:
    assert clean_body(" \n one\r\n\ttwo\n\n three \n") == "one\n\ttwo\n\n three"


def test_a_message_is_composed_so_that_a_name_typed_in_two_ways_is_one() -> None:
    assert clean_body("Jose\u0301") == "José"


def test_a_message_may_be_as_long_as_the_limit_and_not_longer() -> None:
    assert len(clean_body("x" * 8000)) == 8000
    assert len(clean_body("日" * 8000).encode()) == 24_000
    assert len(clean_body("😀" * 8000).encode()) == 32_000
    with pytest.raises(TooLarge, match="8,001 characters"):
        clean_body("x" * 8001)
    assert len(clean_body("x" * 8000 + "\n")) == 8000


@pytest.mark.parametrize("control", CONTROLS)
def test_control_characters_are_refused_everywhere(control: str) -> None:
    for clean in CLEANERS:
        with pytest.raises(Refused):
            clean(f"a{control}b")


@pytest.mark.parametrize("text", ["", " ", "\n\t\n", "\u200b", "\u3164", "\u2800 \ufe0f"])
def test_nothing_to_see_is_refused_everywhere(text: str) -> None:
    for clean in CLEANERS:
        with pytest.raises(Invalid):
            clean(text)


def test_a_title_is_one_line_with_single_spaces() -> None:
    assert clean_title("  The\u00a0 tea   room ☕ ") == "The tea room ☕"


def test_a_title_may_be_in_any_script_and_hold_joined_emoji() -> None:
    for title in ["می‌خواهم", "हिन्दी", "ไทย", "שלום", "👩‍💻 at work", "क्‍ष"]:
        assert clean_title(title) == title


def test_a_topic_may_be_empty() -> None:
    assert clean_line("  ", longest=250, what="topic", may_be_empty=True) == ""


@pytest.mark.parametrize("unseen", UNSEEN)
def test_names_and_titles_hold_nothing_unseen(unseen: str) -> None:
    for clean in (clean_title, clean_room_name, clean_username):
        with pytest.raises(Invalid):
            clean(f"mi{unseen}na")


def test_a_title_that_is_too_long_is_refused_with_its_length() -> None:
    assert len(clean_title("x" * 80)) == 80
    with pytest.raises(TooLarge, match="The title is too long: 81 characters"):
        clean_title("x" * 81)


@pytest.mark.parametrize("name", ["tea", "Tea-Room_2", "чай", "日本", "2024", "x" * 50])
def test_a_room_name_is_letters_digits_and_two_signs(name: str) -> None:
    assert clean_room_name(name) == name


def test_names_are_written_in_one_width() -> None:
    assert clean_room_name("ｔｅａ①") == "tea1"
    assert clean_username("ﬁona") == "fiona"


@pytest.mark.parametrize("name", ["a b", "a/b", "a.b", "../x", "-", "__", "tea!", "<b>", "☕", "x" * 51, "%2e"])
def test_other_room_names_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        clean_room_name(name)


@pytest.mark.parametrize(
    "name", ["new", "NEW", "Ｎｅｗ", "browse", "аdmin", "adm1n", "adrnin", "ѕettings", "l0gin", "ws"]
)
def test_a_room_is_not_named_like_a_page(name: str) -> None:
    with pytest.raises(Invalid, match="Hubbub uses itself"):
        clean_room_name(name)


@pytest.mark.parametrize("name", ["mina", "Mina.K", "a-b_c", "_x1", "ali", "admin", "zoë", "李"])
def test_a_username_is_a_word(name: str) -> None:
    assert clean_username(name) == name


@pytest.mark.parametrize(
    "name", ["mina.", ".mina", "-x", "x-", "a..b", "a b", "a@b", "_", "x" * 31, "all", "HERE", "аll", "a11", "SYSTEM"]
)
def test_other_usernames_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        clean_username(name)


def test_a_capital_that_would_pass_for_another_letter_is_written_small() -> None:
    assert clean_username("Νίκος") == "νίκος"
    assert clean_username("Ольга") == "Ольга"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "pаypal"),
        ("Bob", "Воb"),
        ("bob", "воb"),
        ("Mina", "MINA"),
        ("google", "ɡoogle"),
        ("straße", "STRASSE"),
        ("admin", "ᴀdmin"),
        ("josé", "jose\u0301"),
        ("fire", "ﬁre"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("room1", "rooml"), ("o", "0"), ("jose", "josé"), ("jorgen", "jørgen"), ("ми", "ни"), ("日", "目")],
)
def test_names_that_differ_have_two_skeletons(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("emoji", ["👍", "❤️", "👩‍💻", "👍🏽", "🇫🇷", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👨‍👩‍👧‍👦", "🏳️‍🌈", "✅", "☝🏽", "❤️‍🔥"])
def test_an_emoji_stays_as_it_is(emoji: str) -> None:
    assert clean_emoji(emoji) == emoji


def test_one_heart_is_one_reaction() -> None:
    assert clean_emoji("\u2764") == clean_emoji("\u2764\ufe0f") == "\u2764\ufe0f"
    assert clean_emoji("\u2705\ufe0f") == clean_emoji("\u2705") == "\u2705"


@pytest.mark.parametrize(
    "text",
    ["a", "1", "<b>", ":+1:", "👍👍", "👍 ", "\u200d", "\ufe0f", "🇫", "👩\u200d", "\u2764\ufe0e", "👩‍" * 16 + "👩"],
)
def test_other_reactions_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        clean_emoji(text)


@given(st.text(alphabet=st.characters(), max_size=40))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in CLEANERS:
        try:
            once = clean(text)
        except Refused:
            continue
        assert clean(once) == once


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_a_skeleton_is_its_own_skeleton_in_either_case(name: str) -> None:
    key = skeleton(name)
    assert skeleton(key) == key
    assert skeleton(name.casefold()) == key


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N"]), max_size=20))
def test_the_skeleton_of_an_ascii_name_is_the_name_in_small_letters(name: str) -> None:
    assert skeleton(name) == name.lower()
