"""How it is said: every object and frame of the protocol, rows into JSON and JSON into commands.

No Django here: the hub imports this package.
"""

from __future__ import annotations

from typing import Any

import msgspec

from hubbub.wire.commands import (
    COMMANDS,
    LARGEST_FRAME,
    AnyCommand,
    Command,
    Number,
    Ping,
    Post,
    Read,
    Subscribe,
    Typing,
    Unsubscribe,
    parse_command,
)
from hubbub.wire.frames import (
    HEARTBEAT,
    LARGEST_ANSWER,
    LARGEST_CATCH_UP,
    PAGE,
    PROTOCOL,
    SERVER_FRAMES,
    Activity,
    ErrorFrame,
    Frame,
    Hello,
    MessageFrame,
    Notice,
    Pong,
    Posted,
    PresenceFrame,
    ReadFrame,
    RoomFrame,
    Rooms,
    Subscribed,
    TypingFrame,
    error_frame,
)
from hubbub.wire.items import (
    Ephemeral,
    Heartbeat,
    Item,
    Joined,
    PersonEvent,
    Recheck,
    RoomEvent,
    SignedOut,
    Usage,
    pack,
    unpack,
)
from hubbub.wire.objects import (
    Me,
    Member,
    Message,
    NamedPerson,
    Person,
    Reaction,
    Room,
    RoomHead,
    RoomSummary,
    SiteInfo,
)
from hubbub.wire.remembered import (
    Remembered,
    message_of,
    remembered,
    state_for,
    state_of,
    subscribed,
)
from hubbub.wire.rows import (
    member,
    message,
    person,
    room,
    summary,
)

__all__ = [
    "COMMANDS",
    "HEARTBEAT",
    "LARGEST_ANSWER",
    "LARGEST_CATCH_UP",
    "LARGEST_FRAME",
    "PAGE",
    "PROTOCOL",
    "SERVER_FRAMES",
    "Activity",
    "AnyCommand",
    "Command",
    "Ephemeral",
    "ErrorFrame",
    "Frame",
    "Heartbeat",
    "Hello",
    "Item",
    "Joined",
    "Me",
    "Member",
    "Message",
    "MessageFrame",
    "NamedPerson",
    "Notice",
    "Number",
    "Person",
    "PersonEvent",
    "Ping",
    "Pong",
    "Post",
    "Posted",
    "PresenceFrame",
    "Reaction",
    "Read",
    "ReadFrame",
    "Recheck",
    "Remembered",
    "Room",
    "RoomEvent",
    "RoomFrame",
    "RoomHead",
    "RoomSummary",
    "Rooms",
    "SignedOut",
    "SiteInfo",
    "Subscribe",
    "Subscribed",
    "Typing",
    "TypingFrame",
    "Unsubscribe",
    "Usage",
    "encode",
    "error_frame",
    "member",
    "message",
    "message_of",
    "pack",
    "parse_command",
    "person",
    "remembered",
    "room",
    "state_for",
    "state_of",
    "subscribed",
    "summary",
    "unpack",
]

_encoder = msgspec.json.Encoder()


def encode(value: Any) -> bytes:
    """JSON of an object or frame."""
    return _encoder.encode(value)
