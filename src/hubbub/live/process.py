"""The live part of one process, put together: hub, bus, presence, typing, intake, and what happens every so often."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

from django.utils import timezone

from hubbub import conf, queries, wire
from hubbub.credentials import Credential
from hubbub.errors import RateLimited, Unavailable, too_often
from hubbub.live import bus, rechecks
from hubbub.live.addresses import Addresses
from hubbub.live.arrivals import Arrivals
from hubbub.live.connection import Connection, relieve
from hubbub.live.gaps import Gaps
from hubbub.live.hub import Hub
from hubbub.live.intake import intake, readings
from hubbub.live.leaving import GOING, STEP, Leaving
from hubbub.live.limits import Limits, all_rates, person_key
from hubbub.live.loads import Loads
from hubbub.live.presence import Presence
from hubbub.live.roll import Roll
from hubbub.live.typing import Typing
from hubbub.operations import loose
from hubbub.threads import in_clearing_thread, in_thread

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

TICK = 1
HEAD_CHECK = 5
RECHECK = 15
CLEAR_AWAY = 600
GOOD_BYE = "The server is restarting. You will be connected again in a moment."

_processes: WeakKeyDictionary[asyncio.AbstractEventLoop, Process] = WeakKeyDictionary()


def current() -> Process:
    """The live part of the running event loop, started on first use."""
    loop = asyncio.get_running_loop()
    if loop not in _processes:
        _processes[loop] = Process()
    return _processes[loop]


async def leave(*, replaced: bool = False) -> None:
    """End the live part of the running event loop, where it has one: see `Process.leave`."""
    if running := _processes.get(asyncio.get_running_loop()):
        await running.leave(replaced=replaced)


class Process:
    """Everything live on one event loop. Made by `current`."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._pictures: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self.credentials: dict[Connection, Credential] = {}
        self.revocations = 0
        self.presence = Presence(time.monotonic)
        self.typing = Typing(time.monotonic)
        self.leaving: Leaving | None = None
        self.intake = intake(self.spawn)
        self.readings = readings(self.spawn)
        self.arrivals = Arrivals(self.spawn)
        self.gaps = Gaps(missed=_missed, heads=_heads, spawn=self.spawn)
        self.addresses = Addresses(time.monotonic, lambda person: self.limits.sockets.where(person_key(person)))
        self.bus = bus.Bus(hear=self._hear, notice=self._notice, addresses=self.addresses.of)
        self.limits = Limits(self.bus.process, time.monotonic, all_rates(conf.post_rate()))
        self.roll = Roll(self.bus.process, self.presence, lambda call: self.bus.tell_others([call]))
        self.hub = Hub(
            presence=self.presence,
            behind=lambda feed: self.gaps.behind(self.hub, feed),
            call_soon=asyncio.get_running_loop().call_soon,
            serving=self.bus.serve,
        )
        self.loads = Loads(hub=self.hub, latest=_latest, spawn=self.spawn)
        self._start()

    def _start(self) -> None:
        bus.start(self.bus)
        self.spawn(self.bus.publish())
        self.spawn(self.bus.receive())
        self.spawn(_every(TICK, self._tick))
        self.spawn(_every(HEAD_CHECK, lambda: self.gaps.check_heads(self.hub)))
        self.spawn(_every(RECHECK, self._recheck_all))
        self.spawn(_every(CLEAR_AWAY, _clear_away))

    def spawn(self, coroutine: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Run beside the caller, and outlive the request that asked. The reference keeps it from being collected."""
        task = asyncio.get_running_loop().create_task(coroutine, context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def attach(self, connection: Connection, credential: Credential, *, since: int) -> None:
        """Take in a socket. `since` is what `revocations` was before anyone asked who it is."""
        self.credentials[connection] = credential
        self.hub.attach(connection)
        if self.revocations != since:
            self._doubt([connection])

    def detach(self, connection: Connection) -> None:
        self.credentials.pop(connection, None)
        self.hub.detach(connection)

    async def leave(self, *, replaced: bool = False) -> None:
        """Take nobody in any more, send everybody away one by one, and say good-bye to the other processes.

        Args:
            replaced: another process takes the sockets at once.
        """
        leaving = Leaving(time.monotonic, random.random, len(self.credentials), replaced=replaced)
        self.leaving = leaving
        while here := [one for one in self.credentials if not one.closed]:
            for connection in leaving.turn(here):
                connection.send(wire.error_frame(Unavailable(GOOD_BYE, retry_after=leaving.hint())))
                connection.close(GOING)
            await asyncio.sleep(STEP)
        self.bus.tell_others([wire.Heartbeat(self.bus.process, {}, True), self.limits.good_bye()])
        await self.bus.drain()

    def admit(self) -> None:
        """
        Raises:
            Unavailable: the process ends, and takes nobody in any more.
        """
        if self.leaving:
            raise Unavailable(GOOD_BYE, retry_after=self.leaving.hint())

    def tell_typing(self, room: int, name: str, person: wire.NamedPerson) -> None:
        if self.typing.is_news(room, person.id):
            frame = wire.encode(wire.TypingFrame(name, person))
            self.bus.send([wire.Ephemeral(room, frame, person.id)])

    def spend(self, kind: str, person: int) -> None:
        """Count one more of what a person does.

        Raises:
            RateLimited: it was done too often.
        """
        if seconds := self.limits.spending.take(kind, person):
            raise too_often(seconds)

    @contextmanager
    def searching(self, person: int) -> Iterator[None]:
        """
        Raises:
            RateLimited: the person searched too often, or too many searches are under way.
        """
        self.spend("search", person)
        if not self.limits.searches.take(person):
            raise RateLimited("Other searches are still under way. Wait a moment and search again.", retry_after=1)
        try:
            yield
        finally:
            self.limits.searches.release(person)

    def turn_with_pictures(self, person: int) -> asyncio.Lock:
        """Held while one of a person's pictures is decoded."""
        return self._pictures.setdefault(person, asyncio.Lock())

    def _hear(self, item: wire.Item) -> None:
        self.revocations += isinstance(item, wire.Recheck | wire.SignedOut)
        if isinstance(item, wire.Recheck):
            self._doubt([one for one in self.credentials if one.person == item.person])
        elif isinstance(item, wire.Usage):
            self.bus.tell_one(item.process, self.addresses.missed(self.limits.hear(item)))
        elif isinstance(item, wire.RollCall):
            self.bus.tell_one(item.process, [self.roll.answer(item)])
        elif isinstance(item, wire.Present):
            self.roll.hear(item)
        else:
            self.hub.hear(item)

    def _doubt(self, connections: Collection[Connection]) -> None:
        """Nothing more is told to these sockets until it is known that they may still hear it."""
        for connection in connections:
            connection.hold()
        self.spawn(rechecks.held({one: self.credentials[one] for one in connections}))

    def _notice(self, room: int, data: Any) -> None:
        if feed := self.hub.feeds.get(room):
            self.hub.hear(wire.Ephemeral(room, wire.encode(wire.Notice(feed.name, data))))

    async def _tick(self) -> None:
        self.hub.tick()
        relieve(self.hub.connections())
        self.typing.tick()
        self.limits.tick()
        self.addresses.tick()
        if usage := self.limits.beat():
            self.bus.tell_others([usage])
        if beat := self.presence.beat():
            rooms, full = beat
            self.bus.tell_others([wire.Heartbeat(self.bus.process, rooms, full)])

    async def _recheck_all(self) -> None:
        await self._recheck(list(self.credentials))
        await rechecks.memberships(self.hub)

    async def _recheck(self, connections: Collection[Connection]) -> None:
        await rechecks.credentials({one: self.credentials[one] for one in connections if one in self.credentials})


async def _missed(room: int, since: int, number: int, people: Collection[int]) -> queries.Changes:
    return await in_thread(queries.missed, room, since, number, people)


async def _latest(room: int, since: int | None, people: Collection[int]) -> queries.Latest:
    return await in_thread(queries.latest, room, since, people)


async def _heads(rooms: Collection[int]) -> dict[int, int]:
    return await in_thread(queries.heads, list(rooms))


async def _clear_away() -> None:
    await in_clearing_thread(loose.collect, timezone.now())


async def _every(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await act()
        except Exception:  # the next round tries again
            logger.warning("A regular check failed; trying again soon.", exc_info=True)
