"""One socket: whose it is, what it follows, and its bounded backlog. No Django, no loop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from hubbub import wire
from hubbub.live.outlet import Block, Held, Outlet, block_of

LARGEST_BACKLOG = 1_048_576
LARGEST_BACKLOG_OF_ALL = 67_108_864
TOO_SLOW = 4408
PLAIN = "member"


class Mark(NamedTuple):
    """Up to where a person has read a room, and how many mentions are left unread there."""

    number: int
    mentions: int


NOTHING_READ = Mark(0, 0)


class Connection:
    """A socket of a signed-in person.

    Args:
        session: the digest of what the socket was opened with, a session's key or a token.
        only: the one room of a one-room socket, which ends with its membership.
        owner: whether the person owns the site, and so is an owner in every room that they are in.

    `reads` are up to where the person has read in their rooms, `mentions` how many are left unread there.
    `posts` are its own posts that it has not heard of yet. One that is `parting` gives no more commands.
    """

    __slots__ = (
        "badges",
        "closed",
        "counted",
        "mentions",
        "only",
        "outlet",
        "owner",
        "parting",
        "person",
        "posts",
        "reads",
        "replies",
        "roles",
        "rooms",
        "session",
    )

    def __init__(
        self, person: int, session: str, outlet: Outlet, only: int | None = None, *, owner: bool = False
    ) -> None:
        self.person = person
        self.session = session
        self.outlet = outlet
        self.only = only
        self.owner = owner
        self.rooms: dict[str, int] = {}
        self.reads: dict[int, int] = {}
        self.mentions: dict[int, int] = {}
        self.counted: dict[int, int] = {}
        self.roles: dict[int, tuple[int, str]] = {}
        self.badges: set[int] = set()
        self.replies: dict[int, dict[int, int]] = {}
        self.posts: set[Any] = set()
        self.parting = False
        self.closed = False

    def send(self, frame: wire.Frame) -> None:
        self.write(block_of(wire.encode(frame)))

    def send_text(self, text: bytes) -> None:
        self.write(block_of(text))

    def write(self, block: Block) -> None:
        """Write now, or close a socket whose reader has fallen too far behind: it comes back with its rev."""
        if not self.closed and self.outlet.write(block) > LARGEST_BACKLOG:
            self.close(TOO_SLOW)

    def close(self, code: int) -> None:
        if not self.closed:
            self.closed = True
            self.outlet.close(code)

    def hold(self) -> None:
        """Keep what is written until `release`, when it is known whether the person may still hear it."""
        self.outlet = Held(self.outlet)

    def release(self) -> None:
        """Undo one `hold`; what several hold is written after the last."""
        held = self.outlet
        if isinstance(held, Held):
            self.outlet = held.outlet
            for block in held.blocks:
                self.write(block)

    def forget(self, room: int, name: str) -> None:
        """What was known of a room that the socket follows no more."""
        self.rooms.pop(name, None)
        for known in (self.reads, self.mentions, self.counted, self.roles, self.replies):
            known.pop(room, None)

    def read(self, room: int, mark: Mark) -> None:
        self.reads[room], self.mentions[room] = mark

    def counts(self, event: wire.RoomEvent) -> bool:
        """Whether whom an event mentions is news: the greeting did not count it, and the message is not read."""
        return event.rev > self.counted.get(event.room, 0) and event.message > self.reads.get(event.room, 0)

    def mention(self, room: int, by: int) -> None:
        self.mentions[room] = max(0, self.mentions.get(room, 0) + by)

    def learn_role(self, room: int, rev: int, role: str) -> None:
        """What the person is in a room since a rev; what is older than what is known changes nothing."""
        known_since, known = self.roles.get(room, (self.counted.get(room, 0), PLAIN))
        if rev >= known_since and role != known:
            self.roles[room] = rev, role

    def role_in(self, room: int) -> str:
        return "owner" if self.owner else self.roles.get(room, (0, PLAIN))[1]


def write_all(connections: Iterable[Connection], block: Block) -> None:
    """The same bytes to everyone. A copy is walked: writing may close and so remove a connection."""
    for connection in tuple(connections):
        connection.write(block)


def relieve(connections: Iterable[Connection]) -> None:
    """Let go of the slowest readers until what waits for all is bounded."""
    waiting = {one: size for one in connections if not one.closed and (size := one.outlet.backlog())}
    total = sum(waiting.values())
    for connection in sorted(waiting, key=waiting.__getitem__, reverse=True):
        if total <= LARGEST_BACKLOG_OF_ALL:
            return
        total -= waiting[connection]
        connection.close(TOO_SLOW)
