"""Posting: a batch of messages in one transaction, what is invalid or forbidden failing alone."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from hubbub import access, events, queries, rates, text, wire
from hubbub.errors import Conflict, Invalid, RateLimited, Refused
from hubbub.models import Message
from hubbub.operations import calling, naming, statements
from hubbub.operations.attaching import Files
from hubbub.operations.budgets import Budget
from hubbub.operations.statements import RoomClock, Writer
from hubbub.operations.threads import Replies
from hubbub.rates import Rate

SLOW = "Slow mode is on in this room: one message every {}. Wait {} and send it again."
TOO_OFTEN = "You are writing faster than this site allows. Wait a moment and send it again."


@dataclass(frozen=True, slots=True)
class NewPost:
    """A message on its way in. `created` is for what was written earlier and is brought in now.

    `thread` is the number of a message, whose thread it joins; `in_room` says whether it stands in the room's timeline
    as well, which everything else does.
    `present` are the people who have a socket in the room, where `@here` may call them. `confirmed` says that the
    author knows how many people it calls.
    """

    person_id: int
    room: str
    client_id: uuid.UUID
    body: str
    reply_to: int | None = None
    created: datetime | None = None
    uploads: tuple[int, ...] = ()
    thread: int | None = None
    in_room: bool | None = None
    present: Collection[int] = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that is committed; `new` is false when a retry met the first one."""

    room: str
    message: wire.Message
    new: bool


Outcome = Posted | Refused
Wanted = dict[int, tuple[NewPost, naming.Draft]]
Key = tuple[int, uuid.UUID]


def post_messages(
    posts: Sequence[NewPost], *, rate: Rate | None = None, call_rate: Rate | None = None
) -> list[Outcome]:
    """Post a batch in one transaction. What is invalid or forbidden fails alone.

    Args:
        rate: how often a person may post, over all rooms and processes; a retry is free. None for no limit.
        call_rate: the same for messages that call all or who is here.

    Returns:
        One outcome for each post, in their order.
    """
    outcomes: dict[int, Outcome] = {}
    drafts = naming.drafts([(index, post.room, post.body) for index, post in enumerate(posts)], outcomes)
    wanted = {index: (posts[index], draft) for index, draft in drafts.items()}
    outcomes |= _committed(wanted, rate, call_rate)
    return [outcomes[index] for index in range(len(posts))]


def _committed(wanted: Wanted, *limits: Rate | None) -> dict[int, Outcome]:
    """A second try meets the rows of a retry that ran beside the first one on another process."""
    try:
        return _commit(wanted, *limits)
    except IntegrityError:
        return _commit(wanted, *limits)


def _commit(wanted: Wanted, *limits: Rate | None) -> dict[int, Outcome]:
    if not wanted:
        return {}
    with transaction.atomic():
        return _Batch(wanted, *limits).outcomes()


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A message of this batch. `caught_up`: its author had not read everything before it."""

    room: RoomClock
    message: wire.Message
    caught_up: bool


class _Batch:
    """One transaction's worth of posts: rooms locked, everything asked once, rows inserted in bulk."""

    def __init__(self, wanted: Wanted, rate: Rate | None, call_rate: Rate | None) -> None:
        self.wanted = wanted
        self.rooms = statements.lock_rooms({draft.room for _, draft in wanted.values()})
        self.now = timezone.now()  # under the locks: no post of an earlier transaction in these rooms is later
        asked = {(draft.room, post.person_id) for post, draft in wanted.values()}
        present = [(self.rooms[key], person) for key, person in asked if key in self.rooms]
        calls = any(draft.calls for _, draft in wanted.values())
        self.writers = statements.writers(present, lock=rate is not None or (calls and call_rate is not None))
        _promote_site_owners(self.writers.values())
        now, writers = self.now.timestamp(), self.writers.values()
        self.posts = Budget(rate, {one.person.id: one.posts_spent for one in writers}, now, TOO_OFTEN)
        self.calls = Budget(call_rate, {one.person.id: one.calls_spent for one in writers}, now, calling.TOO_OFTEN)
        self.earlier = _earlier({(post.person_id, post.client_id) for post, _ in wanted.values()})
        self.files = Files([pk for post, _ in wanted.values() for pk in post.uploads])
        self.replies = Replies(
            {
                (self.rooms[draft.room].pk, post.thread)
                for post, draft in wanted.values()
                if post.thread is not None and draft.room in self.rooms
            }
        )
        self.fresh: dict[Key, _Fresh] = {}

    def outcomes(self) -> dict[int, Outcome]:
        found = {index: self._outcome(post, draft) for index, (post, draft) in self.wanted.items()}
        if self.fresh:
            self._write()
        return found

    def _outcome(self, post: NewPost, draft: naming.Draft) -> Outcome:
        try:
            return self._posted(post, draft)
        except Refused as refused:
            return refused

    def _posted(self, post: NewPost, draft: naming.Draft) -> Posted:
        writer = access.must_be_member(self.writers.get((draft.room, post.person_id)))
        room = writer.room
        again = self._again(post, draft, room)
        if again:
            return Posted(room.name, again, new=False)
        access.may_write(room, writer.role)
        _check_reply(room, post.reply_to)
        _check_said(post, draft)
        files = self.files.found(post.person_id, room.pk, post.uploads)
        self.replies.check(room, post.thread, post.in_room)
        mentions = calling.mentions(room, writer.role, post.person_id, draft, post.present, confirmed=post.confirmed)
        self._check_turn(post, writer)
        self._spend(post.person_id, draft)
        return Posted(room.name, self._new(post, draft, writer, mentions, files), new=True)

    def _again(self, post: NewPost, draft: naming.Draft, room: RoomClock) -> wire.Message | None:
        """The first message of a retry, from the database or from earlier in this batch.

        Raises:
            Conflict: the key was used before for something else.
        """
        key = post.person_id, post.client_id
        if key in self.earlier:
            row, message = self.earlier[key]
            first = (_first_text(row, draft), row.room_id, _first_files(row, message, post))
        elif key in self.fresh:
            message = self.fresh[key].message
            first = (message.body, self.fresh[key].room.pk, _ids(message))
        else:
            return None
        place = (post.reply_to, *self.replies.place(room, post.thread, post.in_room))
        wanted = (draft.body, room.pk, post.uploads, *place)
        if (*first, message.reply_to, message.thread, message.in_room) != wanted:
            raise Conflict("This client_id was used before for another message. Give every new message one of its own.")
        return message

    def _check_turn(self, post: NewPost, writer: Writer) -> None:
        """
        Raises:
            RateLimited: the room is slow, and the person wrote in it a moment ago.
        """
        if writer.role != "member" or post.created:
            return
        slow = writer.room.slow
        seconds = rates.pause(slow, writer.posted, self.now.timestamp())
        if seconds:
            raise RateLimited(SLOW.format(rates.spoken(slow), rates.spoken(seconds)), retry_after=seconds)

    def _spend(self, person: int, draft: naming.Draft) -> None:
        """
        Raises:
            RateLimited: the person has posted, or called, as often as they may.
        """
        budgets = [self.posts, self.calls] if draft.calls else [self.posts]
        for budget in budgets:
            budget.check(person)
        for budget in budgets:
            budget.take(person)

    def _new(
        self, post: NewPost, draft: naming.Draft, writer: Writer, mentions: list[int], files: list[wire.Upload]
    ) -> wire.Message:
        room = writer.room
        room.rev += 1
        room.last_number += 1
        message = _message(post, draft, writer, mentions, post.created or self.now)
        message.uploads = self.files.take(files)
        message.thread, message.in_room = self.replies.place(room, post.thread, post.in_room)
        writer.posted = writer.posted if post.created else self.now.timestamp()
        self.fresh[post.person_id, post.client_id] = _Fresh(room, message, self._show(message, writer))
        self.replies.add(room, post.thread, message)
        return message

    def _show(self, message: wire.Message, writer: Writer) -> bool:
        """Who writes in a room has read it; who writes in a thread, only that. Returns whether the mark skipped any."""
        if not message.in_room:
            return False
        caught_up = writer.read_number < message.number - 1
        writer.room.last_shown = writer.read_number = message.number
        return caught_up

    def _write(self) -> None:
        fresh = self.fresh.values()
        statements.insert([(one.room.pk, one.message) for one in fresh])
        statements.attach([(one.room.pk, one.message) for one in fresh])
        answered = self.replies.write()
        statements.move_clocks({one.room.pk: one.room for one in fresh}.values())
        writers = {(one.room.key, one.message.author.id) for one in fresh}
        statements.keep_writers([self.writers[pair] for pair in writers])
        statements.keep_spent(self.posts.taken())
        statements.keep_calls_spent(self.calls.taken())
        events.publish(*self._events(), *answered)

    def _events(self) -> Iterator[events.Event]:
        for one in self.fresh.values():
            yield events.MessagePosted(one.room, one.message)
            if one.caught_up:
                yield events.ReadMoved(one.room, one.message.author.id, one.message.number, mentions=0)


def _promote_site_owners(writers: Collection[Writer]) -> None:
    """The owner of the site is owner in every room. Asked only where a room's rules make a difference to members."""
    held = [one for one in writers if one.role == "member" and _has_rules(one.room)]
    owners = queries.site_owners({one.person.id for one in held}) if held else set()
    for one in held:
        one.role = "owner" if one.person.id in owners else one.role


def _has_rules(room: RoomClock) -> bool:
    return bool(room.slow) or "moderators" in {room.posting, room.calling}


def _message(
    post: NewPost, draft: naming.Draft, writer: Writer, mentions: list[int], created: datetime
) -> wire.Message:
    return wire.Message(
        number=writer.room.last_number,
        rev=writer.room.rev,
        author=writer.person,
        body=draft.body,
        html=draft.html,
        created=created,
        edited=None,
        deleted=None,
        reply_to=post.reply_to,
        kind=Message.Kind.USER.value,
        client_id=post.client_id,
        mentions=mentions,
        reactions=[],
        calls=draft.calls,
    )


def _earlier(keys: set[Key]) -> dict[Key, tuple[Message, wire.Message]]:
    """Messages that some retries have made before: their rows, and what they are now."""
    ids = statements.earlier(keys)
    if not ids:
        return {}
    rows, messages = Message.objects.in_bulk(ids), queries.messages(ids)
    return {(row.author_id, row.client_id): (row, messages[pk]) for pk, row in rows.items()}


def _first_text(row: Message, draft: naming.Draft) -> str:
    """What was sent at first; of a deleted message nothing is known, so any text is the same."""
    if row.deleted:
        return draft.body
    return row.revisions.values_list("body", flat=True)[0] if row.edited else row.body


def _first_files(row: Message, message: wire.Message, post: NewPost) -> tuple[int, ...]:
    """Likewise: of a deleted message they are gone."""
    return post.uploads if row.deleted else _ids(message)


def _ids(message: wire.Message) -> tuple[int, ...]:
    return tuple(upload.id for upload in message.uploads)


def _check_said(post: NewPost, draft: naming.Draft) -> None:
    if not draft.body and not post.uploads:
        raise Invalid(text.EMPTY)


def _check_reply(room: RoomClock, reply_to: int | None) -> None:
    if reply_to is not None and not 1 <= reply_to <= room.last_number:
        raise Invalid("The message that you reply to is not in this room.")
