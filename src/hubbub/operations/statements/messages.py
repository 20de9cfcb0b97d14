"""Messages: written with whom they mention and the files that they carry, and found again for a retry."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from hubbub import wire
from hubbub.operations.statements import sql

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


def earlier(keys: Collection[tuple[int, uuid.UUID]]) -> list[int]:
    """Ids of the messages that have one of these pairs (author, client_id)."""
    stored = sql.uuids()
    return [pk for (pk,) in sql.asked_of(EARLIER, [(author, stored(client_id)) for author, client_id in keys])]


def insert(messages: Collection[tuple[int, wire.Message]]) -> None:
    """Messages, each with the id of its room, and whom they mention.

    SQLite brings its index of words to the disk after each statement, so as few as can be write them.
    """
    uuids, times = sql.uuids(), sql.times()
    rows = [_row(room, one, uuids(one.client_id), times(one.created)) for room, one in messages]
    for start in range(0, len(rows), AT_ONCE):
        sql.write_at_once(NEW_MESSAGE, rows[start : start + AT_ONCE], MESSAGE)
    sql.write(NEW_MENTION, [(pk, room, message.number) for room, message in messages for pk in message.mentions])


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


def attach(messages: Collection[tuple[int, wire.Message]]) -> None:
    """The files of messages that were just inserted. Where there are none, there is no statement."""
    sql.write(
        ATTACHED,
        [
            (position, room, message.number, upload.id)
            for room, message in messages
            for position, upload in enumerate(message.uploads)
        ],
    )
