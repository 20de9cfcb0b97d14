"""The directory: the public rooms and one's own, found by words, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from hubbub import access, text, wire
from hubbub.errors import NotFound
from hubbub.models import Membership, Person, Room

LARGEST_DIRECTORY = 200
ORDERS = {"name": ["words", "key"], "members": ["-member_count", "words", "key"]}


@dataclass(frozen=True)
class Directory:
    """Rooms in their order, each with the asker's role there."""

    rooms: list[wire.Room]
    more_after: bool


def directory(
    person: Person, *, words: str = "", archived: bool = False, order: str = "name", after: str = "", limit: int = 100
) -> Directory:
    """A page of the rooms that a person may see, but for the direct ones. Two queries; one more after a room.

    Args:
        words: all of them are in the room's name, title or topic.
        archived: archived rooms, too.
        order: by `name` (the title, for people), or by `members`, the fullest first.
        after: the name of the room that the page before ended with.
        limit: rooms, 1 to 200.

    Raises:
        NotFound: no such room to go on after.
    """
    if "\0" in words:  # which PostgreSQL does not take
        return Directory([], more_after=False)
    rooms = _visible(person) if archived else _visible(person).filter(archived=False)
    if after:
        rooms = rooms.filter(_behind(_visible(person), order, after))
    for word in text.folded(words).split():
        rooms = rooms.filter(words__contains=word)
    found = list(rooms.defer("welcome", "welcome_html").order_by(*ORDERS[order])[: limit + 1])
    roles = _roles(person, found)
    return Directory([wire.room(room, roles.get(room.pk)) for room in found[:limit]], more_after=len(found) > limit)


def _visible(person: Person) -> QuerySet[Room]:
    mine = Exists(Membership.objects.filter(room=OuterRef("pk"), person=person))
    return Room.objects.filter(Q(kind="public") | (Q(kind="private") & mine))


def _behind(visible: QuerySet[Room], order: str, after: str) -> Q:
    last = visible.filter(key=text.skeleton(after)).first()
    if last is None:
        raise NotFound(access.NO_SUCH_ROOM)
    later = Q(words__gt=last.words) | Q(words=last.words, key__gt=last.key)
    if order == "name":
        return later
    return Q(member_count__lt=last.member_count) | (Q(member_count=last.member_count) & later)


def _roles(person: Person, rooms: list[Room]) -> dict[int, str]:
    rows = Membership.objects.filter(person=person, room__in=rooms).select_related("person__user")
    return {row.room_id: access.role_in(row) for row in rows}
