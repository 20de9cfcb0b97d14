"""One room in one process: its events strictly in rev order, none twice, none missing. No Django, no loop."""

from __future__ import annotations

from hubbub import wire
from hubbub.live.connection import Connection


class Feed:
    """The order of a room's events, and who hears them.

    `live` connections get every event. `catching` ones have subscribed and wait for their snapshot, or have one that is
    ahead of this feed. `followers` are in the room and have not subscribed: they get badges.
    """

    __slots__ = ("catching", "due", "followers", "held", "live", "name", "number", "rev", "room")

    def __init__(self, room: int, name: str) -> None:
        self.room = room
        self.name = name
        self.rev: int | None = None
        self.number = 0
        self.live: set[Connection] = set()
        self.catching: dict[Connection, Catching] = {}
        self.followers: set[Connection] = set()
        self.held: dict[int, wire.RoomEvent] = {}
        self.due: list[wire.RoomEvent] = []

    def hold(self, event: wire.RoomEvent) -> None:
        """Take in an event, in whatever order it comes; what was delivered before is forgotten."""
        if self.rev is None or event.rev > self.rev:
            self.held[event.rev] = event

    def next(self) -> wire.RoomEvent | None:
        """The next event in order, if it is here."""
        event = None if self.rev is None else self.held.pop(self.rev + 1, None)
        if event:
            self.rev, self.number = event.rev, max(self.number, event.number)
        return event

    def start(self, rev: int, number: int) -> None:
        """Begin at a rev that was read from the database; later reads change nothing."""
        if self.rev is None:
            self.skip_to(rev)
            self.number = number

    def skip_to(self, rev: int) -> None:
        """Everything up to a rev has been delivered, or was read by all who are here."""
        self.rev = rev
        self.held = {held: event for held, event in self.held.items() if held > rev}

    @property
    def has_hole(self) -> bool:
        return self.rev is not None and bool(self.held) and self.rev + 1 not in self.held

    def everyone(self) -> set[Connection]:
        return self.live | set(self.catching) | self.followers

    def has(self, connection: Connection) -> bool:
        return connection in self.live or connection in self.catching or connection in self.followers

    @property
    def is_empty(self) -> bool:
        return not (self.live or self.catching or self.followers)

    def forget(self, connection: Connection) -> None:
        self.live.discard(connection)
        self.catching.pop(connection, None)
        self.followers.discard(connection)


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
