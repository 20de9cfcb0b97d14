"""Who reads: how far they are, and how many unread mentions are left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from hubbub.operations.statements import sql
from hubbub.operations.statements.rooms import CLOCKS, RoomClock, clock

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
MARKS = """
    UPDATE hubbub_membership SET read_number = asked.column2
    FROM (VALUES {}) AS asked
    WHERE hubbub_membership.id = asked.column1
"""


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


def readers(pairs: Collection[tuple[str, int]]) -> dict[tuple[str, int], Reader]:
    """Those of some people who are in a room: pairs (room's key, person). Their memberships are locked in one order."""
    found = {}
    for membership, read, person, *row in sql.asked_of(READERS + sql.lock("FOR NO KEY UPDATE OF m"), pairs):
        room = clock(row)
        found[room.key, person] = Reader(room, membership, read, person)
    return found


def unread_mentions(memberships: Collection[int]) -> dict[int, int]:
    """How many messages behind the read mark of a membership mention its person."""
    return dict(sql.asked_in(UNREAD_MENTIONS, memberships))


def keep_marks(marks: Collection[tuple[int, int]]) -> None:
    """Read marks: pairs (membership, number). The memberships are locked."""
    sql.write_at_once(MARKS, marks)
