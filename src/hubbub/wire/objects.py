"""What frames and answers are made of: people, messages, rooms."""

from __future__ import annotations

import datetime as dt
import uuid

from msgspec import UNSET, Struct, UnsetType


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


class Replies(Struct):
    """The thread that hangs on a message: how many, who wrote last (three at most), when, the last one's number."""

    count: int
    people: list[Person]
    last: dt.datetime
    number: int


class Upload(Struct):
    """`width` and `height` are there for pictures and known before they load; `thumbnail_url` is, too."""

    id: int
    name: str
    content_type: str
    size: int
    width: int | None
    height: int | None
    url: str
    thumbnail_url: str | None


class Message(Struct):
    """`thread` is the number of the message that it answers in a thread; `in_room` is false where it stands only there.

    `replies` is the thread that hangs on it, `calls` whether it calls `all` or those who are `here`.
    """

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
    in_room: bool = True
    replies: Replies | None = None
    uploads: list[Upload] = []
    pinned: bool = False
    calls: str = ""


class Room(Struct):
    """`role` is the reader's own; it is left out where one frame goes to everyone.

    `number` is the room's last message, `shown` the last that is not only in a thread. `posting` says who may write
    (`everyone`, `moderators`, `nobody`), `calling` who may use `@all` and `@here`, `slow` how many seconds a member
    waits between two messages. `welcome` is the rev at which the text for new members last changed, 0 without one.
    """

    room: str
    title: str
    topic: str
    kind: str
    archived: bool
    members: int
    number: int
    rev: int
    role: str | UnsetType | None = UNSET
    shown: int = 0
    posting: str = "everyone"
    calling: str = "everyone"
    slow: int = 0
    welcome: int = 0
    pins: int = 0


class Welcome(Struct):
    """What a room's new members read first. `html` is null where the text is plain."""

    body: str
    html: str | None
    rev: int


class Kept(Struct):
    """How somebody keeps a room for themselves. `welcome`: it has a welcome that they have not put away."""

    notify: str
    notify_choice: str
    muted: bool
    favourite: bool
    position: int
    welcome: bool


class RoomSummary(Struct):
    """`wait` is how many seconds are left of slow mode."""

    room: str
    title: str
    topic: str
    kind: str
    archived: bool
    rev: int
    number: int
    shown: int
    read: int
    mentions: int
    notify: str
    notify_choice: str
    muted: bool
    favourite: bool
    position: int
    posting: str
    slow: int
    role: str
    people: list[Person]
    welcome: bool
    wait: float


class Preferences(Struct):
    """`desktop` and `sound` are for the open page, `push_content` for what comes with the page closed. Do not disturb:
    once, until a moment, or every day between two times of the day in a time zone."""

    desktop: bool
    sound: bool
    push_content: bool
    dnd_until: dt.datetime | None
    dnd_from: str | None
    dnd_to: str | None
    time_zone: str


class SiteInfo(Struct):
    name: str


class RoomHead(Struct):
    rev: int
    number: int
    shown: int
    mentions: int


class ThreadMark(Struct):
    """Somebody's place in a thread: `number` is its root's, `read` how far they have read, `last` its last message."""

    room: str
    number: int
    following: bool
    read: int
    last: int


class Push(Struct):
    """What a service worker is told with the page closed. `room` is empty in a test.

    A notification takes the place of the one before it with the same `tag`.
    """

    room: str
    number: int
    tag: str
    title: str
    body: str
