"""Threads: the messages that they hang on, and who follows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from hubbub.operations.statements import sql

ROOTS = """
    SELECT asked.column1, asked.column2, r.id, r.number, r.author_id, r.kind, r.replies, r.last_reply_number
    FROM (VALUES {}) AS asked
    JOIN hubbub_message m ON m.room_id = asked.column1 AND m.number = asked.column2
    JOIN hubbub_message r ON r.room_id = m.room_id AND r.number = COALESCE(m.thread, m.number)
"""
ANSWERED = """
    UPDATE hubbub_message SET rev = %s, replies = %s, last_reply = %s, last_reply_number = %s WHERE id = %s
"""
REPLIED = """
    INSERT INTO hubbub_threadfollower (message_id, person_id, following, replied, read_number)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (person_id, message_id) DO UPDATE
    SET following = excluded.following, replied = excluded.replied, read_number = excluded.read_number
"""
CALLED = """
    INSERT INTO hubbub_threadfollower (message_id, person_id, following, replied, read_number)
    VALUES (%s, %s, %s, 0, %s)
    ON CONFLICT (person_id, message_id) DO NOTHING
"""


@dataclass(slots=True)
class Root:
    """A message that a thread hangs on, or could."""

    pk: int
    number: int
    author: int
    kind: str
    replies: int
    last: int


def roots(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Root]:
    """By pairs (room, number of a message): what its thread hangs on, the message itself where it stands in none."""
    return {(room, number): Root(*row) for room, number, *row in sql.asked_of(ROOTS, pairs)}


def answer_roots(rows: Collection[tuple[int, int, datetime, int, int]]) -> None:
    """What roots are now: their rev, replies, the time and the number of the last one; and the root's id."""
    times = sql.times()
    sql.write(ANSWERED, [(rev, replies, times(last), number, pk) for rev, replies, last, number, pk in rows])


def follow_threads(repliers: Iterable[tuple[int, int, int]], called: Iterable[tuple[int, int, int]]) -> None:
    """Who has written in threads, with the number of it, and who is made to follow from a number: (root, person, it).

    Who stopped following a thread does so again by writing, and not because others call.
    """
    sql.write(REPLIED, [(root, person, True, number, number) for root, person, number in repliers])
    sql.write(CALLED, [(root, person, True, number) for root, person, number in called])
