"""The room's clock: how an operation takes the next rev."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from hubbub import access, queries
from hubbub.models import Membership, Person, Room


@contextmanager
def room_change(room_id: int, *, state: bool = False) -> Iterator[Room]:
    """Lock a room and take its next rev; the row is written when the block ends.

    The lock makes commit order equal rev order, so "what changed after N" never skips a change that commits late.

    Args:
        state: the room's own state (title, members …) changes, not only a message.
    """
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room_id)
        room.rev += 1
        if state:
            room.state_rev = room.rev
        yield room
        room.save()


@contextmanager
def member_change(person: Person, room_name: str, *, state: bool = False) -> Iterator[tuple[Room, Membership]]:
    """The same for a member of the room, who is looked up under the lock: a removal is before the change or after it.

    Raises:
        NotFound: no such room, or the person is not in it.
    """
    with transaction.atomic():
        room_id = queries.membership_in(person, room_name).room_id
        with room_change(room_id, state=state) as room:
            membership = access.must_be_member(queries.membership_of(person, room))
            yield room, membership
