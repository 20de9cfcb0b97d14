"""What people do with messages: post, edit, delete, react."""

from __future__ import annotations

import uuid

from django.utils import timezone

from hubbub import access, events, queries, text, wire
from hubbub.errors import Conflict, Invalid, NotFound, Refused
from hubbub.models import Mention, Message, Person, Reaction, Revision, Room
from hubbub.operations import attaching, naming, threads
from hubbub.operations.clock import member_change
from hubbub.operations.posting import NewPost, Posted, post_messages

__all__ = ["NewPost", "Posted", "delete_message", "edit_message", "post_message", "post_messages", "react"]

MOST_EMOJI = 20


def post_message(person: Person, room_name: str, body: str, *, client_id: uuid.UUID | None = None) -> wire.Message:
    """Post one message: `post_messages` for a caller who has just one.

    Raises:
        Refused: the reason why not.
    """
    [outcome] = post_messages([NewPost(person.pk, room_name, client_id or uuid.uuid4(), body)])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome.message


def edit_message(person: Person, room_name: str, number: int, body: str) -> wire.Message:
    """Give a message another text; the earlier one is kept as a revision."""
    draft = naming.draft(queries.membership_in(person, room_name).room, body)
    with member_change(person, room_name) as (room, membership):
        row = _standing(room, number)
        access.may_edit(membership, row)
        if not draft.body and not row.upload_count:
            raise Invalid(text.EMPTY)
        Revision.objects.create(message=row, body=row.body, html=row.html, replaced_by=person)
        row.body, row.html, row.edited = draft.body, draft.html, timezone.now()
        before, after = _replace_mentions(row, draft)
        threads.follow_called(room, row, after - before)
        return _changed(room, row, mentioned=after - before, unmentioned=before - after)


def _standing(room: Room, number: int) -> Message:
    row = queries.message_row(room, number)
    if row.deleted:
        raise NotFound("This message has been deleted.")
    return row


def _replace_mentions(row: Message, draft: naming.Draft) -> tuple[set[int], set[int]]:
    before = set(row.mentions.values_list("person", flat=True))
    after = set(draft.mentions) - {row.author_id}
    row.mentions.exclude(person__in=after).delete()
    Mention.objects.bulk_create(
        [Mention(message=row, room_id=row.room_id, person_id=pk, number=row.number) for pk in sorted(after - before)]
    )
    return before, after


def delete_message(person: Person, room_name: str, number: int) -> wire.Message:
    """Take a message's text away for good. Its row stays, so that the deletion is a change like any other."""
    with member_change(person, room_name) as (room, membership):
        row = queries.message_row(room, number)
        access.may_delete(membership, row)
        again = row.deleted is not None
        row.body, row.html, row.upload_count, row.deleted = "", None, 0, row.deleted or timezone.now()
        unmentioned = set(row.mentions.values_list("person", flat=True))
        for related in (row.revisions, row.mentions, row.reactions):
            related.all().delete()
        attaching.discard(row.uploads.all())
        message = _changed(room, row, unmentioned=unmentioned)
        if not again:
            threads.take_back(room, row)
        return message


def react(person: Person, room_name: str, number: int, emoji: str, *, on: bool = True) -> wire.Message:
    """Put one's emoji on a message, or take it off. Doing it twice is doing it once."""
    emoji = text.clean_emoji(emoji)
    with member_change(person, room_name) as (room, _):
        row = _standing(room, number)
        access.may_react(room)
        _set_reaction(row, person, emoji, on)
        return _changed(room, row)


def _set_reaction(row: Message, person: Person, emoji: str, on: bool) -> None:
    if not on:
        row.reactions.filter(person=person, emoji=emoji).delete()
        return
    used = set(row.reactions.values_list("emoji", flat=True))
    if len(used | {emoji}) > MOST_EMOJI:
        raise Conflict(f"A message can carry {MOST_EMOJI} different emoji. Use one of those that are there.")
    Reaction.objects.get_or_create(message=row, person=person, emoji=emoji)


def _changed(
    room: Room, row: Message, mentioned: set[int] | None = None, unmentioned: set[int] | None = None
) -> wire.Message:
    row.rev = room.rev
    row.save(update_fields=["body", "html", "edited", "upload_count", "deleted", "rev"])
    message = queries.message(row.pk)
    events.publish(events.MessageChanged(room, message, sorted(mentioned or ()), sorted(unmentioned or ())))
    return message
