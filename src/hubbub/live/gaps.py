"""Filling holes: what a feed has missed is read from the database, whoever lost it and for whatever reason."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine
from typing import Any

from hubbub.live.feed import Feed
from hubbub.live.hub import Changes, Hub

logger = logging.getLogger(__name__)


class Gaps:
    """
    Args:
        missed: reads what came after a rev: (room, rev, last number, people) → changes.
        heads: reads the revs of some rooms, in one query.
        spawn: runs a coroutine beside the caller.
    """

    def __init__(
        self,
        *,
        missed: Callable[[int, int, int, Collection[int]], Awaitable[Changes]],
        heads: Callable[[Collection[int]], Awaitable[dict[int, int]]],
        spawn: Callable[[Coroutine[Any, Any, None]], Any],
    ) -> None:
        self._missed = missed
        self._heads = heads
        self._spawn = spawn
        self._filling: set[int] = set()

    def behind(self, hub: Hub, feed: Feed) -> None:
        """Fill a feed, unless that is under way."""
        if feed.room not in self._filling:
            self._filling.add(feed.room)
            self._spawn(self._fill(hub, feed))

    async def _fill(self, hub: Hub, feed: Feed) -> None:
        try:
            while await self._read_once(hub, feed):
                pass
        except Exception:  # whatever it was, the next head check asks again
            logger.warning("Room %s could not be read; trying again soon.", feed.room, exc_info=True)
        finally:
            self._filling.discard(feed.room)

    async def _read_once(self, hub: Hub, feed: Feed) -> bool:
        people = {connection.person for connection in feed.everyone()}
        changes = await self._missed(feed.room, feed.rev or 0, feed.number, people)
        return hub.catch_up(feed, changes, people)

    async def check_heads(self, hub: Hub) -> None:
        """Compare with the database. A feed that moved meanwhile is on its way by itself."""
        before = {room: feed.rev for room, feed in hub.feeds.items()}
        if not before:
            return
        for room, rev in (await self._heads(before.keys())).items():
            feed = hub.feeds.get(room)
            if feed and feed.rev == before[room] and (feed.rev or 0) < rev:
                self.behind(hub, feed)
