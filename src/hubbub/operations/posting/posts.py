"""A post on its way in, and what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hubbub import wire
from hubbub.errors import Refused
from hubbub.operations.naming import Draft


@dataclass(frozen=True, slots=True)
class NewPost:
    """A message on its way in. `created` is for what was written earlier and is brought in now.

    `thread` is the number of a message, whose thread it joins; `in_room` says whether it stands in the room's timeline
    as well, which everything else does.
    `present` are the people who have a socket in the room, where `@here` may call them. `confirmed` says that the
    author knows how many people it calls.
    """

    person_id: int
    room: str
    client_id: uuid.UUID
    body: str
    reply_to: int | None = None
    created: datetime | None = None
    uploads: tuple[int, ...] = ()
    thread: int | None = None
    in_room: bool | None = None
    present: Collection[int] = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that is committed; `new` is false when a retry met the first one."""

    room: str
    message: wire.Message
    new: bool


Outcome = Posted | Refused
Wanted = dict[int, tuple[NewPost, Draft]]
