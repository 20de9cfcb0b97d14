"""What frames and answers are made of: people, messages, rooms."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

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
