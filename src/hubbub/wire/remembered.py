"""What a hub remembers of a room: JSON that was made once and is told again as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

import msgspec
from msgspec import Raw, Struct

from hubbub.wire.frames import RoomFrame, Subscribed
from hubbub.wire.items import RoomEvent
from hubbub.wire.objects import Message, Room


class Remembered(NamedTuple):
    """A message's state at a rev. Its JSON counts with the comma behind it."""

    number: int
    rev: int
    json: Raw

    @property
    def size(self) -> int:
        return len(memoryview(self.json)) + 1


class _MessageIn(Struct):
    message: Raw


_message_in = msgspec.json.Decoder(_MessageIn)
_room_frame = msgspec.json.Decoder(RoomFrame)
_encoder = msgspec.json.Encoder()


def remembered(message: Message) -> Remembered:
    return Remembered(message.number, message.rev, Raw(_encoder.encode(message)))


def message_of(event: RoomEvent) -> Remembered:
    """The message that an event is about."""
    return Remembered(event.message, event.rev, _message_in.decode(event.frame).message)


def state_of(event: RoomEvent) -> Room:
    """The room's state that an event is about."""
    return _room_frame.decode(event.frame).room_state


def state_for(role: str, state: Room, rev: int, number: int, shown: int) -> Room:
    """A room's state as one of its members sees it, with its clock and its last messages of now."""
    return msgspec.structs.replace(state, role=role, rev=rev, number=number, shown=shown)


def subscribed(state: Room, *, reset: bool, messages: Sequence[Remembered], online: list[int]) -> Subscribed:
    """The answer to a subscriber."""
    # The frame is described, and its schema made, with messages; their JSON is written as it is.
    texts = cast(list[Message], [message.json for message in messages])
    return Subscribed(room=state.room, rev=state.rev, reset=reset, messages=texts, room_state=state, online=online)
