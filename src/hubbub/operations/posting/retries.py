"""Posts that are sent again: each meets the first one, from the database or from earlier in the same batch."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from hubbub import queries, wire
from hubbub.errors import Conflict
from hubbub.models import Message
from hubbub.operations import statements
from hubbub.operations.naming import Draft
from hubbub.operations.posting.posts import NewPost
from hubbub.operations.statements import RoomClock

OTHER = "This client_id was used before for another message. Give every new message one of its own."
Key = tuple[int, uuid.UUID]
Place = tuple[int | None, bool]


@dataclass(frozen=True, slots=True)
class _First:
    """A message and the text with which it was sent; it may have another one by now."""

    room: int
    message: wire.Message
    body: str


class Retries:
    """What the posts of a batch may be retries of."""

    def __init__(self, posts: Collection[NewPost]) -> None:
        self._firsts = _stored({(post.person_id, post.client_id) for post in posts})

    def add(self, room: RoomClock, message: wire.Message) -> None:
        """One that is new in this batch."""
        self._firsts[message.author.id, message.client_id] = _First(room.pk, message, message.body)

    def first(self, post: NewPost, draft: Draft, room: RoomClock, place: Place) -> wire.Message | None:
        """The message that was made when this post was sent before.

        Args:
            place: its thread, and whether the room shows it.

        Raises:
            Conflict: the key was used before for something else.
        """
        first = self._firsts.get((post.person_id, post.client_id))
        if first is None:
            return None
        sent = (room.pk, post.reply_to, *place, draft.body, post.uploads)
        if sent != _sent_at_first(first, post, draft):
            raise Conflict(OTHER)
        return first.message


def _stored(keys: Collection[Key]) -> dict[Key, _First]:
    ids = statements.earlier(keys)
    if not ids:
        return {}
    rows, messages = Message.objects.in_bulk(ids), queries.messages(ids)
    return {(row.author_id, row.client_id): _First(row.room_id, messages[pk], _body(row)) for pk, row in rows.items()}


def _body(row: Message) -> str:
    if row.deleted or not row.edited:
        return row.body
    return row.revisions.values_list("body", flat=True)[0]


def _sent_at_first(first: _First, post: NewPost, draft: Draft) -> tuple[object, ...]:
    """Of a deleted message nothing is known, so any text and any files are the same."""
    message = first.message
    files = tuple(upload.id for upload in message.uploads)
    said = (draft.body, post.uploads) if message.deleted else (first.body, files)
    return (first.room, message.reply_to, message.thread, message.in_room, *said)
