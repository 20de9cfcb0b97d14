"""The table of emoji: what the picker offers and shortcodes stand for can be a reaction, as it is."""

from __future__ import annotations

import json
import re

import pytest

from hubbub.emoji import TABLE, by_code
from hubbub.text import clean_emoji

GROUPS = json.loads(TABLE.read_text())
ROWS = [row for group in GROUPS for row in group["emoji"]]
TONE = "\U0001f3fd"


def test_every_emoji_stays_as_it_is_when_somebody_reacts_with_it() -> None:
    assert [row[0] for row in ROWS if clean_emoji(row[0]) != row[0]] == []


def test_every_skin_tone_can_be_a_reaction() -> None:
    toned = [row[0][0] + TONE + row[0][1:].removeprefix("\ufe0f") for row in ROWS if row[4]]
    assert len(toned) > 300
    assert [sign for sign in toned if clean_emoji(sign) != sign] == []


def test_no_emoji_stands_twice() -> None:
    assert len({row[0] for row in ROWS}) == len(ROWS) > 1_800


def test_every_shortcode_is_one_word() -> None:
    codes = [code for row in ROWS for code in row[2].split()]
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9_+-]{1,40}", code)] == []


@pytest.mark.parametrize(("code", "sign"), [("tea", "🍵"), ("+1", "👍"), ("heart", "❤️"), ("no_such", None)])
def test_a_shortcode_leads_to_its_emoji(code: str, sign: str | None) -> None:
    assert by_code(code) == sign
