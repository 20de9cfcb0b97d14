"""Asking about rooms: who is in them, what a person sees of them, what is unread."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from hubbub import access, notifying, rates, text, wire
from hubbub.errors import NotFound
from hubbub.models import Membership, Mention, Message, Person, Room, Site
from hubbub.queries.marks import saved_numbers
from hubbub.queries.people import me, site
from hubbub.queries.threads import unread_threads

SHOWN_MEMBERS = 1_000
LONG = ("room__welcome", "room__welcome_html")  # which no list shows

Greeting = tuple[wire.Hello, dict[int, wire.RoomSummary]]


def membership_in(person: Person, room_name: str) -> Membership:
    """
    Raises:
        NotFound: no such room, or the person is not in it.
    """
    return access.must_be_member(find_membership(person, room_name))


def find_membership(person: Person, room_name: str) -> Membership | None:
    found = Membership.objects.select_related("room", "person__user")
    return found.filter(person=person, room__key=text.skeleton(room_name)).first()


def membership_at(person: Person, room_id: int) -> Membership | None:
    return Membership.objects.filter(person=person, room=room_id).first()


def membership_of(person: Person, room: Room) -> Membership | None:
    """Somebody's place in a room whose row is at hand."""
    membership = Membership.objects.select_related("person__user").filter(person=person, room=room).first()
    if membership:
        membership.room = room
    return membership


def member_called(room: Room, username: str) -> Membership:
    """
    Raises:
        NotFound: nobody in the room has this username.
    """
    found = Membership.objects.select_related("person").filter(room=room, person__key=text.skeleton(username)).first()
    if found is None:
        raise NotFound(f"There is nobody called {username} in this room.")
    return found


def visible_room(person: Person, room_name: str) -> tuple[Room, Membership | None]:
    """A room and the person's membership in it, if any.

    Raises:
        NotFound: no such room, or one that the person may not see.
    """
    room = Room.objects.filter(key=text.skeleton(room_name)).first()
    membership = find_membership(person, room_name)
    return access.may_see(room, membership), membership


def summaries(person: Person, rooms: Collection[int] | None = None) -> list[tuple[int, wire.RoomSummary]]:
    """The person's rooms (or those of `rooms`) with their ids, as the room list shows them. Two queries.

    Rev, read mark and mentions come in one of them, so they are of one moment, and news of a later rev adds to them.
    """
    memberships = Membership.objects.filter(person=person).order_by("room__key")
    if rooms is not None:
        memberships = memberships.filter(room__in=rooms)
    found = list(_memberships(memberships))
    people = _people([row.room for row in found])
    return [(row.room_id, _summary(row, people[row.room_id])) for row in found]


def summary(person: Person, room_id: int) -> wire.RoomSummary:
    return summaries(person, [room_id])[0][1]


def summaries_in(room: Room, people: Collection[int]) -> dict[int, wire.RoomSummary]:
    """A room whose row is at hand as each of some members sees it, by person. Two queries."""
    found = list(_memberships(Membership.objects.filter(room=room, person__in=people)))
    members = _people([room])[room.pk]
    for row in found:
        row.room = room
    return {row.person_id: _summary(row, members) for row in found}


def _memberships(rows: QuerySet[Membership]) -> QuerySet[Membership, Any]:
    """With all that is asked of a membership: whose it is, what is unread, and what the site says of notifications."""
    return _counted(rows.select_related("room", "person__user").defer(*LONG))


def _counted(rows: QuerySet[Membership]) -> QuerySet[Membership, Any]:
    return rows.annotate(unread=_unread_mentions(), site_notify=site_notify())


def site_notify() -> Subquery:
    """What the site says of notifications, within another query."""
    return Subquery(Site.objects.filter(pk=1).values("notify"))


def _summary(row: Any, people: list[wire.Person]) -> wire.RoomSummary:
    others = [person for person in people if person.id != row.person_id]
    role = access.role_in(row)
    return wire.summary(row, role, mentions=row.unread, notify=_notify(row), wait=_wait(row, role), people=others)


def _notify(row: Any) -> str:
    return notifying.effective(row.notify, row.room.kind, row.site_notify)


def _wait(row: Membership, role: str) -> float:
    """What is left of slow mode for a member."""
    return rates.pause(row.room.slow, row.posted, time.time()) if role == "member" else 0


def kept(memberships: Collection[int]) -> dict[str, wire.Kept]:
    """How some rooms are kept, by their names. One query."""
    rows = Membership.objects.select_related("room").defer(*LONG).annotate(site_notify=site_notify())
    return {row.room.name: wire.kept(row, _notify(row)) for row in rows.filter(pk__in=memberships)}


def _people(rooms: Collection[Room]) -> dict[int, list[wire.Person]]:
    """Everyone in the direct rooms among some rooms, which show people in place of a title."""
    people: dict[int, list[wire.Person]] = defaultdict(list)
    direct = [room.pk for room in rooms if room.kind == "direct"]
    rows = Membership.objects.filter(room__in=direct).select_related("person").order_by("person__key")
    for row in rows if direct else ():
        people[row.room_id].append(wire.person(row.person))
    return people


def _unread_mentions() -> Combinable:
    """How many messages mention the person of a membership behind their read mark, with those that call everybody."""
    behind = {"room": OuterRef("room"), "number__gt": OuterRef("read_number")}
    named = Mention.objects.filter(person=OuterRef("person"), **behind)
    calls = Message.objects.filter(calls="all", **behind).exclude(author=OuterRef("person"))
    return _count(named) + _count(calls)


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows of one room there are."""
    counted = rows.order_by().values("room").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def members(room: Room) -> list[wire.Member]:
    rows = Membership.objects.filter(room=room).select_related("person").order_by("person__key")
    return [wire.member(row) for row in rows[:SHOWN_MEMBERS]]


def greetings(people: Sequence[Person]) -> list[Greeting]:
    """For each person, whose user is at hand, the first frame of a socket, and the same rooms by id. Five queries."""
    named = {person.pk: person for person in people}
    found = list(
        _counted(Membership.objects.filter(person__in=named).select_related("room").defer(*LONG).order_by("room__key"))
    )
    direct = _people({row.room_id: row.room for row in found}.values())
    rooms: dict[int, dict[int, wire.RoomSummary]] = defaultdict(dict)
    for row in found:
        row.person = named[row.person_id]
        rooms[row.person_id][row.room_id] = _summary(row, direct[row.room_id])
    row, threads, saved = site(), unread_threads(named), saved_numbers(named)
    return [
        (_hello(row, person, rooms[person.pk], threads[person.pk], saved[person.pk]), dict(rooms[person.pk]))
        for person in people
    ]


def _hello(
    row: Site,
    person: Person,
    rooms: dict[int, wire.RoomSummary],
    threads: list[wire.ThreadMark],
    saved: dict[str, list[int]],
) -> wire.Hello:
    return wire.Hello(
        protocol=wire.PROTOCOL,
        epoch=row.epoch,
        site=wire.SiteInfo(row.name),
        me=me(person),
        rooms=list(rooms.values()),
        threads=threads,
        saved=saved,
        heartbeat=wire.HEARTBEAT,
    )
