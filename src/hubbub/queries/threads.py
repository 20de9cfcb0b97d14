"""Asking about threads: who follows them, where somebody is in one, what stands in it, and all of a person's."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from hubbub import wire
from hubbub.errors import Invalid
from hubbub.models import Membership, Message, Person, Room, ThreadFollower
from hubbub.queries.messages import LARGEST_PAGE, as_wire, bare, message_row
from hubbub.wire import PAGE

MOST_UNREAD = 100
EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
UNREAD = Q(following=True, read_number__lt=F("message__last_reply_number"))
CURSOR = r"[01]-[0-9]{1,17}-[0-9]{1,18}"


@dataclass(frozen=True)
class Thread:
    """A root, some of the messages of its thread by number, and where the asker is in it."""

    root: wire.Message
    mark: wire.ThreadMark
    messages: list[wire.Message]
    rev: int
    more_before: bool
    more_after: bool


def behind(roots: Collection[int]) -> dict[int, list[int]]:
    """By the id of a root: who follows its thread and has not read all of it. One query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = ThreadFollower.objects.filter(UNREAD, message__in=roots).order_by("person")
    for root, person in rows.values_list("message", "person"):
        found[root].append(person)
    return found


def waiting(root: Message) -> list[ThreadFollower]:
    """Who is in the room of a thread, follows it and has not read all of it. One query."""
    rows = ThreadFollower.objects.filter(in_their_rooms(), message=root, following=True)
    return list(rows.filter(read_number__lt=root.last_reply_number).order_by("person"))


def unread_threads(people: Collection[int]) -> dict[int, list[wire.ThreadMark]]:
    """By person: the threads that they follow and have not read to the end, the latest first, 100 at most. One query.

    Those of rooms that they are no longer in are left out.
    """
    found: dict[int, list[wire.ThreadMark]] = defaultdict(list)
    latest = [F("message__last_reply").desc(), F("message").desc()]
    unread = ThreadFollower.objects.filter(in_their_rooms(), UNREAD, person__in=people)
    ranked = unread.annotate(rank=Window(RowNumber(), partition_by=F("person"), order_by=latest))
    rows = ranked.filter(rank__lte=MOST_UNREAD).order_by(*latest)
    fields = ("person", "message__room__name", "message__number", "read_number", "message__last_reply_number")
    for person, room, number, read, last in rows.values_list(*fields):
        found[person].append(wire.ThreadMark(room, number, True, read, last))
    return found


def in_their_rooms() -> Exists:
    """Of followers: they are in the room of the thread."""
    return Exists(Membership.objects.filter(room=OuterRef("message__room"), person=OuterRef("person")))


def thread_root(room: Room, number: int) -> Message:
    """What a message's thread hangs on: the message itself where it stands in none.

    Raises:
        NotFound: the room has no message of this number.
    """
    row = message_row(room, number)
    return row if row.thread is None else message_row(room, row.thread)


def thread_mark(room: Room, root: Message, row: ThreadFollower | None) -> wire.ThreadMark:
    """Where somebody is in a thread; `row` is None where they have never been."""
    following, read = (row.following, row.read_number) if row else (False, 0)
    return wire.ThreadMark(room.name, root.number, following, read, root.last_reply_number)


def thread(
    person: Person,
    room: Room,
    number: int,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    limit: int = PAGE,
) -> Thread:
    """A root and the latest messages of its thread, or those before, after or around a number.

    Args:
        number: of the root, or of any message of the thread.
        limit: messages, 1 to 200.

    Raises:
        NotFound: the room has no message of this number.
    """
    root = thread_root(room, number)
    mark = thread_mark(room, root, ThreadFollower.objects.filter(message=root, person=person).first())
    limit = max(1, min(limit, LARGEST_PAGE))
    left, right = _window(before, after, around, limit)
    rows = bare().filter(room=room, thread=root.number)
    earlier = list(rows.filter(left.condition("lt")).order_by("-number")[: left.limit + 1])
    later = list(rows.filter(right.condition("gte")).order_by("number")[: right.limit + 1])
    found = as_wire([root, *reversed(earlier[: left.limit]), *later[: right.limit]])
    return Thread(found[0], mark, found[1:], room.rev, len(earlier) > left.limit, len(later) > right.limit)


@dataclass(frozen=True)
class _Side:
    """So many messages on one side of a number; of the latest ones, None is behind all of them."""

    number: int | None
    limit: int

    def condition(self, compared: str) -> Q:
        if self.number is None:
            return Q() if compared == "lt" else Q(pk__in=())
        return Q(**{f"number__{compared}": self.number})


def _window(before: int | None, after: int | None, around: int | None, limit: int) -> tuple[_Side, _Side]:
    """One more is asked for on each side, which shows whether there are more."""
    if after is not None:
        return _Side(after + 1, 0), _Side(after + 1, limit)
    if around is not None:
        return _Side(around, limit // 2), _Side(around, limit - limit // 2)
    return _Side(before, limit), _Side(before, 0)


# All of a person's


@dataclass(frozen=True)
class Followed:
    """A thread of somebody's list. `unread` counts what others have said in it since they read it."""

    root: wire.Message
    mark: wire.ThreadMark
    unread: int


@dataclass(frozen=True)
class Threads:
    """Some of a person's threads, and the cursor of those behind them, if there are any."""

    threads: list[Followed]
    cursor: str | None


def threads(person: Person, cursor: str | None = None, limit: int = PAGE) -> Threads:
    """The threads that somebody follows or has written in: those with unread messages first, then the latest first.

    Raises:
        Invalid: a cursor that is none of ours.
    """
    rows = list(_theirs(person).filter(_behind(cursor)).select_related("message__author", "message__room")[: limit + 1])
    shown = rows[:limit]
    roots, counts = as_wire([row.message for row in shown]), _unread_counts(shown)
    found = [
        Followed(root, thread_mark(row.message.room, row.message, row), counts.get(row.pk, 0))
        for root, row in zip(roots, shown, strict=True)
    ]
    return Threads(found, _cursor(shown[-1]) if len(rows) > limit else None)


def _theirs(person: Person) -> QuerySet[ThreadFollower, Any]:
    rows = ThreadFollower.objects.filter(
        in_their_rooms(), Q(following=True) | Q(replied__gt=0), person=person, message__last_reply__isnull=False
    ).annotate(is_unread=Case(When(UNREAD, then=Value(1)), default=Value(0)))
    return rows.order_by("-is_unread", "-message__last_reply", "-pk")


def _cursor(row: Any) -> str:
    return f"{row.is_unread}-{(row.message.last_reply - EPOCH) // MICROSECOND}-{row.pk}"


def _behind(cursor: str | None) -> Q:
    if cursor is None:
        return Q()
    if not re.fullmatch(CURSOR, cursor):
        raise Invalid("Give the cursor as an earlier answer gave it.", fields={"cursor": "This is no cursor."})
    unread, micros, pk = map(int, cursor.split("-"))
    last = EPOCH + micros * MICROSECOND
    at_once = Q(message__last_reply=last, pk__lt=pk)
    return Q(is_unread__lt=unread) | Q(is_unread=unread) & (Q(message__last_reply__lt=last) | at_once)


def _unread_counts(rows: Sequence[ThreadFollower]) -> dict[int, int]:
    """By the id of the follower. One query."""
    said = Message.objects.filter(
        room=OuterRef("message__room"),
        thread=OuterRef("message__number"),
        number__gt=OuterRef("read_number"),
        deleted__isnull=True,
    ).exclude(author=OuterRef("person"))
    counted = Subquery(said.order_by().values("thread").annotate(count=Count("pk")).values("count"))
    found = ThreadFollower.objects.filter(pk__in=[row.pk for row in rows]).annotate(unread=Coalesce(counted, 0))
    return dict(found.values_list("pk", "unread"))
