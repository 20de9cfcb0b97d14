"""What processes tell each other over the bus. No client sees it."""

from __future__ import annotations

import msgspec
from msgspec import Struct


class RoomEvent(Struct, tag="room", array_like=True):
    """A durable change of a room, its frame encoded once.

    `number` is the room's last message, `shown` the last that is not only in a thread; `message` the one that is new or
    has changed, or 0 where the room itself has. `removed` are the people who may no longer read, `roles` those whose
    role has changed. `followers` are to hear that `reply` is the last in the thread that hangs on the message.
    `called` is 1 where the message mentions everybody but its `author` from now on, -1 where it does so no more.
    """

    room: int
    rev: int
    number: int
    frame: bytes
    mentioned: list[int] = []
    unmentioned: list[int] = []
    removed: list[int] = []
    message: int = 0
    roles: dict[int, str] = {}
    shown: int = 0
    followers: list[int] = []
    reply: int = 0
    called: int = 0
    author: int = 0


class PersonEvent(Struct, tag="person", array_like=True):
    """Something for all sockets of one person. `read` is up to where they have read in `room`, and `mentions` what is
    left unread there, when that changed.

    A later one takes the place of an earlier one that is `about` the same in the same room.
    """

    person: int
    frame: bytes
    room: int = 0
    mentions: int = -1
    about: str = ""
    read: int = -1


class Ephemeral(Struct, tag="ephemeral", array_like=True):
    """Something that nobody needs to catch up with: typing, a host's notice."""

    room: int
    frame: bytes
    sender: int = 0


class Joined(Struct, tag="joined", array_like=True):
    """Somebody came into a room: their sockets follow it from now on. `read` and `mentions` are as in `PersonEvent`."""

    person: int
    room: int
    name: str
    rev: int
    number: int
    shown: int
    frame: bytes
    role: str = "member"
    read: int = 0
    mentions: int = 0


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


class RollCall(Struct, tag="roll-call", array_like=True):
    """A process asks the others who has a socket in a room there."""

    process: str
    question: int
    room: int


class Present(Struct, tag="present", array_like=True):
    """The answer to a process that asked."""

    process: str
    question: int
    people: list[int]


class Usage(Struct, tag="usage", array_like=True):
    """What the sending process has under the limits: open sockets by person or address, of all keys when `full`, else
    of those that changed; and what people did since the last time, by kind."""

    process: str
    sockets: dict[str, int]
    spent: dict[str, dict[int, int]]
    full: bool


Item = RoomEvent | PersonEvent | Ephemeral | Joined | SignedOut | Recheck | Heartbeat | Usage | RollCall | Present

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Item])


def pack(items: list[Item]) -> bytes:
    return _encoder.encode(items)


def unpack(data: bytes) -> list[Item]:
    return _decoder.decode(data)
