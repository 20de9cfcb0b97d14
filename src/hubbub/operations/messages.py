"""What people do with messages: post, edit, delete, react."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.utils import timezone

from hubbub import access, queries, text, wire
from hubbub.errors import Conflict, Invalid, Refused
from hubbub.models import Membership, Mention, Message, Person, Reaction, Revision, Room
from hubbub.operations import calling, loose, naming, pins, threads
from hubbub.operations.changes import changed, standing
from hubbub.operations.clock import member_change
from hubbub.operations.deliveries import queue_edit
from hubbub.operations.emoji import clean_reaction
from hubbub.operations.posting import NewPost, Posted, post_messages
from hubbub.rates import Rate

__all__ = ["NewPost", "Posted", "delete_message", "edit_message", "post_message", "post_messages", "react"]

MOST_EMOJI = 20
MOST_EARLIER_TEXTS = 100


def post_message(
    person: Person, room_name: str, body: str, *, client_id: uuid.UUID | None = None, confirmed: bool = False
) -> wire.Message:
    """Post one message: `post_messages` for a caller who has just one.

    Raises:
        Refused: the reason why not.
    """
    [outcome] = post_messages([NewPost(person.pk, room_name, client_id or uuid.uuid4(), body, confirmed=confirmed)])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome.message


def edit_message(
    person: Person,
    room_name: str,
    number: int,
    body: str,
    *,
    present: Collection[int] = (),
    confirmed: bool = False,
    call_rate: Rate | None = None,
) -> wire.Message:
    """Give a message another text; the earlier one is kept as a revision.

    A text that calls whom the earlier one did not is a call like a new message's: `post_messages` says what `present`,
    `confirmed` and `call_rate` are. While it goes on to say `@here`, all whom it has mentioned stay mentioned.
    """
    draft = naming.draft(queries.membership_in(person, room_name).room, body)
    with member_change(person, room_name) as (room, membership):
        row = standing(room, number)
        access.may_edit(membership, row)
        if not draft.body and not row.upload_count:
            raise Invalid(text.EMPTY)
        people = _people(membership, row, draft, present, confirmed=confirmed)
        if draft.calls and draft.calls != row.calls:
            calling.take(person, call_rate)
        _keep_text(row, person)
        return _reworded(room, row, draft, people)


def _keep_text(row: Message, replaced_by: Person) -> None:
    """The first is always kept, for it is what a retry sends again, and the latest are."""
    kept = row.revisions.order_by("-pk").values_list("pk", flat=True)
    Revision.objects.create(message=row, body=row.body, html=row.html, replaced_by=replaced_by)
    if oldest := kept[MOST_EARLIER_TEXTS - 2 : MOST_EARLIER_TEXTS - 1]:
        row.revisions.filter(pk__gt=kept.reverse()[0], pk__lt=oldest[0]).delete()


def _reworded(room: Room, row: Message, draft: naming.Draft, people: set[int]) -> wire.Message:
    """`people` are all whom it mentions from now on, one by one."""
    before = queries.mentions_of(row)
    row.body, row.html, row.calls, row.edited = draft.body, draft.html, draft.calls, timezone.now()
    _set_mentions(row, people - before.people, before.people - people)
    threads.follow_called(room, row, people - before.people)
    queue_edit(row, None if draft.calls == "all" and not before.everybody else people - before.people)
    return changed(room, row, before)


def _people(
    by: Membership, row: Message, draft: naming.Draft, present: Collection[int], *, confirmed: bool
) -> set[int]:
    """Whom an edited message mentions one by one."""
    if draft.calls != row.calls:
        role = access.role_in(by)
        return set(calling.mentions(by.room, role, by.person_id, draft, present, confirmed=confirmed))
    kept = queries.mentions_of(row).people if draft.calls == "here" else frozenset()
    return set() if draft.calls == "all" else {*kept, *draft.mentions} - {row.author_id}


def _set_mentions(row: Message, new: Collection[int], gone: Collection[int]) -> None:
    row.mentions.filter(person__in=gone).delete()
    Mention.objects.bulk_create(
        [Mention(message=row, room_id=row.room_id, person_id=pk, number=row.number) for pk in sorted(new)]
    )


def delete_message(person: Person, room_name: str, number: int) -> wire.Message:
    """Take a message's text away for good. Its row stays, so that the deletion is a change like any other."""
    with member_change(person, room_name) as (room, membership):
        row = queries.message_row(room, number)
        access.may_delete(membership, row)
        again = row.deleted is not None
        before = queries.mentions_of(row)
        row.body, row.html, row.calls, row.upload_count = "", None, "", 0
        row.deleted = row.deleted or timezone.now()
        for related in (row.revisions, row.mentions, row.reactions, row.saved):
            related.all().delete()
        pins.take_off(room, row)
        loose.let_go(row.uploads.all())
        message = changed(room, row, before)
        if not again:
            threads.take_back(room, row)
        return message


def react(person: Person, room_name: str, number: int, emoji: str, *, on: bool = True) -> wire.Message:
    """Put one's emoji on a message, or take it off. Doing it twice is doing it once."""
    emoji = clean_reaction(emoji, on=on)
    with member_change(person, room_name) as (room, _):
        row = standing(room, number)
        access.may_react(room)
        _set_reaction(row, person, emoji, on)
        return changed(room, row)


def _set_reaction(row: Message, person: Person, emoji: str, on: bool) -> None:
    if not on:
        row.reactions.filter(person=person, emoji=emoji).delete()
        return
    used = set(row.reactions.values_list("emoji", flat=True))
    if len(used | {emoji}) > MOST_EMOJI:
        raise Conflict(f"A message can carry {MOST_EMOJI} different emoji. Use one of those that are there.")
    Reaction.objects.get_or_create(message=row, person=person, emoji=emoji)
