"""What people do with messages: post, edit, delete, react."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from hubbub import access, events, queries, text, wire
from hubbub.errors import Conflict, Invalid, NotFound, Refused
from hubbub.models import Membership, Mention, Message, Person, Reaction, Revision, Room
from hubbub.operations import naming
from hubbub.operations.clock import lock_rooms, member_change

MOST_EMOJI = 20


@dataclass(frozen=True)
class NewPost:
    """A message on its way in. `created` is for what was written earlier and is brought in now."""

    person_id: int
    room: str
    client_id: uuid.UUID
    body: str
    reply_to: int | None = None
    created: datetime | None = None


@dataclass(frozen=True)
class Posted:
    """A message that is committed; `new` is false when a retry met the first one."""

    room: str
    message: wire.Message
    new: bool


def post_message(person: Person, room_name: str, body: str, *, client_id: uuid.UUID | None = None) -> wire.Message:
    """Post one message: `post_messages` for a caller who has just one.

    Raises:
        Refused: the reason why not.
    """
    [outcome] = post_messages([NewPost(person.pk, room_name, client_id or uuid.uuid4(), body)])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome.message


def post_messages(posts: Sequence[NewPost]) -> list[Posted | Refused]:
    """Post a batch in one transaction. What is invalid or forbidden fails alone.

    Returns:
        One outcome for each post, in their order.
    """
    outcomes: dict[int, Posted | Refused] = {}
    drafts = naming.drafts([(index, post.room, post.body) for index, post in enumerate(posts)], outcomes)
    wanted = {index: (posts[index], draft) for index, draft in drafts.items()}
    outcomes |= _committed(wanted)
    return [outcomes[index] for index in range(len(posts))]


Wanted = dict[int, tuple[NewPost, naming.Draft]]
Key = tuple[int, uuid.UUID]


def _committed(wanted: Wanted) -> dict[int, Posted | Refused]:
    """A second try meets the rows of a retry that ran beside the first one on another process."""
    try:
        return _commit(wanted)
    except IntegrityError:
        return _commit(wanted)


def _commit(wanted: Wanted) -> dict[int, Posted | Refused]:
    if not wanted:
        return {}
    with transaction.atomic():
        return _Batch(wanted).outcomes()


class _Batch:
    """One transaction's worth of posts: rooms locked, everything asked once, rows inserted in bulk."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.now = timezone.now()
        posts = [post for post, _ in wanted.values()]
        self.rooms = lock_rooms({text.skeleton(post.room) for post in posts})
        self.memberships = _memberships(posts, self.rooms)
        self.known = _known(posts)
        self.fresh: dict[Key, Message] = {}
        self.mentions: dict[Key, list[Mention]] = {}
        self.caught_up: set[Key] = set()

    def outcomes(self) -> dict[int, Posted | Refused]:
        rows = {index: self._row_or_refusal(*pair) for index, pair in self.wanted.items()}
        self._insert()
        return self._answers(rows)

    def _row_or_refusal(self, post: NewPost, draft: naming.Draft) -> Message | Refused:
        try:
            return self._row(post, draft)
        except Refused as refused:
            return refused

    def _row(self, post: NewPost, draft: naming.Draft) -> Message:
        membership = access.must_be_member(self.memberships.get((post.person_id, text.skeleton(post.room))))
        room = self.rooms[membership.room_id]
        earlier = self.known.get((post.person_id, post.client_id)) or self.fresh.get((post.person_id, post.client_id))
        if earlier:
            return _same(earlier, room, draft.body, post.reply_to)
        access.may_write(room)
        _check_reply(room, post.reply_to)
        return self._new(post, draft, room, membership)

    def _new(self, post: NewPost, draft: naming.Draft, room: Room, membership: Membership) -> Message:
        room.rev += 1
        room.last_number += 1
        key = post.person_id, post.client_id
        if membership.read_number < room.last_number - 1:
            self.caught_up.add(key)
        membership.read_number = room.last_number
        row = Message(
            room=room,
            number=room.last_number,
            rev=room.rev,
            author=membership.person,
            client_id=post.client_id,
            body=draft.body,
            html=draft.html,
            reply_to=post.reply_to,
            created=post.created or self.now,
        )
        self.fresh[key] = row
        self.mentions[key] = [
            Mention(message=row, room=room, person_id=pk, number=row.number)
            for pk in draft.mentions
            if pk != post.person_id
        ]
        return row

    def _insert(self) -> None:
        if not self.fresh:
            return
        Message.objects.bulk_create(self.fresh.values())
        Mention.objects.bulk_create([mention for mentions in self.mentions.values() for mention in mentions])
        touched = {row.room_id for row in self.fresh.values()}
        Room.objects.bulk_update([self.rooms[pk] for pk in sorted(touched)], ["rev", "last_number"])
        self._move_read_marks()

    def _move_read_marks(self) -> None:
        """Who writes has read."""
        writers = {(row.author_id, row.room_id) for row in self.fresh.values()}
        rows = [row for row in self.memberships.values() if (row.person_id, row.room_id) in writers]
        Membership.objects.bulk_update(rows, ["read_number"])

    def _answers(self, rows: dict[int, Message | Refused]) -> dict[int, Posted | Refused]:
        told = {id(row): wire.message(row, [], self.mentions[key]) for key, row in self.fresh.items()}
        events.publish(*self._events(told))
        old = [row.pk for row in rows.values() if isinstance(row, Message) and id(row) not in told]
        found = queries.messages(old) if old else {}
        first = {id(row): index for index, row in reversed(rows.items())}
        return {
            index: row
            if isinstance(row, Refused)
            else Posted(
                row.room.name,
                told.get(id(row)) or found[row.pk],
                new=id(row) in told and first[id(row)] == index,
            )
            for index, row in rows.items()
        }

    def _events(self, told: Mapping[int, wire.Message]) -> Iterator[events.Event]:
        for key, row in self.fresh.items():
            yield events.MessagePosted(row.room, told[id(row)])
            if key in self.caught_up:
                yield events.ReadMoved(row.room, row.author_id, row.number, mentions=0)


def _memberships(posts: Sequence[NewPost], rooms: Mapping[int, Room]) -> dict[tuple[int, str], Membership]:
    """Asked under the rooms' locks: a removal is before these posts or after them."""
    rows = Membership.objects.select_related("person").filter(
        person__in={post.person_id for post in posts}, room__in=rooms
    )
    return {(row.person_id, rooms[row.room_id].key): row for row in rows}


def _known(posts: Sequence[NewPost]) -> dict[Key, Message]:
    rows = Message.objects.select_related("author", "room").filter(
        author__in={post.person_id for post in posts}, client_id__in={post.client_id for post in posts}
    )
    return {(row.author_id, row.client_id): row for row in rows}


def _same(earlier: Message, room: Room, body: str, reply_to: int | None) -> Message:
    """The first message of a retry.

    Raises:
        Conflict: the key was used before for something else.
    """
    first = earlier.body
    if earlier.edited and not earlier.deleted:
        first = earlier.revisions.values_list("body", flat=True)[0]
    changed = not earlier.deleted and first != body
    if changed or earlier.room_id != room.pk or earlier.reply_to != reply_to:
        raise Conflict("This client_id was used before for another message. Give every new message one of its own.")
    return earlier


def _check_reply(room: Room, reply_to: int | None) -> None:
    if reply_to is not None and not 1 <= reply_to <= room.last_number:
        raise Invalid("The message that you reply to is not in this room.")


def edit_message(person: Person, room_name: str, number: int, body: str) -> wire.Message:
    """Give a message another text; the earlier one is kept as a revision."""
    draft = naming.draft(queries.membership_in(person, room_name).room, body)
    with member_change(person, room_name) as (room, membership):
        row = _standing(room, number)
        access.may_edit(membership, row)
        Revision.objects.create(message=row, body=row.body, html=row.html, replaced_by=person)
        row.body, row.html, row.edited = draft.body, draft.html, timezone.now()
        before, after = _replace_mentions(row, draft)
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
        row.body, row.html, row.deleted = "", None, row.deleted or timezone.now()
        unmentioned = set(row.mentions.values_list("person", flat=True))
        for related in (row.revisions, row.mentions, row.reactions):
            related.all().delete()
        return _changed(room, row, unmentioned=unmentioned)


def react(person: Person, room_name: str, number: int, emoji: str, *, on: bool = True) -> wire.Message:
    """Put one's emoji on a message, or take it off. Doing it twice is doing it once."""
    emoji = text.clean_emoji(emoji)
    with member_change(person, room_name) as (room, _):
        row = _standing(room, number)
        access.may_write(room)
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
    row.save(update_fields=["body", "html", "edited", "deleted", "rev"])
    message = queries.message(row.pk)
    events.publish(events.MessageChanged(room, message, sorted(mentioned or ()), sorted(unmentioned or ())))
    return message
