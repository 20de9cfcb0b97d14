"""Asking who is to be told of what outside of the page, and what is so at the moment when they would be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from hubbub import credentials, notifying
from hubbub.errors import NotFound
from hubbub.models import (
    Delivery,
    Membership,
    Mention,
    Message,
    Person,
    Preferences,
    Room,
    Subscription,
    ThreadFollower,
)
from hubbub.notifying import Facts, Quiet
from hubbub.queries.people import site
from hubbub.queries.rooms import site_notify
from hubbub.sealing import opened

SHOWN_DECISIONS = 100

Pair = tuple[int, int]


@dataclass(frozen=True)
class Candidate:
    """A member of a room whom a push can reach, in one of their browsers."""

    person: int
    subscription: int
    browser: str
    since: dt.datetime
    read: int
    hears_all: bool


@dataclass(frozen=True)
class Busy:
    """Hosts and people that have enough under way."""

    hosts: frozenset[str] = frozenset()
    people: frozenset[int] = frozenset()

    def keeps(self, person: int, host: str) -> bool:
        return person in self.people or host in self.hosts


NOBODY = Busy()


@dataclass(frozen=True)
class Case:
    """A delivery with what decides about it now."""

    delivery: Delivery
    facts: Facts


def subscription(person: Person, subscription_id: int) -> Subscription:
    """
    Raises:
        NotFound: no browser of this person.
    """
    found = Subscription.objects.filter(person=person, pk=subscription_id).first()
    if found is None:
        raise NotFound("There is no such browser among yours.")
    return found


def subscriptions(person: Person) -> list[Subscription]:
    return list(Subscription.objects.filter(person=person))


def deliveries_of(person: Person, limit: int = SHOWN_DECISIONS) -> list[Delivery]:
    """What was decided last for a person, the newest first. Of a room that they are not in any more, no message."""
    rows = Delivery.objects.filter(person=person).select_related("message__room", "message__author")
    member = Membership.objects.filter(person=person, room=OuterRef("message__room"))
    found: QuerySet[Any] = rows.annotate(member=Exists(member)).order_by("-pk")[:limit]
    for row in found:
        row.message = row.message if row.member else None
    return list(found)


def rooms_with_news(among: Collection[int] | None = None) -> list[int]:
    """Rooms with messages that nobody has looked at yet, and with somebody in them whom a push can reach: one query."""
    reachable = Membership.objects.filter(person__in=Subscription.objects.values("person")).values("room")
    rooms = Room.objects.annotate(seen=Coalesce(F("outgoing__number"), 0))
    rooms = rooms.filter(pk__in=reachable, last_number__gt=F("seen"))
    if among is not None:
        rooms = rooms.filter(pk__in=among)
    return list(rooms.order_by("pk").values_list("pk", flat=True))


def candidates(room_id: int, people: Collection[int] | None = None) -> list[Candidate]:
    """Who in a room could be told, in which browsers: one query, as large as the subscriptions of its members.

    Args:
        people: only these.
    """
    rows = Membership.objects.filter(room=room_id, person__subscriptions__isnull=False)
    if people is not None:
        rows = rows.filter(person__in=people)
    subscribed = ("person__subscriptions__pk", "person__subscriptions__label", "person__subscriptions__created")
    found = rows.annotate(site=site_notify()).values_list(
        "person", *subscribed, "read_number", "notify", "muted", "room__kind", "site"
    )
    return [
        Candidate(
            person, pk, label, since, read, not muted and notifying.effective(notify, kind, level) == notifying.ALL
        )
        for person, pk, label, since, read, notify, muted, kind, level in found
    ]


def first_after(room_id: int, number: int, last: int, moment: dt.datetime) -> int:
    """The first of a room's messages behind a number that is younger than a moment: numbers have no holes, so halving
    asks 20 short questions for a million messages."""
    low, high = number + 1, last + 1
    while low < high:
        middle = (low + high) // 2
        young = Message.objects.filter(room=room_id, number=middle, created__gt=moment).exists()
        low, high = (low, middle) if young else (middle + 1, high)
    return low


def mentioned(messages: Collection[int], people: Collection[int]) -> set[Pair]:
    """Pairs (message, person) of those among some who are named in some messages."""
    return set(Mention.objects.filter(message__in=messages, person__in=people).values_list("message", "person"))


def following(room_id: int, roots: Collection[int], people: Collection[int]) -> set[Pair]:
    """Pairs (number of the first message, person) of those among some who follow threads of a room."""
    rows = ThreadFollower.objects.filter(
        message__room=room_id, message__number__in=roots, person__in=people, following=True
    )
    return set(rows.values_list("message__number", "person")) if roots else set()


def to_be_delivered(busy: Busy) -> QuerySet[Delivery]:
    """Deliveries that are not settled, apart from those for whom, or to where, enough is under way."""
    rows = Delivery.objects.filter(state=Delivery.State.WAITING)
    if busy.hosts:
        rows = rows.exclude(subscription__in=Subscription.objects.filter(host__in=busy.hosts))
    return rows.exclude(person__in=busy.people) if busy.people else rows


def read_in_thread(room_id: int, root: int, people: Collection[int]) -> dict[int, int]:
    """How far those among some have read a thread who follow it, or have."""
    rows = ThreadFollower.objects.filter(message__room=room_id, message__number=root, person__in=people)
    return dict(rows.values_list("person", "read_number"))


def next_delivery(busy: Busy) -> dt.datetime | None:
    """When the next delivery is due, apart from those."""
    return to_be_delivered(busy).order_by("due").values_list("due", flat=True).first()


# At the moment of delivery


def cases(delivery_ids: Collection[int]) -> list[Case]:
    """Deliveries with what is so now. Seven queries, however many there are."""
    rows = list(
        Delivery.objects.filter(pk__in=delivery_ids)
        .select_related("message__room", "message__author", "subscription__person__user", "person__preferences")
        .order_by("due", "pk")
    )
    around = _Around([row for row in rows if row.message])
    signed_in = standing([row.subscription for row in rows if row.subscription])
    return [Case(row, _facts(row, around, row.subscription_id in signed_in)) for row in rows]


class _Around:
    """What stands around some deliveries of messages, asked for together."""

    def __init__(self, rows: Sequence[Delivery]) -> None:
        people = {row.person_id for row in rows}
        messages = {row.message_id for row in rows}
        rooms = {_message(row).room_id for row in rows}
        members = Membership.objects.filter(person__in=people, room__in=rooms)
        self.members = {(row.room_id, row.person_id): row for row in members}
        self.named = mentioned([pk for pk in messages if pk], people)
        followers = ThreadFollower.objects.filter(_of_threads(rows), person__in=people).select_related("message")
        self.followers = {(one.message.room_id, one.message.number, one.person_id): one for one in followers}
        self.site = site().notify


def _of_threads(rows: Iterable[Delivery]) -> Q:
    roots = {(found.room_id, found.thread) for row in rows if (found := _message(row)).thread}
    query = Q(pk__in=[])
    for room, number in roots:
        query |= Q(message__room=room, message__number=number)
    return query


def _facts(row: Delivery, around: _Around, signed_in: bool) -> Facts:
    if row.message is None:
        return Facts(posted=row.created, signed_in=signed_in)
    message = row.message
    member = around.members.get((message.room_id, row.person_id))
    follower = around.followers.get((message.room_id, message.thread or 0, row.person_id))
    return Facts(
        posted=message.edited or message.created,
        signed_in=signed_in,
        member=member is not None,
        notify=notifying.effective(member.notify, message.room.kind, around.site) if member else notifying.NOTHING,
        muted=bool(member and member.muted),
        deleted=message.deleted is not None,
        read=_has_read(row.seen, message, member, follower),
        called=message.calls == Message.Calls.ALL or (message.pk, row.person_id) in around.named,
        following=bool(follower and follower.following),
        only_in_thread=not message.in_room,
        quiet=_quiet(getattr(row.person, "preferences", None)),
    )


def _message(row: Delivery) -> Message:
    return cast(Message, row.message)


def _has_read(seen: int | None, message: Message, member: Membership | None, follower: ThreadFollower | None) -> bool:
    """The mark of the room says nothing of what stands in a thread only, and one that has not moved since an edit says
    nothing of the edit."""
    if seen is not None:
        mark = member if message.in_room else follower
        return mark is not None and mark.read_number >= max(message.number, seen + 1)
    in_room = message.in_room and member is not None and member.read_number >= message.number
    return in_room or (follower is not None and follower.read_number >= message.number)


def _quiet(row: Preferences | None) -> Quiet:
    if row is None:
        return Quiet()
    hours = (row.dnd_from, row.dnd_to) if row.dnd_from is not None and row.dnd_to is not None else None
    return Quiet(row.dnd_until, hours, row.time_zone)


def standing(rows: Collection[Subscription]) -> set[int]:
    """Those of some subscriptions, with their people's users, where the person is signed in still: the session or token
    is there, and the password the same."""
    keys = {row.pk: opened(row.session) for row in rows if row.session}
    sessions = credentials.sessions_there(set(keys.values()))
    tokens = credentials.tokens_there({row.credential for row in rows if not row.session})
    there = [row for row in rows if (keys[row.pk] in sessions if row.session else row.credential in tokens)]
    return {row.pk for row in there if credentials.is_active(row.person) and _has_same_password(row)}


def _has_same_password(row: Subscription) -> bool:
    return not row.password or row.password == credentials.password_digest(row.person)
