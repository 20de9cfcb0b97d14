"""Who posts: what is known of them in a room, and what they have taken of their rates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import attrgetter

from hubbub import wire
from hubbub.operations.statements import sql
from hubbub.operations.statements.rooms import RoomClock

WRITERS = """
    SELECT m.id, m.room_id, m.role, m.posted, m.read_number, p.posts_spent, p.calls_spent, p.id, p.username, p.name,
        p.bot
    FROM (VALUES {}) AS asked
    JOIN hubbub_membership m ON m.room_id = asked.column1 AND m.person_id = asked.column2
    JOIN hubbub_person p ON p.id = m.person_id
    ORDER BY p.id
"""
WROTE = """
    UPDATE hubbub_membership SET read_number = CASE WHEN read_number < %s THEN %s ELSE read_number END, posted = %s
    WHERE id = %s
"""
SPENT = "UPDATE hubbub_person SET posts_spent = %s WHERE id = %s"
CALLS_SPENT = "UPDATE hubbub_person SET calls_spent = %s WHERE id = %s"


@dataclass(slots=True)
class Writer:
    """A person in a room. `posted` is when they last did, in seconds since 1970; `shown` is the last message of theirs
    that the room shows, 0 for none in this batch."""

    room: RoomClock
    membership: int
    role: str
    posted: float
    read_number: int
    posts_spent: float
    calls_spent: float
    person: wire.Person
    shown: int = 0


def writers(pairs: Collection[tuple[RoomClock, int]], *, lock: bool) -> dict[tuple[str, int], Writer]:
    """Those of some people who are in a room: pairs (room, person), found by the room's key and the person.

    Asked under the rooms' locks: a removal is before these posts or after them.

    Args:
        lock: the people, too, in one order; no other process counts their posts meanwhile.
    """
    statement = WRITERS + (sql.lock("FOR NO KEY UPDATE OF p") if lock else "")
    rooms = {room.pk: room for room, _ in pairs}
    found = {}
    rows = sql.asked_of(statement, [(room.pk, person) for room, person in pairs])
    for membership, room, role, posted, read, posts, calls, pk, username, name, bot in rows:
        person = wire.Person(pk, username, name, bool(bot))
        found[rooms[room].key, pk] = Writer(rooms[room], membership, role, posted, read, posts, calls, person)
    return found


def keep_writers(found: Iterable[Writer]) -> None:
    """Of who posts: up to where they have read, when they wrote. In the one order in which memberships are locked.

    The mark was read without a lock, and may have been moved since: it is moved on by what the room shows, or left.
    """
    found = sorted(found, key=attrgetter("membership"))
    sql.write(WROTE, [(one.shown, one.shown, one.posted, one.membership) for one in found])


def keep_spent(spent: Iterable[tuple[int, float]]) -> None:
    """Of people: what they have taken of their rate of posts."""
    sql.write(SPENT, [(until, person) for person, until in spent])


def keep_calls_spent(spent: Iterable[tuple[int, float]]) -> None:
    """Of people: what they have taken of their rate of calls."""
    sql.write(CALLS_SPENT, [(until, person) for person, until in spent])
