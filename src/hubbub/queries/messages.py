"""Asking for messages: one, some, a page of history by number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from hubbub import wire
from hubbub.errors import NotFound
from hubbub.models import Mention, Message, Reaction, Revision, Room, ThreadFollower, Upload
from hubbub.wire import PAGE

LARGEST_PAGE = 200
MOST_EARLIER = 50  # texts of a message in one page
SHOWN_REPLIERS = 3


@dataclass(frozen=True)
class Page:
    """Some messages and the room's rev at the moment before they were read."""

    messages: list[wire.Message]
    rev: int
    more_before: bool = False
    more_after: bool = False


def bare() -> QuerySet[Message]:
    """Messages whose parts are still to be asked for."""
    return Message.objects.select_related("author")


def with_parts(rows: Iterable[Message]) -> dict[int, wire.Message]:
    """Messages from some bare rows, by their id. See `as_wire`."""
    found = list({row.pk: row for row in rows}.values())
    return dict(zip([row.pk for row in found], as_wire(found), strict=True))


def as_wire(rows: Sequence[Message]) -> list[wire.Message]:
    """Messages from some bare rows. Two queries; one more where there are files among them, one more for threads."""
    prefetch_related_objects(rows, *_parts())
    prefetch_related_objects([row for row in rows if row.upload_count], _uploads())
    prefetch_related_objects([row for row in rows if row.last_reply], _repliers())
    return [_as_wire(row) for row in rows]


def _as_wire(row: Message) -> wire.Message:
    return wire.message(
        row,
        reactions=row.reactions.all(),
        mentions=row.mentions.all(),
        uploads=row.uploads.all() if row.upload_count else (),
        repliers=getattr(row, "repliers", ()),
    )


def _parts() -> list[Prefetch[Any]]:
    reactions = Reaction.objects.select_related("person").order_by("pk")
    mentions = Mention.objects.order_by("person")
    return [Prefetch("reactions", queryset=reactions), Prefetch("mentions", queryset=mentions)]


def _uploads() -> Prefetch[Any]:
    return Prefetch("uploads", queryset=Upload.objects.order_by("position", "pk"))


def _repliers() -> Prefetch[Any]:
    rows = ThreadFollower.objects.filter(replied__gt=0).select_related("person").order_by("-replied")
    return Prefetch("followers", queryset=rows[:SHOWN_REPLIERS], to_attr="repliers")


def message_row(room: Room, number: int) -> Message:
    """
    Raises:
        NotFound: the room has no message of this number.
    """
    row = Message.objects.select_related("author").filter(room=room, number=number).first()
    if row is None:
        raise NotFound("There is no such message in this room.")
    return row


def revisions(row: Message, before: int | None, limit: int) -> tuple[list[Revision], int | None]:
    """Earlier texts, the latest of them or those before one, the oldest first; and what to ask `before` for those
    before them, if there are any."""
    rows = row.revisions.select_related("replaced_by").order_by("-pk")
    rows = rows if before is None else rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    return found[:limit][::-1], found[limit - 1].pk if len(found) > limit else None


def message(message_id: int) -> wire.Message:
    """A message's whole current state. Three queries, and those of its files and its thread: see `as_wire`."""
    return as_wire([bare().get(pk=message_id)])[0]


def messages(message_ids: Collection[int]) -> dict[int, wire.Message]:
    rows = list(bare().filter(pk__in=message_ids))
    return dict(zip([row.pk for row in rows], as_wire(rows), strict=True))


def latest_page(room: Room, limit: int = PAGE) -> Page:
    return page(room, before=None, limit=limit)


def page(
    room: Room, *, before: int | None = None, after: int | None = None, around: int | None = None, limit: int = PAGE
) -> Page:
    """Messages by number, in their order: the latest, or those before, after or around a number.

    Args:
        room: its row, read before; nothing beyond its rev is promised.
        limit: messages, 1 to 200.
    """
    limit = max(1, min(limit, LARGEST_PAGE))
    last = room.last_number
    numbers = _window(last, before, after, around, limit)
    rows = list(bare().filter(room=room, number__range=(numbers.start, numbers.stop - 1)).order_by("number"))
    return Page(as_wire(rows), room.rev, more_before=numbers.start > 1, more_after=numbers.stop <= last)


def _window(last: int, before: int | None, after: int | None, around: int | None, limit: int) -> range:
    """Numbers have no holes, so a page is a range of them."""
    if after is not None:
        start = max(after, 0) + 1
    elif around is not None:
        start = max(min(around - limit // 2, last - limit + 1), 1)
    else:
        start = max((last + 1 if before is None else min(before, last + 1)) - limit, 1)
        return range(start, max(start, last + 1 if before is None else min(before, last + 1)))
    return range(start, max(start, min(start + limit, last + 1)))
