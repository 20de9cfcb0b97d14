"""What posting and reading ask of the database and write to it: one statement a table, however many share it.

Plain SQL, because on these two paths building queries cost ten times what the database's own work costs (decision
0007).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection

from hubbub import wire

CLOCKS = """
    r.id, r.key, r.name, r.archived, r.rev, r.last_number, r.last_shown, r.posting, r.slow, r.calling, r.kind,
    r.member_count
"""
ROOMS = f"SELECT {CLOCKS} FROM hubbub_room r WHERE r.key IN ({{}}) ORDER BY r.id {{}}"  # noqa: S608  our own words
WRITERS = """
    SELECT m.id, m.room_id, m.role, m.posted, m.read_number, p.posts_spent, p.calls_spent, p.id, p.username, p.name,
        p.bot
    FROM (VALUES {}) AS asked
    JOIN hubbub_membership m ON m.room_id = asked.column1 AND m.person_id = asked.column2
    JOIN hubbub_person p ON p.id = m.person_id
    ORDER BY p.id
"""
READERS = f"""
    SELECT m.id, m.read_number, m.person_id, {CLOCKS}
    FROM (VALUES {{}}) AS asked
    JOIN hubbub_room r ON r.key = asked.column1
    JOIN hubbub_membership m ON m.room_id = r.id AND m.person_id = asked.column2
    ORDER BY m.id
"""  # noqa: S608  our own words
UNREAD_MENTIONS = """
    SELECT m.id,
        (SELECT COUNT(*) FROM hubbub_mention n
         WHERE n.person_id = m.person_id AND n.room_id = m.room_id AND n.number > m.read_number)
        + (SELECT COUNT(*) FROM hubbub_message c
           WHERE c.room_id = m.room_id AND c.calls = 'all' AND c.number > m.read_number AND c.author_id <> m.person_id)
    FROM hubbub_membership m
    WHERE m.id IN ({})
"""
EARLIER = """
    SELECT m.id
    FROM (VALUES {}) AS asked
    JOIN hubbub_message m ON m.author_id = asked.column1 AND m.client_id = asked.column2
"""
NEW_MESSAGE = """
    INSERT INTO hubbub_message
        (room_id, number, rev, author_id, client_id, kind, body, html, reply_to, created, thread, in_room, calls,
         upload_count, replies, last_reply_number)
    VALUES {}
"""
MESSAGE = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, 0)"
AT_ONCE = 60  # messages in one statement: SQLite takes 999 values
NEW_MENTION = """
    INSERT INTO hubbub_mention (message_id, room_id, person_id, number)
    SELECT id, room_id, %s, number FROM hubbub_message WHERE room_id = %s AND number = %s
"""
ATTACHED = """
    UPDATE hubbub_upload SET position = %s,
        message_id = (SELECT m.id FROM hubbub_message m WHERE m.room_id = %s AND m.number = %s)
    WHERE id = %s
"""
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
CLOCK = "UPDATE hubbub_room SET rev = %s, last_number = %s, last_shown = %s WHERE id = %s"
SPENT = "UPDATE hubbub_person SET posts_spent = %s WHERE id = %s"
WROTE = "UPDATE hubbub_membership SET read_number = %s, posted = %s WHERE id = %s"
CALLS_SPENT = "UPDATE hubbub_person SET calls_spent = %s WHERE id = %s"
MARKS = """
    UPDATE hubbub_membership SET read_number = asked.column2
    FROM (VALUES {}) AS asked
    WHERE hubbub_membership.id = asked.column1
"""


@dataclass(slots=True)
class RoomClock:
    """Of a locked room: all that a post needs of it, or changes."""

    pk: int
    key: str
    name: str
    archived: bool
    rev: int
    last_number: int
    last_shown: int
    posting: str
    slow: int
    calling: str
    kind: str
    member_count: int


@dataclass(slots=True)
class Writer:
    """A person in a room. `posted` is when they last did, in seconds since 1970."""

    room: RoomClock
    membership: int
    role: str
    posted: float
    read_number: int
    posts_spent: float
    calls_spent: float
    person: wire.Person


@dataclass(slots=True)
class Reader:
    """A person in a room, and how far they have read there."""

    room: RoomClock
    membership: int
    read_number: int
    person: int

    def move(self, number: int) -> bool:
        """Up to a number, never back and never past the end. Returns whether it moved."""
        number = min(number, self.room.last_number)
        moves = number > self.read_number
        self.read_number = max(number, self.read_number)
        return moves


@dataclass(slots=True)
class Root:
    """A message that a thread hangs on, or could."""

    pk: int
    number: int
    author: int
    kind: str
    replies: int
    last: int


def lock_rooms(keys: Collection[str]) -> dict[str, RoomClock]:
    """Rooms by key, locked in one order so that two transactions never wait for each other."""
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    rows = _asked(ROOMS.format(", ".join(["%s"] * len(keys)), lock), keys)
    return {room.key: room for room in map(_clock, rows)}


def _clock(row: Sequence[Any]) -> RoomClock:
    pk, key, name, archived, *rest = row
    return RoomClock(pk, key, name, bool(archived), *rest)


def writers(pairs: Collection[tuple[RoomClock, int]], *, lock: bool) -> dict[tuple[str, int], Writer]:
    """Those of some people who are in a room: pairs (room, person), found by the room's key and the person.

    Asked under the rooms' locks: a removal is before these posts or after them.

    Args:
        lock: the people, too, in one order; no other process counts their posts meanwhile.
    """
    statement = WRITERS + ("FOR NO KEY UPDATE OF p" if lock and connection.features.has_select_for_update else "")
    rooms = {room.pk: room for room, _ in pairs}
    found = {}
    rows = _asked_of(statement, [(room.pk, person) for room, person in pairs])
    for membership, room, role, posted, read, posts, calls, pk, username, name, bot in rows:
        person = wire.Person(pk, username, name, bool(bot))
        found[rooms[room].key, pk] = Writer(rooms[room], membership, role, posted, read, posts, calls, person)
    return found


def readers(pairs: Collection[tuple[str, int]]) -> dict[tuple[str, int], Reader]:
    """Those of some people who are in a room: pairs (room's key, person). Their memberships are locked in one order."""
    lock = "FOR NO KEY UPDATE OF m" if connection.features.has_select_for_update else ""
    found = {}
    for membership, read, person, *row in _asked_of(READERS + lock, pairs):
        room = _clock(row)
        found[room.key, person] = Reader(room, membership, read, person)
    return found


def unread_mentions(memberships: Collection[int]) -> dict[int, int]:
    """How many messages behind the read mark of a membership mention its person."""
    if not memberships:
        return {}
    return dict(_asked(UNREAD_MENTIONS.format(", ".join(["%s"] * len(memberships))), memberships))


def earlier(keys: Collection[tuple[int, uuid.UUID]]) -> list[int]:
    """Ids of the messages that have one of these pairs (author, client_id)."""
    stored = _uuids()
    return [pk for (pk,) in _asked_of(EARLIER, [(author, stored(client_id)) for author, client_id in keys])]


def roots(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Root]:
    """By pairs (room, number of a message): what its thread hangs on, the message itself where it stands in none."""
    return {(room, number): Root(*row) for room, number, *row in _asked_of(ROOTS, pairs)}


def answer_roots(rows: Collection[tuple[int, int, datetime, int, int]]) -> None:
    """What roots are now: their rev, replies, the time and the number of the last one; and the root's id."""
    times = _times()
    _write(ANSWERED, [(rev, replies, times(last), number, pk) for rev, replies, last, number, pk in rows])


def follow_threads(repliers: Iterable[tuple[int, int, int]], called: Iterable[tuple[int, int, int]]) -> None:
    """Who has written in threads, with the number of it, and who is made to follow from a number: (root, person, it).

    Who stopped following a thread does so again by writing, and not because others call.
    """
    _write(REPLIED, [(root, person, True, number, number) for root, person, number in repliers])
    _write(CALLED, [(root, person, True, number) for root, person, number in called])


def insert(messages: Collection[tuple[int, wire.Message]]) -> None:
    """Messages, each with the id of its room, and whom they mention.

    SQLite brings its index of words to the disk after each statement, so as few as can be write them.
    """
    uuids, times = _uuids(), _times()
    rows = [_row(room, one, uuids(one.client_id), times(one.created)) for room, one in messages]
    for start in range(0, len(rows), AT_ONCE):
        _write_at_once(NEW_MESSAGE, MESSAGE, rows[start : start + AT_ONCE])
    _write(NEW_MENTION, [(pk, room, message.number) for room, message in messages for pk in message.mentions])


def attach(messages: Collection[tuple[int, wire.Message]]) -> None:
    """The files of messages that were just inserted. Where there are none, there is no statement."""
    _write(
        ATTACHED,
        [
            (position, room, message.number, upload.id)
            for room, message in messages
            for position, upload in enumerate(message.uploads)
        ],
    )


def move_clocks(rooms: Iterable[RoomClock]) -> None:
    _write(CLOCK, [(room.rev, room.last_number, room.last_shown, room.pk) for room in rooms])


def keep_marks(marks: Collection[tuple[int, int]]) -> None:
    """Read marks: pairs (membership, number). The memberships are locked."""
    if marks:
        with connection.cursor() as cursor:
            cursor.execute(MARKS.format(_pairs(marks)), list(chain.from_iterable(marks)))


def keep_writers(found: Iterable[Writer]) -> None:
    """Of who posts: up to where they have read, when they wrote. In the one order in which memberships are locked."""
    found = sorted(found, key=attrgetter("membership"))
    _write(WROTE, [(writer.read_number, writer.posted, writer.membership) for writer in found])


def keep_spent(spent: Iterable[tuple[int, float]]) -> None:
    """Of people: what they have taken of their rate of posts."""
    _write(SPENT, [(until, person) for person, until in spent])


def keep_calls_spent(spent: Iterable[tuple[int, float]]) -> None:
    """Of people: what they have taken of their rate of calls."""
    _write(CALLS_SPENT, [(until, person) for person, until in spent])


def _row(room: int, message: wire.Message, client_id: Any, created: Any) -> tuple[Any, ...]:
    return (
        room,
        message.number,
        message.rev,
        message.author.id,
        client_id,
        message.kind,
        message.body,
        message.html,
        message.reply_to,
        created,
        message.thread,
        message.in_room,
        message.calls,
        len(message.uploads),
    )


def _uuids() -> Callable[[uuid.UUID], Any]:
    """How this database keeps them: as they are, or as text."""
    return (lambda value: value) if connection.features.has_native_uuid_field else attrgetter("hex")


def _times() -> Callable[[datetime], Any]:
    return connection.ops.adapt_datetimefield_value


def _asked_of(statement: str, pairs: Collection[tuple[Any, Any]]) -> list[Any]:
    """The answer about some pairs; an empty list of values is no SQL."""
    if not pairs:
        return []
    return _asked(statement.format(_pairs(pairs)), list(chain.from_iterable(pairs)))


def _pairs(pairs: Collection[tuple[Any, Any]]) -> str:
    return ", ".join(["(%s, %s)"] * len(pairs))


def _asked(statement: str, values: Collection[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


def _write_at_once(statement: str, row: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(", ".join([row] * len(rows))), list(chain.from_iterable(rows)))


def _write(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
