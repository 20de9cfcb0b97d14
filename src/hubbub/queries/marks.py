"""Asking for messages that carry a mark: pinned ones of a room, and those that somebody has saved or is mentioned in.

A person's own come from many rooms, the newest first, and only from rooms that they are in now. Each page says where
the next one begins.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Exists, OuterRef

from hubbub import wire
from hubbub.models import Membership, Mention, Message, Person, Room, Saved
from hubbub.queries.messages import as_wire, bare
from hubbub.queries.threads import in_their_rooms

MOST_MARKED = 100
Found = TypeVar("Found")


class Pinned(NamedTuple):
    message: wire.Message
    by: wire.Person | None
    pinned: dt.datetime


class Kept(NamedTuple):
    room: str
    message: wire.Message
    saved: dt.datetime


class Mentioned(NamedTuple):
    room: str
    message: wire.Message


class Marked(NamedTuple, Generic[Found]):
    """A page, and what to ask `before` for the next one, if there is one."""

    found: list[Found]
    next: int | None


def pins(room: Room) -> list[Pinned]:
    """The pinned messages of a room, the latest pinned first. They are few."""
    rows = list(bare().select_related("pinned_by").filter(room=room, pinned__isnull=False).order_by("-pinned", "-pk"))
    return [_pinned(row, message) for row, message in zip(rows, as_wire(rows), strict=True)]


def _pinned(row: Message, message: wire.Message) -> Pinned:
    assert row.pinned  # noqa: S101  narrows the type; the query has looked
    return Pinned(message, wire.person(row.pinned_by) if row.pinned_by else None, row.pinned)


def saved(person: Person, before: int | None, limit: int) -> Marked[Kept]:
    """What a person keeps for later, the latest kept first."""
    rows = Saved.objects.filter(in_their_rooms(), person=person, message__deleted__isnull=True)
    rows = rows if before is None else rows.filter(pk__lt=before)
    found = list(rows.select_related("message__author", "message__room").order_by("-pk")[: limit + 1])
    shown = found[:limit]
    messages = as_wire([row.message for row in shown])
    kept = [Kept(row.message.room.name, one, row.created) for row, one in zip(shown, messages, strict=True)]
    return Marked(kept, shown[-1].pk if len(found) > limit else None)


def saved_numbers(people: Collection[int]) -> dict[int, dict[str, list[int]]]:
    """By person and room: the numbers of the messages that they keep for later. One query; a person keeps few."""
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = Saved.objects.filter(in_their_rooms(), person__in=people, message__deleted__isnull=True)
    fields = ("person", "message__room__name", "message__number")
    for person, room, number in rows.order_by("message__number").values_list(*fields):
        found[person][room].append(number)
    return found


def mentioning(person: Person, before: int | None, limit: int) -> Marked[Mentioned]:
    """The messages that mention a person, by name or with everybody, the newest first."""
    ids = sorted({*_named(person, before, limit + 1), *_called(person, before, limit + 1)}, reverse=True)
    shown = ids[:limit]
    rows = list(bare().select_related("room").filter(pk__in=shown).order_by("-pk"))
    found = [Mentioned(row.room.name, one) for row, one in zip(rows, as_wire(rows), strict=True)]
    return Marked(found, shown[-1] if len(ids) > limit else None)


def _named(person: Person, before: int | None, limit: int) -> Iterable[int]:
    rows = Mention.objects.filter(in_their_rooms(), person=person)
    rows = rows if before is None else rows.filter(message__lt=before)
    return rows.order_by("-message").values_list("message", flat=True)[:limit]


def _called(person: Person, before: int | None, limit: int) -> Iterable[int]:
    """With everybody who was in the room then."""
    was_in = Membership.objects.filter(room=OuterRef("room"), person=person, joined__lte=OuterRef("created"))
    rows = Message.objects.filter(Exists(was_in), calls="all").exclude(author=person)
    rows = rows if before is None else rows.filter(pk__lt=before)
    return rows.order_by("-pk").values_list("pk", flat=True)[:limit]
