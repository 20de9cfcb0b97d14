"""Rows into objects. Rows are read by their attributes only, so that no Django is imported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import UNSET, UnsetType
from msgspec.structs import asdict

from hubbub.wire.objects import (
    Kept,
    Member,
    Message,
    NamedPerson,
    Person,
    Preferences,
    Reaction,
    Replies,
    Room,
    RoomSummary,
    Upload,
    Welcome,
)

if TYPE_CHECKING:
    import datetime as dt

    from hubbub import models


def person(row: models.Person) -> Person:
    return Person(row.pk, row.username, row.name, row.bot)


def member(row: models.Membership) -> Member:
    return Member(row.person.pk, row.person.username, row.person.name, row.person.bot, row.role)


def message(
    row: models.Message,
    *,
    reactions: Iterable[models.Reaction],
    mentions: Iterable[models.Mention],
    uploads: Iterable[models.Upload] = (),
    repliers: Iterable[models.ThreadFollower] = (),
) -> Message:
    """A message's whole current state. `row.author` and the person of each reaction and replier must be loaded."""
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
        thread=row.thread,
        in_room=row.in_room,
        replies=_replies(row, repliers),
        uploads=[upload(one) for one in uploads],
        pinned=row.pinned is not None,
        calls=row.calls,
    )


def _replies(row: models.Message, repliers: Iterable[models.ThreadFollower]) -> Replies | None:
    if row.last_reply is None:
        return None
    people = [person(one.person) for one in repliers]
    return Replies(row.replies, people, row.last_reply, row.last_reply_number)


def upload(row: models.Upload) -> Upload:
    """A file. Its addresses are below the API's, wherever that is: a client knows where."""
    return Upload(
        id=row.pk,
        name=row.name,
        content_type=row.content_type,
        size=row.size,
        width=row.width,
        height=row.height,
        url=f"uploads/{row.pk}/{quote(row.name, safe='')}",
        thumbnail_url=f"thumbnails/{row.pk}" if row.thumbnail else None,
    )


def preferences(row: models.Preferences) -> Preferences:
    return Preferences(
        desktop=row.desktop,
        sound=row.sound,
        push_content=row.push_content,
        dnd_until=row.dnd_until,
        dnd_from=_time_of_day(row.dnd_from),
        dnd_to=_time_of_day(row.dnd_to),
        time_zone=row.time_zone,
    )


def _time_of_day(time: dt.time | None) -> str | None:
    return None if time is None else f"{time:%H:%M}"


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
        shown=row.last_shown,
        posting=row.posting,
        calling=row.calling,
        slow=row.slow,
        welcome=row.welcome_rev,
        pins=row.pins,
    )


def summary(
    row: models.Membership, role: str, *, mentions: int, notify: str, wait: float, people: list[Person]
) -> RoomSummary:
    """A room as its member sees it in the list. A direct room is titled with the others' names.

    Args:
        notify: what the member hears of, by their own choice or by the site's.
        wait: seconds until they may write again.
    """
    return RoomSummary(
        room=row.room.name,
        title=", ".join(other.name for other in people) or row.room.title,
        topic=row.room.topic,
        kind=row.room.kind,
        archived=row.room.archived,
        rev=row.room.rev,
        number=row.room.last_number,
        shown=row.room.last_shown,
        read=row.read_number,
        mentions=mentions,
        posting=row.room.posting,
        slow=row.room.slow,
        role=role,
        people=people,
        wait=wait,
        **asdict(kept(row, notify)),
    )


def kept(row: models.Membership, notify: str) -> Kept:
    """How a member keeps a room.

    Args:
        notify: what they hear of, by their own choice or by the site's.
    """
    return Kept(
        notify=notify,
        notify_choice=row.notify,
        muted=row.muted,
        favourite=row.favourite,
        position=row.position,
        welcome=row.room.welcome_rev > 0 and not row.welcomed,
    )


def welcome(row: models.Room) -> Welcome:
    return Welcome(row.welcome, row.welcome_html, row.welcome_rev)
