"""Whom and what a text names: usernames and rooms are looked up once for a whole batch, then the text is rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from hubbub import markup, text
from hubbub.errors import Invalid, Refused
from hubbub.models import Membership, Room, SiteEmoji

MOST_NAMES = 100  # of one kind in one text: SQLite takes 32,766 values, and a batch asks for the names of 200 texts
TOO_MANY = f"One message names at most {MOST_NAMES} people, rooms or emoji of the site. Name fewer of them."


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is ready to be stored.

    `room` is its room's key, `mentions` are ids of people in that room, `calls` is `all`, `here` or nothing.
    """

    room: str
    body: str
    html: str | None
    mentions: tuple[int, ...]
    calls: str = ""


def draft(room: Room, body: str) -> Draft:
    """
    Raises:
        Refused: the text cannot be a message.
    """
    refusals: dict[int, Any] = {}
    found = drafts([(0, room.name, body)], refusals)
    if refusals:
        raise refusals[0]
    return found[0]


def drafts(bodies: Sequence[tuple[int, str, str]], refusals: MutableMapping[int, Any]) -> dict[int, Draft]:
    """Drafts of several (index, room name, body); a text that cannot be goes to `refusals`. At most three queries.

    An empty one can be: whether it may depends on the message's files.
    """
    read: dict[int, tuple[str, markup.Parsed]] = {}
    for index, room_name, body in bodies:
        try:
            read[index] = _read(room_name, body)
        except Refused as refused:
            refusals[index] = refused
    names = [parsed.names for _, parsed in read.values()]
    people = _people({key for key, _ in read.values()}, set[str]().union(*(one.people for one in names)))
    rooms = _rooms(set[str]().union(*(one.rooms for one in names)))
    emoji = _emoji(set[str]().union(*(one.emoji for one in names)))
    return {
        index: _draft(key, parsed, people[key], markup.Known(people[key], rooms, emoji))
        for index, (key, parsed) in read.items()
    }


def _read(room_name: str, body: str) -> tuple[str, markup.Parsed]:
    """
    Raises:
        Refused: no message, or it names more than are looked up.
    """
    parsed = markup.parsed(text.clean_body(body, may_be_empty=True))
    if max(map(len, parsed.names)) > MOST_NAMES:
        raise Invalid(TOO_MANY)
    return text.skeleton(room_name), parsed


def _draft(room: str, parsed: markup.Parsed, people: dict[str, int], known: markup.Known) -> Draft:
    rendered = parsed.html(known)
    ids = {people[name] for name in rendered.names.people if name in people}
    return Draft(room, parsed.body, rendered.html, tuple(sorted(ids)), rendered.names.calls)


def _people(room_keys: Iterable[str], usernames: set[str]) -> dict[str, dict[str, int]]:
    """Members by casefolded username, for each room."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if not usernames.difference(markup.CALLS):
        return found
    keys = {text.skeleton(username) for username in usernames}
    rows = Membership.objects.filter(room__key__in=set(room_keys), person__key__in=keys)
    for room_key, username, pk in rows.values_list("room__key", "person__username", "person"):
        found[room_key][username.casefold()] = pk
    return found


def _rooms(names: set[str]) -> set[str]:
    """Casefolded names of the public rooms among some names; others are not given away."""
    if not names:
        return set()
    keys = {text.skeleton(name) for name in names}
    return {name.casefold() for name in Room.objects.filter(key__in=keys, kind="public").values_list("name", flat=True)}


def _emoji(names: set[str]) -> set[str]:
    """Which of some names are emoji of the site."""
    return set(SiteEmoji.objects.filter(name__in=names).values_list("name", flat=True)) if names else set()
