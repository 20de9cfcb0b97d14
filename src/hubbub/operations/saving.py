"""Messages that somebody keeps for later. That is nobody else's business: no rev is taken, and only they are told."""

from __future__ import annotations

from django.db import transaction

from hubbub import events, queries
from hubbub.errors import Conflict
from hubbub.models import Message, Person, Saved
from hubbub.operations.changes import standing

MOST_SAVED = 1_000


def save(person: Person, room_name: str, number: int, *, on: bool = True) -> None:
    """Save a message, or take it off. Doing it twice is doing it once.

    Raises:
        NotFound: no such room or message, or the person is not in the room.
        Conflict: so many are saved that nobody would find one among them.
    """
    with transaction.atomic():
        room = queries.membership_in(person, room_name).room
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        row = standing(room, number)
        if on:
            _add(person, row)
        else:
            row.saved.filter(person=person).delete()
        events.publish(events.SavedChanged(room, person.pk, number, on))


def _add(person: Person, row: Message) -> None:
    _, new = Saved.objects.get_or_create(person=person, message=row)
    if new and Saved.objects.filter(person=person).count() > MOST_SAVED:
        raise Conflict(f"You have saved {MOST_SAVED:,} messages. Take one of them off first.")
