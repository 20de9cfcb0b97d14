"""Badges: what a socket is told of the rooms that it follows and has not subscribed to. No Django, no loop."""

from __future__ import annotations

from collections.abc import Mapping

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
    feeds = [feed for room in sorted(rooms) if (feed := all_feeds.get(room)) and connection in feed.followers]
    mentions = connection.mentions
    heads = {feed.name: wire.RoomHead(feed.rev or 0, feed.number, mentions.get(feed.room, 0)) for feed in feeds}
    if heads:
        connection.send(wire.Activity(heads))
