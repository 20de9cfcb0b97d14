"""Messages that a room keeps in view: pinned, and taken off again."""

from __future__ import annotations

from django.utils import timezone

from hubbub import access, wire
from hubbub.errors import Conflict
from hubbub.models import Message, Person, Room
from hubbub.operations.changes import changed, standing, state_changed
from hubbub.operations.clock import member_change

MOST_PINS = 100


def pin(person: Person, room_name: str, number: int, *, on: bool = True) -> wire.Message:
    """Pin a message, or take it off. Doing it twice is doing it once. The room's count is told before the message."""
    with member_change(person, room_name) as (room, membership):
        access.may_pin(membership)
        row = standing(room, number)
        if on and row.pinned is None:
            _put_on(room, row, person)
        elif not on:
            take_off(room, row)
        return changed(room, row)


def _put_on(room: Room, row: Message, person: Person) -> None:
    if room.pins >= MOST_PINS:
        raise Conflict(f"A room keeps at most {MOST_PINS} pinned messages. Unpin one of them first.")
    row.pinned, row.pinned_by = timezone.now(), person
    room.pins += 1
    state_changed(room)


def take_off(room: Room, row: Message) -> None:
    """For a deletion, too. The row is not saved yet."""
    if row.pinned is not None:
        row.pinned = row.pinned_by = None
        room.pins -= 1
        state_changed(room)
