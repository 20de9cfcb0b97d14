"""Asking about threads: who follows them, where somebody is in one, what stands in it, and all of a person's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, F, OuterRef

from hubbub import wire
from hubbub.models import Membership, Message, Room, ThreadFollower
from hubbub.queries.messages import message_row

MOST_UNREAD = 100


def behind(roots: Collection[int]) -> dict[int, list[int]]:
    """By the id of a root: who follows its thread and has not read all of it. One query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = ThreadFollower.objects.filter(
        message__in=roots, following=True, read_number__lt=F("message__last_reply_number")
    ).order_by("person")
    for root, person in rows.values_list("message", "person"):
        found[root].append(person)
    return found


def unread_threads(people: Collection[int]) -> dict[int, list[wire.ThreadMark]]:
    """By person: the threads that they follow and have not read to the end, the latest first, 100 at most. One query.

    Those of rooms that they are no longer in are left out.
    """
    found: dict[int, list[wire.ThreadMark]] = defaultdict(list)
    rows = ThreadFollower.objects.filter(
        in_their_rooms(), person__in=people, following=True, read_number__lt=F("message__last_reply_number")
    ).order_by("-message__last_reply", "-message")
    fields = ("person", "message__room__name", "message__number", "read_number", "message__last_reply_number")
    for person, room, number, read, last in rows.values_list(*fields):
        if len(found[person]) < MOST_UNREAD:
            found[person].append(wire.ThreadMark(room, number, True, read, last))
    return found


def in_their_rooms() -> Exists:
    """Of followers: they are in the room of the thread."""
    return Exists(Membership.objects.filter(room=OuterRef("message__room"), person=OuterRef("person")))


def thread_root(room: Room, number: int) -> Message:
    """What a message's thread hangs on: the message itself where it stands in none.

    Raises:
        NotFound: the room has no message of this number.
    """
    row = message_row(room, number)
    return row if row.thread is None else message_row(room, row.thread)


def thread_mark(room: Room, root: Message, row: ThreadFollower | None) -> wire.ThreadMark:
    """Where somebody is in a thread; `row` is None where they have never been."""
    following, read = (row.following, row.read_number) if row else (False, 0)
    return wire.ThreadMark(room.name, root.number, following, read, root.last_reply_number)
