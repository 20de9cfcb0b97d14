"""What happened: typed events of the operations, told when the transaction commits.

Each is encoded once, here. Telling may fail without harm: whoever missed it reads the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from typing import TYPE_CHECKING, Protocol

from django.db import transaction

from hubbub import wire
from hubbub.live import bus

if TYPE_CHECKING:
    from hubbub.models import Room


class Clock(Protocol):
    """A room, as a row or as the part of one that posting needs."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def last_number(self) -> int: ...
    @property
    def last_shown(self) -> int: ...


@dataclass(frozen=True)
class MessagePosted:
    room: Clock
    message: wire.Message


@dataclass(frozen=True)
class MessageChanged:
    """Edited, deleted, reacted to or answered in its thread.

    `mentioned` and `unmentioned` are the people whose mention is new or gone, `followers` those for whom an answer is.
    `called` is 1 where it mentions everybody but its author from now on, -1 where it does so no more.
    """

    room: Clock
    message: wire.Message
    mentioned: Sequence[int] = ()
    unmentioned: Sequence[int] = ()
    followers: Sequence[int] = ()
    called: int = 0


@dataclass(frozen=True)
class RoomChanged:
    """Title, topic, archive, roles or members. `removed` are who may no longer read, `roles` those that changed."""

    room: Room
    removed: Sequence[int] = ()
    roles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MemberAdded:
    room: Room
    person: int
    summary: wire.RoomSummary


@dataclass(frozen=True)
class ReadMoved:
    room: Clock
    person: int
    number: int
    mentions: int
    back: bool = False


@dataclass(frozen=True)
class SavedChanged:
    """Somebody keeps a message for later, or does so no more."""

    room: Clock
    person: int
    number: int
    saved: bool


@dataclass(frozen=True)
class ThreadMoved:
    """Somebody follows a thread, does so no more, or has read it further."""

    room: Clock
    person: int
    mark: wire.ThreadMark


@dataclass(frozen=True)
class SignedOut:
    session: str


@dataclass(frozen=True)
class AccessChanged:
    """A password, a token or an account changed: the person's sockets are checked again."""

    person: int


@dataclass(frozen=True)
class RoomsKept:
    """How somebody keeps some of their rooms, by name; `room` is the id where it is just one."""

    person: int
    rooms: Mapping[str, wire.Kept]
    room: int = 0


@dataclass(frozen=True)
class PreferencesChanged:
    person: int
    preferences: wire.Preferences


Event = (
    MessagePosted
    | MessageChanged
    | RoomChanged
    | MemberAdded
    | ReadMoved
    | SavedChanged
    | ThreadMoved
    | SignedOut
    | AccessChanged
    | RoomsKept
    | PreferencesChanged
)


def publish(*events: Event) -> None:
    """Tell everyone, once the running transaction has committed. The rows that the events hold are read now."""
    items = [item_of(event) for event in events]
    transaction.on_commit(lambda: bus.publish(items))


@singledispatch
def item_of(event: Event) -> wire.Item:
    raise TypeError(f"No item for {event!r}")


@item_of.register
def _(event: MessagePosted) -> wire.Item:
    message = event.message
    return message_item(event.room, message, mentioned=message.mentions, called=int(message.calls == "all"))


@item_of.register
def _(event: MessageChanged) -> wire.Item:
    item = message_item(
        event.room, event.message, mentioned=event.mentioned, unmentioned=event.unmentioned, called=event.called
    )
    return with_followers(item, event.message, event.followers)


@item_of.register
def _(event: RoomChanged) -> wire.Item:
    return room_item(event.room, event.removed, event.roles)


@item_of.register
def _(event: MemberAdded) -> wire.Item:
    room = event.room
    summary = event.summary
    frame = wire.encode(wire.Rooms(added=[summary], removed=[]))
    head = room.rev, room.last_number, room.last_shown
    return wire.Joined(event.person, room.pk, room.name, *head, frame, summary.role, summary.read, summary.mentions)


@item_of.register
def _(event: ReadMoved) -> wire.Item:
    back = event.back or wire.UNSET
    frame = wire.encode(wire.ReadFrame(event.room.name, event.number, event.mentions, back))
    return wire.PersonEvent(event.person, frame, event.room.pk, event.mentions, read=event.number)


@item_of.register
def _(event: SavedChanged) -> wire.Item:
    frame = wire.encode(wire.SavedFrame(event.room.name, event.number, event.saved))
    return wire.PersonEvent(event.person, frame, event.room.pk, about=f"saved {event.number}")


@item_of.register
def _(event: ThreadMoved) -> wire.Item:
    mark = event.mark
    frame = wire.encode(wire.ThreadFrame(mark.room, mark.number, mark.following, mark.read, mark.last))
    return wire.PersonEvent(event.person, frame, event.room.pk, about=f"thread {mark.number}")


@item_of.register
def _(event: SignedOut) -> wire.Item:
    return wire.SignedOut(event.session)


@item_of.register
def _(event: AccessChanged) -> wire.Item:
    return wire.Recheck(event.person)


@item_of.register
def _(event: RoomsKept) -> wire.Item:
    return wire.PersonEvent(event.person, wire.encode(wire.KeptFrame(dict(event.rooms))), event.room, about="kept")


@item_of.register
def _(event: PreferencesChanged) -> wire.Item:
    return wire.PersonEvent(event.person, wire.encode(wire.PreferencesFrame(event.preferences)), about="preferences")


def message_item(
    room: Clock,
    message: wire.Message,
    *,
    mentioned: Sequence[int] = (),
    unmentioned: Sequence[int] = (),
    called: int = 0,
) -> wire.RoomEvent:
    """A message's current state as an item of its room, encoded."""
    frame = wire.encode(wire.MessageFrame(room.name, message.rev, message))
    return wire.RoomEvent(
        room.pk,
        message.rev,
        room.last_number,
        frame,
        mentioned=list(mentioned),
        unmentioned=list(unmentioned),
        message=message.number,
        shown=room.last_shown,
        called=called,
        author=message.author.id,
    )


def with_followers(item: wire.RoomEvent, message: wire.Message, followers: Sequence[int]) -> wire.RoomEvent:
    """The same, for those who are to hear which answer in the message's thread is the last; 0 where none is left."""
    if followers:
        item.followers, item.reply = list(followers), message.replies.number if message.replies else 0
    return item


def room_item(room: Room, removed: Sequence[int] = (), roles: Mapping[int, str] | None = None) -> wire.RoomEvent:
    """A room's current state as an item, at the rev of its last change of state."""
    rev = room.state_rev
    frame = wire.encode(wire.RoomFrame(room.name, rev, wire.room(room)))
    return wire.RoomEvent(
        room.pk,
        rev,
        room.last_number,
        frame,
        removed=list(removed),
        roles=dict(roles or {}),
        shown=room.last_shown,
    )
