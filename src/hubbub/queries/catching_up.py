"""Asking what changed after a rev: for a socket that comes back, and for a hub that missed something."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from hubbub import access, events, wire
from hubbub.models import Membership, Message, Person, Room
from hubbub.queries.messages import Page, as_wire, bare, latest_page, with_parts
from hubbub.queries.rooms import membership_in, summaries
from hubbub.queries.threads import behind
from hubbub.wire import LARGEST_ANSWER, LARGEST_CATCH_UP, PAGE


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
    """What a hub missed of a room: the items after a rev in order, and the roles of the asked who are still members."""

    rev: int
    items: list[wire.RoomEvent]
    members: dict[int, str]
    more: bool


@dataclass(frozen=True)
class Latest:
    """What a hub remembers of a room from now on, and who of the asked people is in it, with their role there.

    `changed` is all that changed after `floor`, in rev order; `page` the latest messages by number.
    """

    rev: int
    floor: int
    state: wire.Room
    page: list[wire.Remembered]
    changed: list[wire.Remembered]
    members: dict[int, str]


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


def changes_after(room: Room, since: int) -> Page | None:
    """The current state of all messages that changed after a rev, in rev order.

    Returns:
        None when the client has to start over: it is too far behind, or its rev is not of this room's past.
    """
    if not 0 <= since <= room.rev:
        return None
    rows = list(bare().filter(room=room, rev__gt=since, rev__lte=room.rev).order_by("rev")[: LARGEST_CATCH_UP + 1])
    found = Page(as_wire(rows), room.rev)
    return found if len(rows) <= LARGEST_CATCH_UP and not _fitting(found).more_before else None


def _fitting(found: Page) -> Page:
    """The latest of some messages that fit in one frame, so that a slow reader can take it within its backlog."""
    kept, size = 0, 0
    for message in reversed(found.messages):
        size += len(wire.encode(message)) + 1
        if kept and size > LARGEST_ANSWER:
            break
        kept += 1
    left_out = len(found.messages) - kept
    return replace(found, messages=found.messages[left_out:], more_before=left_out > 0)


def missed(room_id: int, since: int, number: int, people: Collection[int]) -> Changes:
    """What a hub has to deliver of a room after a rev, at most 500 messages at a time. Eight queries at most.

    Args:
        number: the last message that the hub knew; later ones are new to it, and their mentions count.

    The head is read first and nothing beyond it is told: a change that commits meanwhile comes as its own event.
    """
    room = Room.objects.get(pk=room_id)
    still = _roles(room, people)
    rows = list(bare().filter(room=room, rev__gt=since, rev__lte=room.rev).order_by("rev")[:LARGEST_CATCH_UP])
    more = len(rows) == LARGEST_CATCH_UP
    rev = rows[-1].rev if more else room.rev
    items = _missed_messages(room, rows, number)
    if since < room.state_rev <= rev:
        items.append(events.room_item(room))
    return Changes(rev, sorted(items, key=lambda item: item.rev), still, more)


def _missed_messages(room: Room, rows: Sequence[Message], number: int) -> list[wire.RoomEvent]:
    """Mentions of those that are new count, and so do answers in their threads, for those who follow them."""
    answered = [row.pk for row in rows if row.last_reply_number > number]
    followers = behind(answered) if answered else {}
    items = []
    for row, found in zip(rows, as_wire(rows), strict=True):
        items.append(events.with_followers(_missed_message(room, found, number), found, followers.get(row.pk, ())))
    return items


def _missed_message(room: Room, found: wire.Message, number: int) -> wire.RoomEvent:
    if found.number <= number:
        return events.message_item(room, found)
    return events.message_item(room, found, mentioned=found.mentions, called=int(found.calls == "all"))


def latest(room_id: int, since: int | None, people: Collection[int]) -> Latest:
    """What all need together who subscribe to a room now. Six queries at most.

    Args:
        since: the lowest rev that somebody resumes from, if anybody does.
        people: who asks. Whether they are members is looked up last: whatever is read here, they were when it was made.
    """
    room = Room.objects.get(pk=room_id)
    changed = [] if since is None else _newest_changes(room, since)
    floor = changed[-1].rev if len(changed) > LARGEST_CATCH_UP else _cursor(room, since)
    page = list(bare().filter(room=room, number__range=(room.last_number - PAGE + 1, room.last_number)))
    told = {pk: wire.remembered(found) for pk, found in with_parts([*changed, *page]).items()}
    return Latest(
        rev=room.rev,
        floor=floor,
        state=wire.room(room),
        page=[told[row.pk] for row in sorted(page, key=lambda row: row.number)],
        changed=[told[row.pk] for row in reversed(changed) if row.rev > floor],
        members=_roles(room, people),
    )


def _cursor(room: Room, since: int | None) -> int:
    return room.rev if since is None else min(since, room.rev)


def _newest_changes(room: Room, since: int) -> list[Message]:
    """One more than an answer may hold, so that it shows whether there are too many."""
    rows = bare().filter(room=room, rev__gt=since, rev__lte=room.rev).order_by("-rev")
    return list(rows[: LARGEST_CATCH_UP + 1])


def _roles(room: Room, people: Collection[int]) -> dict[int, str]:
    return dict(Membership.objects.filter(room=room, person__in=people).values_list("person", "role"))


def heads(room_ids: Collection[int]) -> dict[int, int]:
    """The revs of several rooms: one query."""
    return dict(Room.objects.filter(pk__in=room_ids).values_list("pk", "rev"))


def rooms_of(people: Collection[int]) -> set[tuple[int, int]]:
    """Pairs (person, room) of all memberships of some people: one query."""
    return set(Membership.objects.filter(person__in=people).values_list("person", "room"))


def joined(person_id: int, room_ids: Collection[int]) -> list[wire.Item]:
    """What a hub is told when somebody came into rooms and the news of it was lost."""
    person = Person.objects.select_related("user").get(pk=person_id)
    rooms = Room.objects.in_bulk(list(room_ids))
    found = summaries(person, room_ids)
    return [events.item_of(events.MemberAdded(rooms[pk], person_id, summary)) for pk, summary in found]
