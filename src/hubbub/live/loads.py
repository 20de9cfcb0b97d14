"""Reading a room for those who subscribe to it, where memory does not know: once for all who wait. No Django."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary

from hubbub.live import recent
from hubbub.live.connection import Connection
from hubbub.live.feed import Catching, Feed
from hubbub.live.hub import Hub
from hubbub.live.together import Together

MOST_AT_ONCE = 4


class Latest(recent.Latest, Protocol):
    """What was read of a room, and who of the asked people is a member, with their role."""

    @property
    def members(self) -> Mapping[int, str]: ...


class Asker(NamedTuple):
    """A subscriber whose answer is to be read."""

    feed: Feed
    connection: Connection
    catching: Catching
    since: int | None

    @property
    def waits(self) -> bool:
        """It has neither gone nor asked again."""
        return self.feed.catching.get(self.connection) is self.catching


class Loads:
    """
    Args:
        hub: whose rooms are read.
        latest: reads a room: (room, lowest rev that somebody resumes from, people) → what it says now.
        spawn: runs a coroutine beside the caller.
    """

    def __init__(
        self,
        *,
        hub: Hub,
        latest: Callable[[int, int | None, Collection[int]], Awaitable[Latest]],
        spawn: Callable[[Coroutine[Any, Any, None]], Any],
    ) -> None:
        self._hub = hub
        self._latest = latest
        self._spawn = spawn
        self._rooms: WeakKeyDictionary[Feed, Together[Asker, bool]] = WeakKeyDictionary()
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    async def answer(self, feed: Feed, connection: Connection, since: int | None) -> bool:
        """Answer a subscriber. Returns False when the person is not a member; raises what the read raised."""
        asker = Asker(feed, connection, feed.begin(connection), since)
        room = self._rooms.get(feed)
        if room is None:
            room = self._rooms[feed] = Together(self._answer_all, self._spawn)
        return await room.share(asker)

    async def _answer_all(self, askers: Sequence[Asker]) -> list[bool]:
        """Who came during a read may find its answer remembered by now."""
        refused: list[Asker] = []
        unknown = [one for one in askers if one.waits and not self._hub.recall(one.feed, one.connection, one.since)]
        if unknown:
            async with self._places:
                refused = await self._read(unknown[0].feed, unknown)
        return [one not in refused for one in askers]

    async def _read(self, feed: Feed, askers: Sequence[Asker]) -> list[Asker]:
        """Returns those who are no members."""
        feed.meanwhile = []
        try:
            latest = await self._latest(feed.room, lowest(askers), {one.connection.person for one in askers})
            return self._tell(feed, askers, latest)
        finally:
            feed.meanwhile = None

    def _tell(self, feed: Feed, askers: Sequence[Asker], latest: Latest) -> list[Asker]:
        found = feed.read(latest)
        members = {one: role for one in askers if (role := latest.members.get(one.connection.person))}
        for one, role in members.items():
            if one.waits:
                one.connection.learn_role(feed.room, latest.rev, role)
                feed.unsure.discard(one.connection)
                answer = self._hub.answer(feed, one.connection, found, one.since)
                self._hub.ready(feed, one.connection, one.catching, answer)
        feed.remember(found)
        refused = [one for one in askers if one not in members]
        self._hub.drop(feed, {one.connection.person for one in refused})
        return refused


def lowest(askers: Sequence[Asker]) -> int | None:
    """The lowest rev that somebody resumes from; what is no rev of the past asks for the latest page."""
    return min((one.since for one in askers if one.since is not None and one.since >= 0), default=None)
