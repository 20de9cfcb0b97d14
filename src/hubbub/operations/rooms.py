"""Rooms and who is in them: create, rename, archive, join, leave, add, remove, set role."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable

from django.db import IntegrityError, transaction

from hubbub import access, events, queries, text
from hubbub.digests import digest
from hubbub.errors import Conflict, Denied, Invalid
from hubbub.models import Membership, Person, Room
from hubbub.operations import rules
from hubbub.operations.clock import member_change, room_change

LARGEST_DIRECT = 20


def create_room(
    by: Person,
    name: str,
    *,
    title: str = "",
    topic: str = "",
    kind: str = "public",
    people: Collection[str] = (),
    default: bool = False,
) -> Room:
    """Make a room with `by` as its owner and some people, named by username, as members.

    Args:
        default: everyone who is new joins it (public rooms only).

    Raises:
        Invalid: a name, title or topic that cannot be, or an unknown kind.
        Conflict: another room has this name, or one that looks the same.
        NotFound: an unknown username.
    """
    if kind not in ("public", "private"):
        raise Invalid("A room is public or private.", fields={"kind": "Choose public or private."})
    name = text.clean_room_name(name)
    room = Room(name=name, key=text.skeleton(name), kind=kind, default=default)
    rules.put(room, {"title": title or name, "topic": topic})
    others = [person for person in queries.people_by_username(people) if person != by]
    return _made(room, {by: "owner"} | dict.fromkeys(others, "member"))


def _made(room: Room, roles: dict[Person, str]) -> Room:
    try:
        with transaction.atomic():
            return _make(room, roles)
    except IntegrityError as error:
        if Room.objects.filter(key=room.key).exists():
            message = f"There is a room called {room.name} already, or one whose name looks the same."
            raise Conflict(message, fields={"room": message}) from error
        raise


def _make(room: Room, roles: dict[Person, str]) -> Room:
    room.rev = room.state_rev = 1
    room.member_count = len(roles)
    room.save(force_insert=True)
    Membership.objects.bulk_create(
        [Membership(room=room, person=person, role=role, rev=1) for person, role in roles.items()]
    )
    events.publish(events.RoomChanged(room), *_added(room, roles))
    return room


def _added(room: Room, people: Iterable[Person]) -> list[events.MemberAdded]:
    """The row of a changing room is at hand and written last: its new rev is on no other."""
    summaries = queries.summaries_in(room, [person.pk for person in people])
    return [events.MemberAdded(room, person, summary) for person, summary in summaries.items()]


def start_direct(by: Person, usernames: Collection[str]) -> tuple[Room, bool]:
    """The direct room of exactly these people and `by`: made once, also when several start it at the same moment.

    Returns:
        The room, and whether it is new.
    """
    people = {by, *queries.people_by_username(usernames)}
    if not 2 <= len(people) <= LARGEST_DIRECT:
        raise Invalid(f"Name 1 to {LARGEST_DIRECT - 1} other people to talk with.")
    key = _direct_key(people)
    return _direct_room(key) or _made_direct(key, people)


def _direct_key(people: Collection[Person]) -> str:
    return digest(",".join(str(pk) for pk in sorted(person.pk for person in people)))


def _direct_room(key: str) -> tuple[Room, bool] | None:
    room = Room.objects.filter(direct_key=key).first()
    return (room, False) if room else None


def _made_direct(key: str, people: Collection[Person]) -> tuple[Room, bool]:
    name = f"dm-{secrets.token_hex(6)}"
    room = Room(name=name, key=text.skeleton(name), kind="direct", direct_key=key)
    try:
        with transaction.atomic():
            return _make(room, dict.fromkeys(people, "member")), True
    except IntegrityError:
        return Room.objects.get(direct_key=key), False


def change_room(
    by: Person,
    room_name: str,
    *,
    title: str | None = None,
    topic: str | None = None,
    archived: bool | None = None,
    posting: str | None = None,
    calling: str | None = None,
    slow: int | None = None,
    welcome: str | None = None,
) -> Room:
    """Rename a room, set its topic and its rules, archive it or bring it back. What is None stays.

    Args:
        posting: who may write: everyone, moderators or nobody.
        calling: who may use @all and @here, in the same words.
        slow: seconds that a member waits between two messages.
        welcome: Markdown that new members read first, empty for none.
    """
    given = {
        "title": title,
        "topic": topic,
        "archived": archived,
        "posting": posting,
        "calling": calling,
        "slow": slow,
    }
    greeting = None if welcome is None else rules.greeting(by, room_name, welcome)
    with member_change(by, room_name, state=True) as (room, membership):
        access.may_manage(membership)
        rules.put(room, given)
        if greeting:
            rules.greet(room, greeting)
        events.publish(events.RoomChanged(room))
    return room


def join_room(person: Person, room_name: str) -> Room:
    """Join a public room. Joining twice is joining once."""
    visible, membership = queries.visible_room(person, room_name)
    if membership:
        return visible
    with room_change(visible.pk, state=True) as room:
        access.may_join(room)
        if queries.membership_of(person, room) is None:
            _add(room, person, "member")
    return room


def leave_room(person: Person, room_name: str) -> None:
    with member_change(person, room_name, state=True) as (room, membership):
        access.may_leave(room)
        _remove(room, membership)


def add_member(by: Person, room_name: str, username: str, role: str = "member") -> Membership:
    """Add somebody to a room, or change the role of a member. Doing it twice is doing it once."""
    if role not in Membership.Role.values:
        raise Invalid("A role is owner, moderator or member.", fields={"role": "Choose owner, moderator or member."})
    [person] = queries.people_by_username([username])
    with member_change(by, room_name, state=True) as (room, membership):
        access.may_manage(membership)
        current = queries.membership_of(person, room)
        if current is None:
            return _added_by(membership, room, person, role)
        return _with_role(membership, room, current, role)


def _added_by(by: Membership, room: Room, person: Person, role: str) -> Membership:
    if role != "member":
        access.may_set_roles(by)
    access.may_join(room)
    return _add(room, person, role)


def _with_role(by: Membership, room: Room, member: Membership, role: str) -> Membership:
    if member.role == role:
        return member
    access.may_set_roles(by)
    _must_keep_an_owner(room, member)
    member.role, member.rev = role, room.rev
    member.save(update_fields=["role", "rev"])
    roles = {member.person_id: role}
    events.publish(events.RoomChanged(room, roles=roles), *_added(room, [member.person]))
    return member


def remove_member(by: Person, room_name: str, username: str) -> None:
    """Remove somebody. Nothing that is posted afterwards reaches them, on any process."""
    with member_change(by, room_name, state=True) as (room, membership):
        access.may_manage(membership)
        other = queries.member_called(room, username)
        access.may_remove(membership, other)
        _remove(room, other)


def _add(room: Room, person: Person, role: str) -> Membership:
    """Who comes into a room that has a welcome is shown it."""
    member = Membership.objects.create(
        room=room,
        person=person,
        role=role,
        rev=room.rev,
        read_number=room.last_number,
        welcomed=room.welcome_rev == 0,
    )
    room.member_count += 1
    events.publish(events.RoomChanged(room), *_added(room, [person]))
    return member


def _remove(room: Room, member: Membership) -> None:
    _must_keep_an_owner(room, member)
    member.delete()
    room.member_count -= 1
    events.publish(events.RoomChanged(room, removed=[member.person_id]))


def _must_keep_an_owner(room: Room, member: Membership) -> None:
    others = Membership.objects.filter(room=room).exclude(person=member.person_id)
    if member.role == "owner" and others.exists() and not others.filter(role="owner").exists():
        raise Denied("Make somebody else an owner of this room first.")


def join_default_rooms(person: Person) -> None:
    """What happens once to everyone who is new."""
    for room_id in Room.objects.filter(default=True, archived=False).order_by("pk").values_list("pk", flat=True):
        with room_change(room_id, state=True) as room:
            _add(room, person, "member")
