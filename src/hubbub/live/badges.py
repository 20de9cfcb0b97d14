"""Badges: what a socket is told of the rooms that it follows and has not subscribed to, and of the threads that its
person follows, wherever they are. No Django, no loop.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hubbub import wire
from hubbub.live.connection import Connection
from hubbub.live.feed import Feed


class Badges:
    """Which heads of rooms are to be told, to whom, at the next tick."""

    def __init__(self) -> None:
        self._stirred: set[int] = set()
        self._outdated: set[Connection] = set()

    def stir(self, room: int) -> None:
        """All who follow a room are told its head."""
        self._stirred.add(room)

    def outdate(self, connection: Connection, room: int) -> None:
        """One socket is told."""
        connection.badges.add(room)
        self._outdated.add(connection)

    def replied(self, feed: Feed, event: wire.RoomEvent, people: Mapping[int, Collection[Connection]]) -> None:
        """Those who follow a thread, and may still hear its room, are told which is its last message now."""
        for person in event.followers:
            for connection in people.get(person, ()):
                if feed.has(connection):
                    connection.replies.setdefault(feed.room, {})[event.message] = event.reply
                    self._outdated.add(connection)

    def forget(self, connection: Connection) -> None:
        self._outdated.discard(connection)

    def tick(self, feeds: Mapping[int, Feed]) -> None:
        """Tell what is to be told: one frame a socket."""
        stirred, self._stirred = self._stirred, set()
        touched, self._outdated = self._outdated, set()
        for feed in [feeds[room] for room in stirred if room in feeds]:
            for connection in feed.followers:
                connection.badges.add(feed.room)
            touched |= feed.followers
        for connection in touched:
            _tell(connection, feeds)


def _tell(connection: Connection, all_feeds: Mapping[int, Feed]) -> None:
    rooms, connection.badges = connection.badges, set()
    replies, connection.replies = connection.replies, {}
    feeds = [feed for room in sorted(rooms) if (feed := all_feeds.get(room)) and connection in feed.followers]
    heads = {feed.name: _head(feed, connection) for feed in feeds}
    threads = {all_feeds[room].name: numbers for room, numbers in replies.items()}
    if heads or threads:
        connection.send(wire.Activity(heads, threads))


def _head(feed: Feed, connection: Connection) -> wire.RoomHead:
    return wire.RoomHead(feed.rev or 0, feed.number, feed.shown, connection.mentions.get(feed.room, 0))
