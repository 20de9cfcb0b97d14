"""One transaction's worth of posts: rooms locked, everything asked once, rows inserted in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from hubbub import access, events, queries, text, wire
from hubbub.errors import Invalid, Refused
from hubbub.models import Message
from hubbub.operations import calling, statements
from hubbub.operations.attaching import Files
from hubbub.operations.naming import Draft
from hubbub.operations.posting.posts import NewPost, Outcome, Posted, Wanted
from hubbub.operations.posting.retries import Retries
from hubbub.operations.posting.turns import Turns
from hubbub.operations.statements import RoomClock, Writer
from hubbub.operations.threads import Replies
from hubbub.rates import Rate


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A message of this batch. `caught_up`: its author had not read everything before it."""

    room: RoomClock
    message: wire.Message
    caught_up: bool


class Batch:
    """
    Args:
        wanted: the posts by their places, each with what its text became.
        rate: of posts, and of calls; None for no limit.
    """

    def __init__(self, wanted: Wanted, rate: Rate | None, call_rate: Rate | None) -> None:
        posts = [post for post, _ in wanted.values()]
        calls = any(draft.calls for _, draft in wanted.values())
        self.wanted = wanted
        self.rooms = statements.lock_rooms({draft.room for _, draft in wanted.values()})
        self.now = timezone.now()  # under the locks: no post of an earlier transaction in these rooms is later
        self.writers = self._writers(counted=rate is not None or (calls and call_rate is not None))
        self.turns = Turns(self.writers.values(), self.now.timestamp(), rate, call_rate)
        self.retries = Retries(posts)
        self.files = Files(
            post.uploads for post, draft in wanted.values() if (draft.room, post.person_id) in self.writers
        )
        self.replies = Replies(self._threads())
        self.fresh: list[_Fresh] = []

    def _writers(self, *, counted: bool) -> dict[tuple[str, int], Writer]:
        asked = {(draft.room, post.person_id) for post, draft in self.wanted.values()}
        pairs = [(self.rooms[key], person) for key, person in asked if key in self.rooms]
        writers = statements.writers(pairs, lock=counted)
        _promote_site_owners(writers.values())
        return writers

    def _threads(self) -> set[tuple[int, int]]:
        named = {(draft.room, post.thread) for post, draft in self.wanted.values()}
        return {(self.rooms[key].pk, thread) for key, thread in named if thread is not None and key in self.rooms}

    def outcomes(self) -> dict[int, Outcome]:
        found = {index: self._outcome(post, draft) for index, (post, draft) in self.wanted.items()}
        if self.fresh:
            self._write()
        return found

    def _outcome(self, post: NewPost, draft: Draft) -> Outcome:
        try:
            return self._posted(post, draft)
        except Refused as refused:
            return refused

    def _posted(self, post: NewPost, draft: Draft) -> Posted:
        writer = access.must_be_member(self.writers.get((draft.room, post.person_id)))
        room = writer.room
        place = self.replies.place(room, post.thread, post.in_room)
        first = self.retries.first(post, draft, room, place)
        if first:
            return Posted(room.name, first, new=False)
        access.may_write(room, writer.role)
        _check(post, draft, room)
        files = self.files.found(post.person_id, room.pk, post.uploads)
        self.replies.check(room, post.thread, post.in_room)
        mentions = calling.mentions(room, writer.role, post.person_id, draft, post.present, confirmed=post.confirmed)
        self.turns.take(post, draft, writer)
        message = self._next(post, draft, writer, mentions)
        message.uploads = self.files.take(files)
        message.thread, message.in_room = place
        self._add(post, writer, message)
        return Posted(room.name, message, new=True)

    def _next(self, post: NewPost, draft: Draft, writer: Writer, mentions: list[int]) -> wire.Message:
        writer.room.rev += 1
        writer.room.last_number += 1
        return _message(post, draft, writer, mentions, post.created or self.now)

    def _add(self, post: NewPost, writer: Writer, message: wire.Message) -> None:
        if not post.created:
            writer.posted = self.now.timestamp()
        self.fresh.append(_Fresh(writer.room, message, _show(message, writer)))
        self.retries.add(writer.room, message)
        self.replies.add(writer.room, post.thread, message)

    def _write(self) -> None:
        messages = [(one.room.pk, one.message) for one in self.fresh]
        statements.insert(messages)
        statements.attach(messages)
        answered = self.replies.write()
        statements.move_clocks({one.room.pk: one.room for one in self.fresh}.values())
        authors = {(one.room.key, one.message.author.id) for one in self.fresh}
        statements.keep_writers([self.writers[pair] for pair in authors])
        self.turns.write()
        events.publish(*self._events(), *answered)

    def _events(self) -> Iterator[events.Event]:
        for one in self.fresh:
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


def _check(post: NewPost, draft: Draft, room: RoomClock) -> None:
    if post.reply_to is not None and not 1 <= post.reply_to <= room.last_number:
        raise Invalid("The message that you reply to is not in this room.")
    if not draft.body and not post.uploads:
        raise Invalid(text.EMPTY)


def _message(post: NewPost, draft: Draft, writer: Writer, mentions: list[int], created: datetime) -> wire.Message:
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


def _show(message: wire.Message, writer: Writer) -> bool:
    """Who writes in a room has read it; who writes in a thread, only that. Returns whether the mark skipped any."""
    if not message.in_room:
        return False
    caught_up = writer.read_number < message.number - 1
    writer.room.last_shown = writer.read_number = writer.shown = message.number
    return caught_up
