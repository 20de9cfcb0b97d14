"""Bringing files into a room, before a message carries them: a place for one, then its row; and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from hubbub import access, queries, stored, text, wire
from hubbub.errors import Conflict, disk_full
from hubbub.models import Person, Upload
from hubbub.operations import loose

MOST_UNSENT = 20
MOST_UNSENT_BYTES = 250 << 20
ABANDONED = timedelta(hours=1)

TOO_MANY = (
    f"You have {MOST_UNSENT} files or {MOST_UNSENT_BYTES >> 20} MB that are not sent yet. Send or remove some of them,"
    " then attach this one again."
)


@dataclass(frozen=True)
class Place:
    """Where a file goes that is on its way in: the names of the file and of its thumbnail are noted as loose."""

    room: int
    name: str
    size: int
    file: str
    thumbnail: str


@dataclass(frozen=True)
class Content:
    """What a file turned out to be, and what there is of it in the storage."""

    content_type: str
    size: int
    width: int | None = None
    height: int | None = None
    thumbnail: bool = False


def make_place(person: Person, room_name: str, name: str, size: int) -> Place:
    """
    Raises:
        Refused: the person may not bring this file into this room.
        Unavailable: it would take the last of the disk.
    """
    name = text.clean_file_name(name)
    membership = queries.membership_in(person, room_name)
    access.may_write(membership.room, access.role_in(membership))
    if not stored.has_room(size):
        raise disk_full()
    place = Place(membership.room_id, name, size, stored.new_name(), stored.new_name())
    with transaction.atomic():
        _check_allowance(person, size)
        loose.note([place.file, place.thumbnail])
    return place


def keep(person: Person, place: Place, content: Content) -> wire.Upload:
    """The upload of a file that is stored in its place.

    Raises:
        Refused: the person has left the room meanwhile, or has too much that is not sent.
    """
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        access.must_be_member(queries.membership_at(person, place.room))
        _check_allowance(person, content.size)
        loose.claim([place.file, place.thumbnail])
        return wire.upload(_row(person, place, content))


def _row(person: Person, place: Place, content: Content) -> Upload:
    return Upload.objects.create(
        room_id=place.room,
        person=person,
        name=place.name,
        content_type=content.content_type,
        size=content.size,
        width=content.width,
        height=content.height,
        file=place.file,
        thumbnail=place.thumbnail if content.thumbnail else "",
    )


def give_up(place: Place) -> None:
    """The file that was to be there is refused."""
    loose.clear([place.file, place.thumbnail])


def remove(person: Person, upload_id: int) -> None:
    """Take back a file that is not sent. One that is goes with its message."""
    with transaction.atomic():
        row = queries.upload_for(person, upload_id)
        if row.message_id is not None:
            raise Conflict("This file was sent already. Delete its message to take it back.")
        loose.let_go(Upload.objects.filter(pk=row.pk, message=None))


def _check_allowance(person: Person, size: int) -> None:
    """Whoever has too much loses what they have left lying for an hour, and is refused if that is not enough."""
    unsent = Upload.objects.filter(person=person, message=None)
    if _is_too_much(unsent, size):
        loose.let_go(unsent.filter(created__lt=timezone.now() - ABANDONED))
        if _is_too_much(unsent, size):
            raise Conflict(TOO_MANY)


def _is_too_much(unsent: QuerySet[Upload], size: int) -> bool:
    found = unsent.aggregate(count=Count("pk"), bytes=Sum("size", default=0))
    return bool(found["count"] >= MOST_UNSENT or found["bytes"] + size > MOST_UNSENT_BYTES)
