"""One room in one process: its events strictly in rev order, none twice, none missing. No Django, no loop."""

from __future__ import annotations

from typing import NamedTuple

from hubbub import wire
from hubbub.live.connection import Connection
from hubbub.live.recent import Latest, Recent


class Head(NamedTuple):
    """Where a room is: its rev, its last message, and the last that is not only in a thread."""

    rev: int
    number: int
    shown: int


class Feed:
    """The order of a room's events, and who hears them.

    `live` connections get every event. `catching` ones have subscribed and wait for their snapshot, or have one that is
    ahead of this feed. `followers` are in the room and have not subscribed: they get badges. `unsure` are those of them
    all who came with news older than this feed: whether they are members is to be looked up before they hear anything.

    While somebody subscribes, `recent` is what the room said last; `meanwhile` is what came since a read of it began.
    """

    __slots__ = (
        "__weakref__",
        "catching",
        "due",
        "followers",
        "held",
        "live",
        "meanwhile",
        "name",
        "number",
        "recent",
        "rev",
        "room",
        "shown",
        "unsure",
    )

    def __init__(self, room: int, name: str) -> None:
        self.room = room
        self.name = name
        self.rev: int | None = None
        self.number = 0
        self.shown = 0
        self.live: set[Connection] = set()
        self.catching: dict[Connection, Catching] = {}
        self.followers: set[Connection] = set()
        self.unsure: set[Connection] = set()
        self.held: dict[int, wire.RoomEvent] = {}
        self.due: list[wire.RoomEvent] = []
        self.recent: Recent | None = None
        self.meanwhile: list[wire.RoomEvent] | None = None

    # Its order

    def hold(self, event: wire.RoomEvent) -> None:
        """Take in an event, in whatever order it comes; what was delivered before is forgotten."""
        if self.rev is None or event.rev > self.rev:
            self.held[event.rev] = event

    def next(self) -> wire.RoomEvent | None:
        """The next event in order, if it is here."""
        event = None if self.rev is None else self.held.pop(self.rev + 1, None)
        if event:
            self.take(event)
        return event

    def take(self, event: wire.RoomEvent) -> None:
        """An event in its turn."""
        self.rev = event.rev
        self.number = max(self.number, event.number)
        self.shown = max(self.shown, event.shown)
        if self.recent:
            self.recent.apply(event)
        if self.meanwhile is not None:
            self.meanwhile.append(event)

    def start(self, head: Head) -> None:
        """Begin where a room was when it was read from the database; later reads change nothing."""
        if self.rev is None:
            self.skip_to(head.rev)
            self.number, self.shown = head.number, head.shown

    def skip_to(self, rev: int) -> None:
        """Everything up to a rev has been delivered, or was read by all who are here."""
        self.rev = rev
        self.held = {held: event for held, event in self.held.items() if held > rev}
        if self.recent:
            self.recent.skip_to(rev)

    @property
    def has_hole(self) -> bool:
        return self.rev is not None and bool(self.held) and self.rev + 1 not in self.held

    # Who hears it

    def everyone(self) -> set[Connection]:
        return self.live | set(self.catching) | self.followers

    def has(self, connection: Connection) -> bool:
        return connection in self.live or connection in self.catching or connection in self.followers

    @property
    def is_empty(self) -> bool:
        return not (self.live or self.catching or self.followers)

    def begin(self, connection: Connection) -> Catching:
        """Keep for a subscriber what comes while the room is read."""
        self.live.discard(connection)
        self.followers.discard(connection)
        catching = self.catching[connection] = Catching()
        return catching

    def go_live(self, connection: Connection) -> None:
        self.catching.pop(connection, None)
        self.followers.discard(connection)
        self.live.add(connection)

    def settle(self, connection: Connection) -> None:
        """Let a subscriber go live whose snapshot this feed has reached."""
        catching = self.catching.get(connection)
        if catching and catching.after is not None and catching.after <= (self.rev or 0):
            self.go_live(connection)

    def step_back(self, connection: Connection) -> None:
        """A subscriber is a follower again."""
        if connection in self.live or connection in self.catching:
            self._leave(connection)
            self.followers.add(connection)

    def forget(self, connection: Connection) -> None:
        self._leave(connection)
        self.followers.discard(connection)
        self.unsure.discard(connection)

    def _leave(self, connection: Connection) -> None:
        """What the room said last is forgotten with its last subscriber."""
        self.live.discard(connection)
        self.catching.pop(connection, None)
        if not self.live and not self.catching:
            self.recent = None

    # What it said last

    def read(self, latest: Latest) -> Recent:
        """What was read since `meanwhile` began, with what came during it. It may be ahead of this feed."""
        found = Recent(latest)
        for event in self.meanwhile or ():
            found.apply(event)
        found.skip_to(self.rev or 0)
        self.meanwhile = None
        return found

    def remember(self, found: Recent) -> None:
        """Keep what was read, unless more is known already."""
        found.trim()
        known = self.recent
        if (self.live or self.catching) and not (known and known.has_page and known.floor <= found.floor):
            self.recent = found


class Catching:
    """A subscriber on the way: events that came while its snapshot was read, then the rev of that snapshot."""

    __slots__ = ("after", "events")

    def __init__(self) -> None:
        self.after: int | None = None
        self.events: list[wire.RoomEvent] = []

    def take(self, events: list[wire.RoomEvent]) -> list[wire.RoomEvent]:
        """What may be told now of some events."""
        if self.after is None:
            self.events += events
            return []
        return [event for event in events if event.rev > self.after]
