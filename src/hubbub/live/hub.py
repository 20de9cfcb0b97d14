"""In a process: rooms to sockets. In order, no gap, nothing twice, the same bytes for everyone.

A plain object on one event loop: what it needs of the database and of the loop is handed to it. No Django.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from hubbub import wire
from hubbub.live.badges import Badges
from hubbub.live.connection import NOTHING_READ, PLAIN, Connection, Mark, write_all
from hubbub.live.feed import Catching, Feed, Head
from hubbub.live.outlet import block_of

if TYPE_CHECKING:
    from hubbub.live.presence import Change, Presence
    from hubbub.live.recent import Recent

SIGN_IN_AGAIN = 4401
NO_LONGER_ALLOWED = 4403


class Changes(Protocol):
    """What was missed of a room: items in rev order, up to `rev`, and the roles of the asked who are still members."""

    @property
    def rev(self) -> int: ...
    @property
    def items(self) -> list[wire.RoomEvent]: ...
    @property
    def members(self) -> Mapping[int, str]: ...
    @property
    def more(self) -> bool: ...


class Hub:
    """
    Args:
        presence: who is here.
        behind: asks for what a feed has missed to be read, and given to `catch_up`.
        call_soon: calls a function in the next turn of the loop.
        serving: told when the process begins (True) and stops (False) to serve a room.
    """

    def __init__(
        self,
        *,
        presence: Presence,
        behind: Callable[[Feed], None],
        call_soon: Callable[[Callable[[], None]], Any],
        serving: Callable[[int, bool], None],
    ) -> None:
        self.presence = presence
        self._behind = behind
        self._call_soon = call_soon
        self._serving = serving
        self.feeds: dict[int, Feed] = {}
        self.people: dict[int, set[Connection]] = defaultdict(set)
        self._to_flush: set[int] = set()
        self.badges = Badges()

    # Sockets come and go

    def attach(self, connection: Connection) -> None:
        self.people[connection.person].add(connection)

    def detach(self, connection: Connection) -> None:
        """Forget a socket. Calling it twice, or for one that was never attached, changes nothing."""
        connections = self.people.get(connection.person, set())
        connections.discard(connection)
        if not connections:
            self.people.pop(connection.person, None)
        self.badges.forget(connection)
        for room in list(connection.rooms.values()):
            self._forget(self.feeds[room], connection)

    def connections(self) -> list[Connection]:
        return [connection for connections in self.people.values() for connection in connections]

    def follow(
        self, connection: Connection, room: int, name: str, head: Head, *, role: str = PLAIN, mark: Mark = NOTHING_READ
    ) -> Feed:
        """A socket of who was a member at a rev hears of a room: badges from now on, and at once if that rev is old."""
        feed = self.feeds.get(room) or self._open(room, name)
        feed.start(head)
        if not feed.has(connection):
            feed.followers.add(connection)
            connection.rooms[name] = room
            connection.counted[room] = head.rev
            connection.read(room, mark)
            connection.learn_role(room, head.rev, role)
            self.presence.enter(room, connection.person)
            if (feed.rev or 0) > head.rev:
                feed.unsure.add(connection)
                self.badges.outdate(connection, room)
        return feed

    def _open(self, room: int, name: str) -> Feed:
        feed = self.feeds[room] = Feed(room, name)
        self._serving(room, True)
        return feed

    def _forget(self, feed: Feed, connection: Connection) -> None:
        feed.forget(connection)
        connection.forget(feed.room, feed.name)
        self.presence.leave(feed.room, connection.person)
        if feed.is_empty:
            del self.feeds[feed.room]
            self._serving(feed.room, False)

    def followed(self, connection: Connection, name: str) -> Feed | None:
        """The feed of a room, by name, that a socket follows."""
        room = connection.rooms.get(name)
        return None if room is None else self.feeds[room]

    # Subscribing

    def recall(self, feed: Feed, connection: Connection, since: int | None) -> bool:
        """Answer a subscriber from memory and let it go live, if all that it may hear, and that it may, is known."""
        recent = feed.recent
        if not recent or recent.rev != feed.rev or connection in feed.unsure or not recent.knows(since):
            return False
        self.flush(feed)
        connection.send(self.answer(feed, connection, recent, since))
        feed.go_live(connection)
        return True

    def answer(self, feed: Feed, connection: Connection, recent: Recent, since: int | None) -> wire.Subscribed:
        """What changed after a rev; the latest page for who has none of the room's past, or is too far behind."""
        changed = None if since is None else recent.after(since)
        return wire.subscribed(
            recent.state(connection.role_in(feed.room)),
            reset=changed is None,
            messages=recent.page() if changed is None else changed,
            online=self.presence.online(feed.room),
        )

    def ready(self, feed: Feed, connection: Connection, catching: Catching, answer: wire.Subscribed) -> None:
        """Answer a subscriber and let it go live behind its snapshot, unless it has gone, or asked again, meanwhile."""
        if feed.catching.get(connection) is not catching:
            return
        self.flush(feed)
        connection.send(answer)
        catching.after = answer.rev
        later = catching.take(catching.events)
        if later:
            connection.write(block_of(*(event.frame for event in later)))
        feed.settle(connection)
        if connection in feed.catching:
            self._behind(feed)

    # Events

    def hear(self, item: wire.Item) -> None:
        """Anything from an operation of this process, or from another process."""
        match item:
            case wire.RoomEvent():
                self._room_event(item)
            case wire.PersonEvent():
                self._person_event(item)
            case wire.Ephemeral():
                self._ephemeral(item)
            case wire.Joined():
                self._joined(item)
            case wire.SignedOut():
                self._signed_out(item.session)
            case wire.Heartbeat():
                self.presence.hear(item.process, item.rooms, item.full)

    def _room_event(self, event: wire.RoomEvent) -> None:
        if feed := self.feeds.get(event.room):
            feed.hold(event)
            self._advance(feed)

    def _person_event(self, event: wire.PersonEvent) -> None:
        for connection in tuple(self.people.get(event.person, ())):
            if connection.only and event.room not in (0, connection.only):
                continue
            connection.send_text(event.frame)
            if event.read >= 0:
                connection.read(event.room, Mark(event.read, event.mentions))

    def _ephemeral(self, event: wire.Ephemeral) -> None:
        if feed := self.feeds.get(event.room):
            self.flush(feed)
            hearers = (one for one in (*feed.live, *feed.catching) if one.person != event.sender)
            write_all(hearers, block_of(event.frame))

    def _joined(self, event: wire.Joined) -> None:
        for connection in tuple(self.people.get(event.person, ())):
            if connection.only is None:
                head = Head(event.rev, event.number, event.shown)
                mark = Mark(event.read, event.mentions)
                self.follow(connection, event.room, event.name, head, role=event.role, mark=mark)
                connection.send_text(event.frame)

    def _signed_out(self, session: str) -> None:
        for connection in self.connections():
            if connection.session == session:
                connection.close(SIGN_IN_AGAIN)

    def _advance(self, feed: Feed) -> None:
        while event := feed.next():
            self._apply(feed, event)
        if feed.has_hole:
            self._behind(feed)

    def _apply(self, feed: Feed, event: wire.RoomEvent) -> None:
        """One event in its turn. Who is removed hears all that came before it, and nothing of it or after."""
        if event.removed:
            self.flush(feed)
            self.drop(feed, event.removed)
        self._learn(feed, event.rev, event.roles)
        self._count(event, event.mentioned, 1)
        self._count(event, event.unmentioned, -1)
        if event.called:
            self._count(event, {one.person for one in feed.everyone()} - {event.author}, event.called)
        self.badges.replied(feed, event, self.people)
        feed.due.append(event)
        if feed.room not in self._to_flush:
            self._to_flush.add(feed.room)
            self._call_soon(self._flush_all)

    def _count(self, event: wire.RoomEvent, people: Iterable[int], by: int) -> None:
        for person in people:
            for connection in self.people.get(person, ()):
                if connection.counts(event):
                    connection.mention(event.room, by)

    def _learn(self, feed: Feed, rev: int, roles: Mapping[int, str]) -> None:
        for person, role in roles.items():
            for connection in self.people.get(person, ()):
                if feed.has(connection):
                    connection.learn_role(feed.room, rev, role)

    def drop(self, feed: Feed, people: Iterable[int]) -> None:
        """These people may no longer hear a room."""
        for person in people:
            for connection in tuple(self.people.get(person, ())):
                if feed.has(connection):
                    self._expel(feed, connection)

    def _expel(self, feed: Feed, connection: Connection) -> None:
        self._forget(feed, connection)
        connection.send(wire.Rooms(added=[], removed=[feed.name]))
        if connection.only == feed.room:
            connection.close(NO_LONGER_ALLOWED)

    # Delivery

    def _flush_all(self) -> None:
        rooms, self._to_flush = self._to_flush, set()
        for feed in [self.feeds[room] for room in rooms if room in self.feeds]:
            self.flush(feed)

    def flush(self, feed: Feed) -> None:
        """Write all that is due in a room: joined into one block, the same bytes to every socket."""
        due, feed.due = feed.due, []
        if not due:
            return
        write_all(feed.live, block_of(*(event.frame for event in due)))
        for connection, catching in tuple(feed.catching.items()):
            if now := catching.take(due):
                connection.write(block_of(*(event.frame for event in now)))
            feed.settle(connection)
        self.badges.stir(feed.room)

    def catch_up(self, feed: Feed, changes: Changes, asked: set[int]) -> bool:
        """Deliver what was read from the database. Returns whether there is more to read, and it helped to read."""
        before = feed.rev
        self.flush(feed)
        self.drop(feed, asked - changes.members.keys())
        self._learn(feed, changes.rev, changes.members)
        for event in changes.items:
            if event.rev > (feed.rev or 0):
                feed.take(event)
                self._apply(feed, event)
        feed.skip_to(max(changes.rev, feed.rev or 0))
        self._advance(feed)
        return (changes.more or feed.has_hole) and feed.rev != before

    # Once a second

    def tick(self) -> None:
        """Badges and presence: merged, at most one frame of each a second."""
        self.badges.tick(self.feeds)
        for change in self.presence.tick():
            self._tell_presence(change)

    def _tell_presence(self, change: Change) -> None:
        if feed := self.feeds.get(change.room):
            frame = wire.PresenceFrame(feed.name, change.joined, change.left, change.count)
            write_all((*feed.live, *feed.catching), block_of(wire.encode(frame)))
