"""Every frame that the server sends to a client."""

from __future__ import annotations

import uuid
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from hubbub.errors import Refused
from hubbub.wire.objects import (
    Kept,
    Me,
    Message,
    NamedPerson,
    Preferences,
    Room,
    RoomHead,
    RoomSummary,
    SiteInfo,
    ThreadMark,
)

PROTOCOL = 1
HEARTBEAT = 25

# An answer to `subscribe`: messages of a page, changed messages at most, and bytes of either.
PAGE = 50
LARGEST_CATCH_UP = 500
LARGEST_ANSWER = 524_288


class Frame(Struct, tag_field="type"):
    pass


class Hello(Frame, tag="hello"):
    protocol: int
    epoch: str
    site: SiteInfo
    me: Me
    rooms: list[RoomSummary]
    threads: list[ThreadMark]
    saved: dict[str, list[int]]
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
    """`threads` are numbers of last messages, by the number of their root, by room."""

    rooms: dict[str, RoomHead]
    threads: dict[str, dict[int, int]] = {}


class ReadFrame(Frame, tag="read"):
    room: str
    number: int
    mentions: int
    back: bool | UnsetType = UNSET


class SavedFrame(Frame, tag="saved"):
    room: str
    number: int
    saved: bool


class ThreadFrame(Frame, tag="thread"):
    room: str
    number: int
    following: bool
    read: int
    last: int


class Rooms(Frame, tag="rooms"):
    added: list[RoomSummary]
    removed: list[str]


class KeptFrame(Frame, tag="kept"):
    rooms: dict[str, Kept]


class PreferencesFrame(Frame, tag="preferences"):
    preferences: Preferences


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
    fields: dict[str, str] | UnsetType = UNSET
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
    SavedFrame,
    ThreadFrame,
    Rooms,
    KeptFrame,
    PreferencesFrame,
    Notice,
    Pong,
    ErrorFrame,
)


def error_frame(refused: Refused, *, client_id: uuid.UUID | None = None, room: str = "") -> ErrorFrame:
    return ErrorFrame(
        code=refused.code,
        message=refused.message,
        client_id=client_id or UNSET,
        room=room or UNSET,
        fields=refused.fields or UNSET,
        retry_after=UNSET if refused.retry_after is None else refused.retry_after,
    )
