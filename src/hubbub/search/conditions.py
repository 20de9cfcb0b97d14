"""What both databases are asked in the same words: of which messages `m` a search may tell, and the small sets that it
may begin with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hubbub.search.asked import Asked

Condition = tuple[str, list[Any]]

MINE = "m.room_id IN (SELECT room_id FROM hubbub_membership WHERE person_id = %s{rooms})"
IMAGE = "EXISTS (SELECT 1 FROM hubbub_upload u WHERE u.message_id = m.id AND u.content_type LIKE %s)"
WAS_CALLED = """m.calls = 'all' AND m.author_id <> %s AND EXISTS (
    SELECT 1 FROM hubbub_membership j WHERE j.room_id = m.room_id AND j.person_id = %s AND j.joined <= m.created
)"""
MENTIONED = f"""(EXISTS (SELECT 1 FROM hubbub_mention n WHERE n.message_id = m.id AND n.person_id = %s)
    OR ({WAS_CALLED}))"""  # noqa: S608  our own words
MENTIONS = f"""
    SELECT id FROM (
        SELECT message_id AS id FROM hubbub_mention WHERE person_id = %s AND message_id < %s
        UNION SELECT m.id FROM hubbub_message m WHERE {WAS_CALLED} AND m.id < %s
    ) AS them ORDER BY id DESC
"""  # noqa: S608  our own words
PINNED = "SELECT id FROM hubbub_message WHERE pinned IS NOT NULL AND id < %s ORDER BY id DESC"


def mine(asked: Asked) -> Condition:
    """The rooms that the person is in now: asked in the statement that finds the messages."""
    return MINE.format(rooms=_within(asked.rooms)), [asked.person]


def my_rooms(asked: Asked) -> Condition:
    """The same as a list."""
    return f"SELECT room_id FROM hubbub_membership WHERE person_id = %s{_within(asked.rooms)}", [asked.person]  # noqa: S608


def _within(rooms: list[int] | None) -> str:
    return "" if rooms is None else f" AND room_id IN ({', '.join(map(str, rooms)) or 'NULL'})"


def conditions(asked: Asked, moment: Any) -> Condition:
    """All but whose rooms it is in, the text, the author, `has:link` and `has:file`.

    Args:
        moment: how this database is given a time.
    """
    return all_of([("m.kind = 'user' AND m.deleted IS NULL", []), *_rest(asked, moment)])


def all_of(told: list[Condition]) -> Condition:
    return " AND ".join(sql for sql, _ in told), [value for _, values in told for value in values]


def _rest(asked: Asked, moment: Any) -> Iterator[Condition]:
    if asked.since:
        yield "m.created >= %s", [moment(asked.since)]
    if asked.until:
        yield "m.created < %s", [moment(asked.until)]
    if "pin" in asked.has:
        yield "m.pinned IS NOT NULL", []
    if "image" in asked.has:
        yield IMAGE, ["image/%"]
    if asked.mentions_me:
        yield MENTIONED, [asked.person] * 3


def small_set(asked: Asked) -> Condition | None:
    """Messages that are few by their nature, newest first: what mentions the person or calls all, what is pinned."""
    if asked.mentions_me:
        return MENTIONS, [asked.person, asked.below, asked.person, asked.person, asked.below]
    return (PINNED, [asked.below]) if "pin" in asked.has else None
