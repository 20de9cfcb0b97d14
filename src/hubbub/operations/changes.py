"""What every change of one message begins and ends with: its row as it stands, and its next state told.

For operations only.
"""

from __future__ import annotations

from hubbub import events, queries, wire
from hubbub.errors import NotFound
from hubbub.models import Message, Room
from hubbub.queries import Mentions

FIELDS = ["body", "html", "calls", "edited", "upload_count", "pinned", "pinned_by", "deleted", "rev"]


def standing(room: Room, number: int) -> Message:
    """
    Raises:
        NotFound: the room has no such message, or it was deleted.
    """
    row = queries.message_row(room, number)
    if row.deleted:
        raise NotFound("This message has been deleted.")
    return row


def changed(room: Room, row: Message, before: Mentions | None = None) -> wire.Message:
    """Keep a row at the room's rev, and tell everyone.

    Args:
        before: whom the message mentioned, where that may have changed.
    """
    row.rev = room.rev
    row.save(update_fields=FIELDS)
    message = queries.message(row.pk)
    events.publish(_event(room, message, before or Mentions.of(message)))
    return message


def _event(room: Room, message: wire.Message, before: Mentions) -> events.MessageChanged:
    after = Mentions.of(message)
    new, gone = after.people - before.people, before.people - after.people
    called = after.everybody - before.everybody
    return events.MessageChanged(room, message, sorted(new), sorted(gone), called=called)


def state_changed(room: Room) -> None:
    """The room's own state has changed along with a message, which takes the rev after it."""
    room.state_rev = room.rev
    events.publish(events.RoomChanged(room))
    room.rev += 1
