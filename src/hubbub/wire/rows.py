"""Rows into objects. Rows are read by their attributes only, so that no Django is imported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from hubbub.wire.objects import Member, Message, NamedPerson, Person, Reaction, Room, RoomSummary

if TYPE_CHECKING:
    from hubbub import models


def person(row: models.Person) -> Person:
    return Person(row.pk, row.username, row.name, row.bot)


def member(row: models.Membership) -> Member:
    return Member(row.person.pk, row.person.username, row.person.name, row.person.bot, row.role)


def message(row: models.Message, reactions: Iterable[models.Reaction], mentions: Iterable[models.Mention]) -> Message:
    """A message's whole current state. `row.author` and each reaction's person must be loaded."""
    return Message(
        number=row.number,
        rev=row.rev,
        author=person(row.author),
        body=row.body,
        html=row.html,
        created=row.created,
        edited=row.edited,
        deleted=row.deleted,
        reply_to=row.reply_to,
        kind=row.kind,
        client_id=row.client_id,
        mentions=[mention.person_id for mention in mentions],
        reactions=_by_emoji(reactions),
    )


def _by_emoji(rows: Iterable[models.Reaction]) -> list[Reaction]:
    found: dict[str, list[NamedPerson]] = {}
    for row in rows:
        found.setdefault(row.emoji, []).append(NamedPerson(row.person_id, row.person.name))
    return [Reaction(emoji, len(users), users) for emoji, users in found.items()]


def room(row: models.Room, role: str | UnsetType | None = UNSET) -> Room:
    return Room(
        room=row.name,
        title=row.title,
        topic=row.topic,
        kind=row.kind,
        archived=row.archived,
        members=row.member_count,
        number=row.last_number,
        rev=row.rev,
        role=role,
    )


def summary(row: models.Membership, role: str, mentions: int, people: list[Person]) -> RoomSummary:
    """A room as its member sees it in the list. A direct room is titled with the others' names."""
    return RoomSummary(
        room=row.room.name,
        title=", ".join(other.name for other in people) or row.room.title,
        topic=row.room.topic,
        kind=row.room.kind,
        archived=row.room.archived,
        rev=row.room.rev,
        number=row.room.last_number,
        read=row.read_number,
        mentions=mentions,
        notify=row.notify,
        role=role,
        people=people,
    )
