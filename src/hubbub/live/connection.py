"""One socket: whose it is, what it follows, and its bounded backlog. No Django, no loop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hubbub import wire
from hubbub.live.outlet import Block, Held, Outlet, block_of

LARGEST_BACKLOG = 1_048_576
LARGEST_BACKLOG_OF_ALL = 67_108_864
TOO_SLOW = 4408
PLAIN = "member"


class Connection:
    """A socket of a signed-in person.

    Args:
        session: the digest of what the socket was opened with, a session's key or a token.
        only: the one room of a one-room socket, which ends with its membership.
        owner: whether the person owns the site, and so is an owner in every room that they are in.

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
