"""How it is said: every object and frame of the protocol, rows into JSON and JSON into commands.

No Django here: the hub imports this module. Rows are read by their attributes only.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from hubbub.errors import Invalid, Refused, TooLarge

if TYPE_CHECKING:
    from hubbub import models

PROTOCOL = 1
LARGEST_FRAME = 65_536
HEARTBEAT = 25
Number = Annotated[int, Meta(ge=-(2**53), le=2**53)]


# Objects


class Person(Struct, frozen=True):
    id: int
    username: str
    name: str
    bot: bool


class Member(Struct):
    id: int
    username: str
    name: str
    bot: bool
    role: str


class Me(Struct):
    id: int
    username: str
    name: str
    owner: bool


class NamedPerson(Struct, frozen=True):
    id: int
    name: str


class Reaction(Struct):
    emoji: str
    count: int
    users: list[NamedPerson]


class Message(Struct):
    number: int
    rev: int
    author: Person
    body: str
    html: str | None
    created: dt.datetime
    edited: dt.datetime | None
    deleted: dt.datetime | None
    reply_to: int | None
    kind: str
    client_id: uuid.UUID
    mentions: list[int]
    reactions: list[Reaction]
    thread: int | None = None
    uploads: list[Any] = []
    pinned: bool = False


class Room(Struct):
    """`role` is the reader's own; it is left out where one frame goes to everyone."""

    room: str
    title: str
    topic: str
    kind: str
    archived: bool
    members: int
    number: int
    rev: int
    role: str | UnsetType | None = UNSET


class RoomSummary(Struct):
    room: str
    title: str
    topic: str
    kind: str
    archived: bool
    rev: int
    number: int
    read: int
    mentions: int
    notify: str
    role: str
    people: list[Person]


class SiteInfo(Struct):
    name: str


class RoomHead(Struct):
    rev: int
    number: int
    mentions: int


# Frames from the server


class Frame(Struct, tag_field="type"):
    pass


class Hello(Frame, tag="hello"):
    protocol: int
    epoch: str
    site: SiteInfo
    me: Me
    rooms: list[RoomSummary]
    heartbeat: int


class Subscribed(Frame, tag="subscribed"):
    room: str
    rev: int
    reset: bool
    messages: list[Message]
    room_state: Room
    online: list[int]


class MessageFrame(Frame, tag="message"):
    room: str
    rev: int
    message: Message


class RoomFrame(Frame, tag="room"):
    room: str
    rev: int
    room_state: Room


class Posted(Frame, tag="posted"):
    client_id: uuid.UUID
    room: str
    number: int
    rev: int


class TypingFrame(Frame, tag="typing"):
    room: str
    user: NamedPerson


class PresenceFrame(Frame, tag="presence"):
    room: str
    joined: list[int]
    left: list[int]
    count: int


class Activity(Frame, tag="activity"):
    rooms: dict[str, RoomHead]


class ReadFrame(Frame, tag="read"):
    room: str
    number: int
    mentions: int


class Rooms(Frame, tag="rooms"):
    added: list[RoomSummary]
    removed: list[str]


class Notice(Frame, tag="notice"):
    room: str
    data: Any


class Pong(Frame, tag="pong"):
    pass


class ErrorFrame(Frame, tag="error"):
    code: str
    message: str
    client_id: uuid.UUID | UnsetType = UNSET
    room: str | UnsetType = UNSET
    retry_after: float | UnsetType = UNSET


SERVER_FRAMES = (
    Hello,
    Subscribed,
    MessageFrame,
    RoomFrame,
    Posted,
    TypingFrame,
    PresenceFrame,
    Activity,
    ReadFrame,
    Rooms,
    Notice,
    Pong,
    ErrorFrame,
)


# Commands from the client


class Command(Struct, tag_field="type", forbid_unknown_fields=True):
    pass


class Subscribe(Command, tag="subscribe"):
    room: str = ""
    since: Number | None = None


class Unsubscribe(Command, tag="unsubscribe"):
    room: str = ""


class Post(Command, tag="post"):
    client_id: uuid.UUID
    body: str
    room: str = ""
    reply_to: Number | None = None


class Typing(Command, tag="typing"):
    room: str = ""


class Read(Command, tag="read"):
    number: Number
    room: str = ""


class Ping(Command, tag="ping"):
    pass


AnyCommand = Subscribe | Unsubscribe | Post | Typing | Read | Ping
COMMANDS = (Subscribe, Unsubscribe, Post, Typing, Read, Ping)


# Between the processes (never seen by a client)


class RoomEvent(Struct, tag="room", array_like=True):
    """A durable change of a room, its frame encoded once."""

    room: int
    rev: int
    number: int
    frame: bytes
    mentioned: list[int] = []
    unmentioned: list[int] = []
    removed: list[int] = []


class PersonEvent(Struct, tag="person", array_like=True):
    """Something for all sockets of one person. `mentions` is what is left unread in `room`, when that changed."""

    person: int
    frame: bytes
    room: int = 0
    mentions: int = -1


class Ephemeral(Struct, tag="ephemeral", array_like=True):
    """Something that nobody needs to catch up with: typing, a host's notice."""

    room: int
    frame: bytes
    sender: int = 0


class Joined(Struct, tag="joined", array_like=True):
    """Somebody came into a room: their sockets follow it from now on."""

    person: int
    room: int
    name: str
    rev: int
    number: int
    frame: bytes


class SignedOut(Struct, tag="signed-out", array_like=True):
    """A session has ended."""

    session: str


class Recheck(Struct, tag="recheck", array_like=True):
    """A person's password, token or account changed: look again whether their sockets may stay."""

    person: int


class Heartbeat(Struct, tag="heartbeat", array_like=True):
    """Who has a socket on the sending process, by room: of every room when `full`, else of those that changed."""

    process: str
    rooms: dict[int, list[int]]
    full: bool


Item = RoomEvent | PersonEvent | Ephemeral | Joined | SignedOut | Recheck | Heartbeat

_json = msgspec.json.Encoder()
_command: msgspec.json.Decoder[Any] = msgspec.json.Decoder(AnyCommand)
_packer = msgspec.msgpack.Encoder()
_unpacker = msgspec.msgpack.Decoder(list[Item])


def encode(value: Any) -> bytes:
    """JSON of an object or frame."""
    return _json.encode(value)


def pack(items: list[Item]) -> bytes:
    return _packer.encode(items)


def unpack(data: bytes) -> list[Item]:
    return _unpacker.decode(data)


def parse_command(text: str) -> Any:
    """One frame of a client.

    Raises:
        TooLarge: longer than 64 KiB.
        Invalid: no JSON, an unknown type or key, a wrong type, or text that is no Unicode.
    """
    if len(text) > LARGEST_FRAME:
        raise TooLarge("That frame is larger than 64 KiB.")
    try:
        return _command.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Invalid(f"That is not a command of this protocol: {_plain(error)}") from error


def _plain(error: Exception) -> str:
    return str(error).encode("utf-8", "replace").decode()[:200] or "it could not be read."


def error_frame(refused: Refused, *, client_id: uuid.UUID | None = None, room: str = "") -> ErrorFrame:
    return ErrorFrame(
        code=refused.code,
        message=refused.message,
        client_id=client_id or UNSET,
        room=room or UNSET,
        retry_after=UNSET if refused.retry_after is None else refused.retry_after,
    )


# Rows into objects


def person(row: models.Person) -> Person:
    return Person(row.pk, row.username, row.name, row.bot)


def member(row: models.Membership) -> Member:
    return Member(row.person.pk, row.person.username, row.person.name, row.person.bot, row.role)


def message(row: models.Message, reactions: Iterable[models.Reaction], mentions: Iterable[models.Mention]) -> Message:
    """A message's whole current state. `row.author` and each reaction's person must be loaded."""
    return Message(
        number=row.number,
        rev=row.rev,
        author=person(row.author),
        body=row.body,
        html=row.html,
        created=row.created,
        edited=row.edited,
        deleted=row.deleted,
        reply_to=row.reply_to,
        kind=row.kind,
        client_id=row.client_id,
        mentions=[mention.person_id for mention in mentions],
        reactions=_by_emoji(reactions),
    )


def _by_emoji(rows: Iterable[models.Reaction]) -> list[Reaction]:
    found: dict[str, list[NamedPerson]] = {}
    for row in rows:
        found.setdefault(row.emoji, []).append(NamedPerson(row.person_id, row.person.name))
    return [Reaction(emoji, len(users), users) for emoji, users in found.items()]


def room(row: models.Room, role: str | UnsetType | None = UNSET) -> Room:
    return Room(
        room=row.name,
        title=row.title,
        topic=row.topic,
        kind=row.kind,
        archived=row.archived,
        members=row.member_count,
        number=row.last_number,
        rev=row.rev,
        role=role,
    )


def summary(row: models.Membership, mentions: int, people: list[Person]) -> RoomSummary:
    """A room as its member sees it in the list. A direct room is titled with the others' names."""
    return RoomSummary(
        room=row.room.name,
        title=", ".join(other.name for other in people) or row.room.title,
        topic=row.room.topic,
        kind=row.room.kind,
        archived=row.room.archived,
        rev=row.room.rev,
        number=row.room.last_number,
        read=row.read_number,
        mentions=mentions,
        notify=row.notify,
        role=row.role,
        people=people,
    )
