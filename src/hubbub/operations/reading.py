"""Reading: a batch of read marks in one transaction. Reading never moves a mark back, and one that stays is told to
nobody; `mark_unread` is how a person moves theirs back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction

from hubbub import access, events, queries, text
from hubbub.errors import NotFound, Refused
from hubbub.models import Membership, Person
from hubbub.operations import statements


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody has read a room up to a number."""

    person_id: int
    room: str
    number: int


class Mark(NamedTuple):
    """Up to where a person has read now, and how many unread mentions are left."""

    number: int
    mentions: int


Key = tuple[str, int]


def mark_read(person: Person, room_name: str, number: int) -> Mark:
    """Move the mark up to which a person has read: `mark_reads` for a caller who has just one.

    Raises:
        NotFound: no such room, or the person is not in it.
    """
    [outcome] = mark_reads([Reading(person.pk, room_name, number)])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def mark_reads(readings: Sequence[Reading]) -> list[Mark | Refused]:
    """Move the marks of a batch, each as far as its person has read in its room by any of them.

    Returns:
        One outcome for each, in their order. Who is not in the room is refused alone.
    """
    keys = [(text.skeleton(one.room), one.person_id) for one in readings]
    farthest: dict[Key, int] = {}
    for key, one in zip(keys, readings, strict=True):
        farthest[key] = max(one.number, farthest.get(key, 0))
    marks = _moved(farthest)
    return [marks.get(key) or NotFound(access.NO_SUCH_ROOM) for key in keys]


@transaction.atomic
def mark_unread(person: Person, room_name: str, number: int) -> Mark:
    """Put a person's mark before a message: it and all after it are unread, all before it is read.

    Raises:
        NotFound: no such room or message, or the person is not in the room.
    """
    room = queries.membership_in(person, room_name).room
    queries.message_row(room, number)
    mine = Membership.objects.select_for_update(no_key=True).filter(room=room, person=person)
    row = access.must_be_member(mine.first())
    row.read_number = number - 1
    row.save(update_fields=["read_number"])
    mark = Mark(row.read_number, statements.unread_mentions([row.pk])[row.pk])
    events.publish(events.ReadMoved(room, person.pk, *mark, back=True))
    return mark


@transaction.atomic
def _moved(farthest: Mapping[Key, int]) -> dict[Key, Mark]:
    readers = statements.readers(farthest)
    moved = [reader for key, reader in readers.items() if reader.move(farthest[key])]
    statements.keep_marks([(one.membership, one.read_number) for one in moved])
    unread = statements.unread_mentions([one.membership for one in readers.values()])
    marks = {key: Mark(one.read_number, unread.get(one.membership, 0)) for key, one in readers.items()}
    events.publish(*(events.ReadMoved(one.room, one.person, *marks[one.room.key, one.person]) for one in moved))
    return marks
