"""What a room can be set to: how it is called, who writes in it and how often, who calls, and what new members read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hubbub import queries, text
from hubbub.errors import Invalid
from hubbub.models import Person, Room
from hubbub.operations import naming

LONGEST_TITLE = 80
LONGEST_TOPIC = 250
SLOWEST = 6 * 3600


def put(room: Room, given: Mapping[str, Any]) -> None:
    """What is None stays.

    Raises:
        Invalid: a value that cannot be.
    """
    for name, value in given.items():
        if value is not None:
            setattr(room, name, CLEANED[name](value))
    _word(room)


def title(value: str) -> str:
    return text.clean_line(value, longest=LONGEST_TITLE, what="title")


def topic(value: str) -> str:
    return text.clean_line(value, longest=LONGEST_TOPIC, what="topic", may_be_empty=True)


def posting(value: str) -> str:
    return _people("posting", value, "Who may write in a room")


def calling(value: str) -> str:
    return _people("calling", value, "Who may use @all and @here in a room")


def _people(field: str, value: str, what: str) -> str:
    if value not in Room.Posting.values:
        message = f"{what} is everyone, moderators or nobody."
        raise Invalid(message, fields={field: message})
    return value


def slow(seconds: int) -> int:
    if not 0 <= seconds <= SLOWEST:
        message = f"Slow mode is 0 (off) to {SLOWEST:,} seconds between two messages."
        raise Invalid(message, fields={"slow": message})
    return seconds


CLEANED: dict[str, Callable[[Any], Any]] = {
    "title": title,
    "topic": topic,
    "archived": bool,
    "posting": posting,
    "calling": calling,
    "slow": slow,
}


def _word(room: Room) -> None:
    """What the directory finds it by, and sorts it by: the title first."""
    room.words = text.folded(f"{room.title}\n{room.name}\n{room.topic}")


def greeting(by: Person, room_name: str, welcome: str) -> naming.Draft:
    """Rendered before the room is locked."""
    return naming.draft(queries.membership_in(by, room_name).room, text.clean_welcome(welcome))


def greet(room: Room, draft: naming.Draft) -> None:
    if draft.body != room.welcome:
        room.welcome, room.welcome_html = draft.body, draft.html
        room.welcome_rev = room.rev if draft.body else 0
