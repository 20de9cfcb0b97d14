"""Who may: pure questions about a person and a room. Each returns quietly or raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from hubbub.errors import Denied, NotFound, ReadOnly

if TYPE_CHECKING:
    from hubbub.models import Membership, Message, Person, Room, Upload

Found = TypeVar("Found")

NO_SUCH_ROOM = "There is no such room, or you are not in it."
NO_SUCH_FILE = "There is no such file, or you may not open it."


class Archivable(Protocol):
    """A room, as a row or as a part of one."""

    @property
    def archived(self) -> bool: ...


class Writable(Archivable, Protocol):
    @property
    def posting(self) -> str: ...


class Callable(Protocol):
    """A room, as a row or as the part of one that posting needs."""

    @property
    def pk(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def calling(self) -> str: ...
    @property
    def member_count(self) -> int: ...


def is_site_owner(person: Person) -> bool:
    return bool(person.user and getattr(person.user, "is_superuser", False))


def must_be_site_owner(person: Person) -> None:
    if not is_site_owner(person):
        raise Denied("Only the owner of this site may do that.")


def role_in(membership: Membership) -> str:
    """The role that counts: the owner of the site is owner in every room that they are in."""
    return "owner" if is_site_owner(membership.person) else membership.role


def must_be_member(membership: Found | None) -> Found:
    """A membership, or what stands for one, that was looked up."""
    if membership is None:
        raise NotFound(NO_SUCH_ROOM)
    return membership


def may_see(room: Room | None, membership: Membership | None) -> Room:
    """A public room is seen by everyone, any other by its members; to others it does not exist."""
    if room is None or (membership is None and room.kind != "public"):
        raise NotFound(NO_SUCH_ROOM)
    return room


def may_join(room: Room) -> None:
    if room.archived:
        raise ReadOnly("This room is archived, so nobody can join it.")


def may_react(room: Archivable) -> None:
    """Put something on what others wrote. Who may not write may still do that."""
    if room.archived:
        raise ReadOnly("This room is archived. Its messages can be read, and nothing can be added.")


def may_write(room: Writable, role: str) -> None:
    """Put words into a room: a message, an answer in a thread, another text of one's own message.

    Args:
        role: the one that counts, as `role_in` says.
    """
    may_react(room)
    if room.posting == "nobody":
        raise ReadOnly("This room is read-only. Its messages can be read and reacted to, and nobody writes in it.")
    if room.posting == "moderators" and role == "member":
        raise ReadOnly("Only owners and moderators write in this room. You can read it and react to its messages.")


def may_pin(membership: Membership) -> None:
    """Keep a message in view for everybody: in a direct room everyone may, elsewhere owners and moderators."""
    may_react(membership.room)
    if membership.room.kind != "direct" and role_in(membership) == "member":
        raise Denied("Only an owner or a moderator of this room may pin messages.")


def may_call(room: Callable, role: str) -> None:
    """`@all` and `@here`."""
    if room.calling == "nobody":
        raise Denied("Nobody may use @all or @here in this room. Name the people you mean.")
    if room.calling == "moderators" and role == "member":
        raise Denied("Only owners and moderators may use @all or @here in this room. Name the people you mean.")


def may_leave(room: Room) -> None:
    if room.kind == "direct":
        raise Denied("A direct conversation cannot be left.")


def may_manage(membership: Membership) -> None:
    """Rename, set the topic, archive, add and remove people."""
    if membership.room.kind == "direct":
        raise Denied("A direct conversation has no title, topic or members to change.")
    if role_in(membership) == "member":
        raise Denied("Only an owner or a moderator of this room may do that.")


def may_remove(membership: Membership, other: Membership) -> None:
    may_manage(membership)
    if other.role == "owner" and role_in(membership) != "owner":
        raise Denied("A moderator cannot remove an owner.")


def may_set_roles(membership: Membership) -> None:
    may_manage(membership)
    if role_in(membership) != "owner":
        raise Denied("Only an owner of this room may change roles.")


def may_edit(membership: Membership, message: Message) -> None:
    if message.author_id != membership.person_id:
        raise Denied("Only the author may edit a message.")
    may_write(membership.room, role_in(membership))


def may_delete(membership: Membership, message: Message) -> None:
    if message.author_id == membership.person_id:
        return
    if membership.room.kind == "direct" or role_in(membership) == "member":
        raise Denied("Only the author or a moderator may delete a message.")


def may_read_revisions(membership: Membership, message: Message) -> None:
    if message.author_id != membership.person_id and role_in(membership) == "member":
        raise Denied("Only the author or a moderator may see earlier texts.")


def may_open(upload: Upload | None, membership: Membership | None) -> Upload:
    """A file is its room's members'; until it is sent, it is only theirs who brought it."""
    if upload is None or membership is None or (upload.message_id is None and upload.person_id != membership.person_id):
        raise NotFound(NO_SUCH_FILE)
    return upload
