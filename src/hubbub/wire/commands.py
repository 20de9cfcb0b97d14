"""Every frame that a client may send, and the strict reading of it."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from hubbub.errors import Invalid, TooLarge

LARGEST_FRAME = 65_536
MOST_FILES = 10  # of one message
RoomName = Annotated[str, Meta(max_length=50, pattern=r"\A[\w-]*\Z")]
Number = Annotated[int, Meta(ge=-(2**53), le=2**53)]


class Command(Struct, tag_field="type", forbid_unknown_fields=True):
    pass


class Subscribe(Command, tag="subscribe"):
    room: RoomName = ""
    since: Number | None = None


class Unsubscribe(Command, tag="unsubscribe"):
    room: RoomName = ""


class Post(Command, tag="post"):
    client_id: uuid.UUID
    body: str
    room: RoomName = ""
    reply_to: Number | None = None
    uploads: Annotated[list[Number], Meta(max_length=MOST_FILES)] = []
    thread: Number | None = None
    in_room: bool | None = None
    confirmed: bool = False


class Typing(Command, tag="typing"):
    room: RoomName = ""


class Read(Command, tag="read"):
    number: Number
    room: RoomName = ""


class Ping(Command, tag="ping"):
    pass


AnyCommand = Subscribe | Unsubscribe | Post | Typing | Read | Ping
COMMANDS = (Subscribe, Unsubscribe, Post, Typing, Read, Ping)

_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(AnyCommand)


def parse_command(text: str) -> Any:
    """One frame of a client.

    Raises:
        TooLarge: longer than 64 KiB.
        Invalid: no JSON, an unknown type or key, a wrong type, or text that is no Unicode.
    """
    try:
        if len(text.encode()) > LARGEST_FRAME:
            raise TooLarge("That frame is larger than 64 KiB.")
        return _decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Invalid(f"That is not a command of this protocol: {_plain(error)}") from error


def _plain(error: Exception) -> str:
    return str(error).encode("utf-8", "replace").decode()[:200] or "it could not be read."
