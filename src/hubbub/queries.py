"""Asking: what a person may see, a page of history, what changed after a rev. Nothing here writes.

Every function asks a fixed number of queries, whatever the size of the room or of the site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, F, Prefetch, Q, QuerySet

from hubbub import access, events, text, wire
from hubbub.errors import NotFound
from hubbub.models import (
    ApiToken,
    Invitation,
    Membership,
    Mention,
    Message,
    Person,
    Reaction,
    Revision,
    Room,
    Site,
)

PAGE = 50
LARGEST_PAGE = 200
LARGEST_CATCH_UP = 500
LARGEST_ANSWER = 524_288
MESSAGE_OVERHEAD = 500
SHOWN_MEMBERS = 1_000


@dataclass(frozen=True)
class Page:
    """Some messages and the room's rev at the moment before they were read."""

    messages: list[wire.Message]
    rev: int
    more_before: bool = False
    more_after: bool = False


@dataclass(frozen=True)
class Snapshot:
    """The answer to `subscribe`, but for who is online."""

    room_id: int
    rev: int
    reset: bool
    messages: list[wire.Message]
    room_state: wire.Room


@dataclass(frozen=True)
class Changes:
    """What a hub missed of a room: the items after a rev in order, and which of the asked people are still members."""

    rev: int
    items: list[wire.RoomEvent]
    members: frozenset[int]
    more: bool


# People


def person_of(user: object) -> Person | None:
    """The chat's row for a signed-in user, if there is one yet."""
    return Person.objects.select_related("user").filter(user=user).first()


def people_named(beginning: str, limit: int = 20) -> list[Person]:
    """People whose username or name begins with, or holds, some letters."""
    found = Person.objects.filter(user__is_active=True) if _users_can_be_inactive() else Person.objects.all()
    if beginning:
        found = found.filter(Q(username__icontains=beginning) | Q(name__icontains=beginning))
    return list(found.order_by("key")[:limit])


def _users_can_be_inactive() -> bool:
    user_model = Person._meta.get_field("user").related_model
    return any(field.name == "is_active" for field in user_model._meta.get_fields())  # type: ignore[union-attr]


def people_by_username(usernames: Collection[str]) -> list[Person]:
    """
    Raises:
        NotFound: naming the first username that nobody has.
    """
    keys = {text.skeleton(username): username for username in usernames}
    found = {person.key: person for person in Person.objects.filter(key__in=keys)}
    for key, username in keys.items():
        if key not in found:
            raise NotFound(f"There is nobody called {username} here.")
    return list(found.values())


def me(person: Person) -> wire.Me:
    return wire.Me(person.pk, person.username, person.name, access.is_site_owner(person))


def site() -> Site:
    return Site.objects.get(pk=1)


def tokens(person: Person) -> list[ApiToken]:
    return list(ApiToken.objects.filter(person=person))


def invitations(by: Person) -> list[Invitation]:
    """
    Raises:
        Denied: only the owner of the site sees them.
    """
    access.must_be_site_owner(by)
    return list(Invitation.objects.all())


# Rooms


def membership_in(person: Person, room_name: str) -> Membership:
    """
    Raises:
        NotFound: no such room, or the person is not in it.
    """
    return access.must_be_member(find_membership(person, room_name))


def find_membership(person: Person, room_name: str) -> Membership | None:
    found = Membership.objects.select_related("room", "person__user")
    return found.filter(person=person, room__key=text.skeleton(room_name)).first()


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


def rooms_for(person: Person) -> list[wire.Room]:
    """The public rooms and the person's own, by title."""
    roles = dict(Membership.objects.filter(person=person).values_list("room_id", "role"))
    rooms = Room.objects.filter(Q(kind="public") | Q(pk__in=roles)).exclude(kind="direct")
    return [wire.room(room, roles.get(room.pk)) for room in rooms]


def summaries(person: Person, rooms: Collection[int] | None = None) -> list[tuple[int, wire.RoomSummary]]:
    """The person's rooms (or those of `rooms`) with their ids, as the room list shows them. Three queries."""
    memberships = Membership.objects.filter(person=person).select_related("room").order_by("room__key")
    if rooms is not None:
        memberships = memberships.filter(room__in=rooms)
    found = list(memberships)
    mentions = unread_mentions(person)
    others = _others([row.room_id for row in found if row.room.kind == "direct"], person)
    return [(row.room_id, wire.summary(row, mentions.get(row.room_id, 0), others[row.room_id])) for row in found]


def summary(person: Person, room_id: int) -> wire.RoomSummary:
    return summaries(person, [room_id])[0][1]


def _others(room_ids: Collection[int], person: Person) -> dict[int, list[wire.Person]]:
    people: dict[int, list[wire.Person]] = defaultdict(list)
    rows = Membership.objects.filter(room__in=room_ids).exclude(person=person).select_related("person")
    for row in rows.order_by("person__key"):
        people[row.room_id].append(wire.person(row.person))
    return people


def unread_mentions(person: Person) -> dict[int, int]:
    """How many messages that the person has not read mention them, by room."""
    rows = Mention.objects.filter(
        person=person, room__memberships__person=person, number__gt=F("room__memberships__read_number")
    )
    return dict(rows.values("room").annotate(count=Count("pk")).values_list("room", "count"))


def unread_mentions_in(person_id: int, room_id: int, read_number: int) -> int:
    return Mention.objects.filter(person=person_id, room=room_id, number__gt=read_number).count()


def members(room: Room) -> list[wire.Member]:
    rows = Membership.objects.filter(room=room).select_related("person").order_by("person__key")
    return [wire.member(row) for row in rows[:SHOWN_MEMBERS]]


def hello(person: Person) -> tuple[wire.Hello, dict[int, wire.RoomSummary]]:
    """The first frame of a socket, and the same rooms by id. Five queries."""
    found = summaries(person)
    row = site()
    frame = wire.Hello(
        protocol=wire.PROTOCOL,
        epoch=row.epoch,
        site=wire.SiteInfo(row.name),
        me=me(person),
        rooms=[summary for _, summary in found],
        heartbeat=wire.HEARTBEAT,
    )
    return frame, dict(found)


# Messages


def _whole() -> QuerySet[Message]:
    reactions = Reaction.objects.select_related("person").order_by("pk")
    return Message.objects.select_related("author").prefetch_related(
        Prefetch("reactions", queryset=reactions), Prefetch("mentions", queryset=Mention.objects.order_by("person"))
    )


def _as_wire(rows: Iterable[Message]) -> list[wire.Message]:
    return [wire.message(row, row.reactions.all(), row.mentions.all()) for row in rows]


def message_row(room: Room, number: int) -> Message:
    """
    Raises:
        NotFound: the room has no message of this number.
    """
    row = Message.objects.select_related("author").filter(room=room, number=number).first()
    if row is None:
        raise NotFound("There is no such message in this room.")
    return row


def revisions(row: Message) -> list[Revision]:
    return list(row.revisions.select_related("replaced_by"))


def message(message_id: int) -> wire.Message:
    """A message's whole current state. Three queries."""
    return _as_wire([_whole().get(pk=message_id)])[0]


def messages(message_ids: Collection[int]) -> dict[int, wire.Message]:
    rows = list(_whole().filter(pk__in=message_ids))
    return dict(zip([row.pk for row in rows], _as_wire(rows), strict=True))


def heads(room_ids: Collection[int]) -> dict[int, int]:
    """The revs of several rooms: one query."""
    return dict(Room.objects.filter(pk__in=room_ids).values_list("pk", "rev"))


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
    rows = list(_whole().filter(room=room, number__range=(numbers.start, numbers.stop - 1)).order_by("number"))
    return Page(_as_wire(rows), room.rev, more_before=numbers.start > 1, more_after=numbers.stop <= last)


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


def changes_after(room: Room, since: int) -> Page | None:
    """The current state of all messages that changed after a rev, in rev order.

    Returns:
        None when the client has to start over: it is too far behind, or its rev is not of this room's past.
    """
    if not 0 <= since <= room.rev:
        return None
    rows = list(_whole().filter(room=room, rev__gt=since, rev__lte=room.rev).order_by("rev")[: LARGEST_CATCH_UP + 1])
    found = Page(_as_wire(rows), room.rev)
    return found if len(rows) <= LARGEST_CATCH_UP and _fitting(found) == found else None


def _fitting(found: Page) -> Page:
    """The latest of some messages that fit in one frame, so that a slow reader can take it within its backlog."""
    room_left, kept = LARGEST_ANSWER, 0
    for message in reversed(found.messages):
        room_left -= len(message.body) + len(message.html or "") + MESSAGE_OVERHEAD
        kept += room_left > 0 or kept == 0
    return replace(found, messages=found.messages[-kept:] if kept else [], more_before=kept < len(found.messages))


def snapshot(person: Person, room_name: str, since: int | None) -> Snapshot:
    """What a subscriber needs: everything after `since`, or the latest page.

    Raises:
        NotFound: no such room, or the person is not in it.
    """
    membership = membership_in(person, room_name)
    room = membership.room
    changed = None if since is None else changes_after(room, since)
    found = changed or _fitting(latest_page(room))
    state = wire.room(room, access.role_in(membership))
    return Snapshot(room.pk, found.rev, changed is None, found.messages, state)


def missed(room_id: int, since: int, number: int, people: Collection[int]) -> Changes:
    """What a hub has to deliver of a room after a rev, at most 500 messages at a time. Five queries.

    Args:
        number: the last message that the hub knew; later ones are new to it, and their mentions count.

    The head is read first and nothing beyond it is told: a change that commits meanwhile comes as its own event.
    """
    room = Room.objects.get(pk=room_id)
    members = Membership.objects.filter(room=room, person__in=people).values_list("person", flat=True)
    still = frozenset(members)
    rows = list(_whole().filter(room=room, rev__gt=since, rev__lte=room.rev).order_by("rev")[:LARGEST_CATCH_UP])
    more = len(rows) == LARGEST_CATCH_UP
    rev = rows[-1].rev if more else room.rev
    return Changes(rev, _missed_items(room, _as_wire(rows), since, number, rev), still, more)


def _missed_items(room: Room, found: Sequence[wire.Message], since: int, number: int, rev: int) -> list[wire.RoomEvent]:
    items = [_missed_message(room, message, message.number > number) for message in found]
    if since < room.state_rev <= rev:
        items.append(events.room_item(room))
    return sorted(items, key=lambda item: item.rev)


def _missed_message(room: Room, found: wire.Message, new: bool) -> wire.RoomEvent:
    return events.message_item(room, found, mentioned=found.mentions if new else ())


def rooms_of(people: Collection[int]) -> set[tuple[int, int]]:
    """Pairs (person, room) of all memberships of some people: one query."""
    return set(Membership.objects.filter(person__in=people).values_list("person", "room"))


def joined(person_id: int, room_ids: Collection[int]) -> list[wire.Item]:
    """What a hub is told when somebody came into rooms and the news of it was lost."""
    person = Person.objects.select_related("user").get(pk=person_id)
    rooms = Room.objects.in_bulk(list(room_ids))
    found = summaries(person, room_ids)
    return [events.item_of(events.MemberAdded(rooms[pk], person_id, summary)) for pk, summary in found]
