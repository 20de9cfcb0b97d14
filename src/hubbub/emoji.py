"""What stands behind `:shortcode:`: the table that the picker shows, too, from requirements/emoji.py.

Read when the first shortcode is met, and kept.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "static" / "hubbub" / "emoji.json"


def by_code(code: str) -> str | None:
    """The emoji of a shortcode without its colons."""
    return _codes().get(code)


@cache
def _codes() -> dict[str, str]:
    """Where two emoji share a shortcode, the first in the table has it."""
    groups = json.loads(TABLE.read_text())
    pairs = [(code, emoji) for group in groups for emoji, _, codes, *_ in group["emoji"] for code in codes.split()]
    return dict(reversed(pairs))
