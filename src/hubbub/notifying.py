"""What a person is told of outside of the page: pure rules, asked when a message is told and when a room is shown."""

from __future__ import annotations

ALL, MENTIONS, NOTHING, DEFAULT = "all", "mentions", "nothing", "default"


def effective(choice: str, kind: str, site: str) -> str:
    """What a member hears of from a room: their own choice; without one the site's, and everything of a direct room.

    Args:
        kind: the room's.
        site: what the site's owner chose for who chooses nothing.
    """
    if choice != DEFAULT:
        return choice
    return ALL if kind == "direct" else site
