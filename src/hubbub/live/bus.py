"""Between processes: the Channels layer, one channel for each process, one group for each room that it serves and one
of its own.

The bus carries news and may lose it: the database heals what it loses. So sending never waits, and never fails.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer

from hubbub import wire

logger = logging.getLogger(__name__)

EVERYONE = "hubbub.people"
LARGEST_QUEUE = 10_000
TIME_LIMIT = 2
RETRY = 1
REJOIN = 3_600

Addressed = tuple[str, wire.Item]


def room_group(room: int) -> str:
    return f"hubbub.room.{room}"


def process_group(process: str) -> str:
    return f"hubbub.process.{process}"


def group_of(item: wire.Item) -> str:
    return room_group(item.room) if isinstance(item, wire.RoomEvent | wire.Ephemeral) else EVERYONE


class Bus:
    """
    Args:
        hear: takes each item: at once from this process, when it arrives from the others.
        notice: takes what a host sent to a room's group: (room, data).
        addresses: the other processes that need to hear an event of a person.
    """

    def __init__(
        self,
        *,
        hear: Callable[[wire.Item], None],
        notice: Callable[[int, Any], None],
        addresses: Callable[[wire.PersonEvent], Iterable[str]],
    ) -> None:
        self._hear = hear
        self._notice = notice
        self._addresses = addresses
        self._layer: Any = get_channel_layer() or InMemoryChannelLayer()
        self._loop = asyncio.get_running_loop()
        self.process = uuid.uuid4().hex
        self._outgoing: deque[Addressed] = deque(maxlen=LARGEST_QUEUE)
        self._waiting = asyncio.Event()
        self._sent = asyncio.Event()
        self._sent.set()
        self._groups: set[str] = {EVERYONE, process_group(self.process)}
        self._joined: set[str] = set()
        self._regroup = asyncio.Event()

    def post(self, items: Sequence[wire.Item]) -> bool:
        """From any thread: tell this process now, in the given order, and the others soon.

        Returns:
            False when the loop has ended: a synchronous server makes one for each request.
        """
        try:
            self._loop.call_soon_threadsafe(self.send, items)
        except RuntimeError:
            stop(self)
            return False
        return True

    def send(self, items: Sequence[wire.Item]) -> None:
        """From the loop: the same."""
        for item in items:
            self._hear(item)
        self.tell_others(items)

    def tell_others(self, items: Sequence[wire.Item]) -> None:
        """From the loop: only the other processes, soon."""
        self._tell([(group, item) for item in items for group in self._groups_of(item)])

    def tell_one(self, process: str, items: Sequence[wire.Item]) -> None:
        """From the loop: only this other process, soon."""
        self._tell([(process_group(process), item) for item in items])

    def _groups_of(self, item: wire.Item) -> Iterable[str]:
        if isinstance(item, wire.PersonEvent):
            return map(process_group, self._addresses(item))
        return [group_of(item)]

    def _tell(self, addressed: Sequence[Addressed]) -> None:
        if addressed and not isinstance(self._layer, InMemoryChannelLayer):
            self._outgoing += addressed
            self._sent.clear()
            self._waiting.set()

    def serve(self, room: int, on: bool) -> None:
        """Join or leave a room's group, soon."""
        (self._groups.add if on else self._groups.discard)(room_group(room))
        self._regroup.set()

    async def drain(self) -> None:
        """Wait, not for long, until all that was waiting has been sent or dropped."""
        with suppress(TimeoutError):
            async with asyncio.timeout(TIME_LIMIT):
                await self._sent.wait()

    # Its three tasks

    async def publish(self) -> None:
        """Send what is waiting, joined into one message a group. What a carrier does not take in time is dropped.

        The groups go side by side: of several Redises, one that hangs does not hold up the others.
        """
        while True:
            await self._waiting.wait()
            self._waiting.clear()
            waiting = list(self._outgoing)
            self._outgoing.clear()
            await asyncio.gather(*(self._publish_one(group, batch) for group, batch in by_group(waiting).items()))
            if not self._outgoing:
                self._sent.set()

    async def _publish_one(self, group: str, batch: list[wire.Item]) -> None:
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self._layer.group_send(group, message_of(batch, self.process))
        except Exception as error:  # a carrier that is down must not stop the process
            logger.warning("%d events did not reach the other processes: %r", len(batch), error)

    async def receive(self) -> None:
        """Take messages off this process's channel for ever, on a new channel after every failure."""
        while True:
            try:
                channel = await self._layer.new_channel()
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._keep_groups(channel))
                    tasks.create_task(self._take(channel))
            except Exception as error:  # the carrier is away; the head check brings the news meanwhile
                logger.warning("The channel layer cannot be reached: %r", error)
                await asyncio.sleep(RETRY)

    async def _take(self, channel: str) -> None:
        while True:
            self._message(await self._layer.receive(channel))

    def _message(self, message: Mapping[str, Any]) -> None:
        try:
            match message["type"]:
                case "hubbub.items" if message["process"] != self.process:
                    for item in wire.unpack(message["items"]):
                        self._hear(item)
                case "room.notice":
                    self._notice(int(message["room"]), message["data"])
        except Exception:  # a host may send anything to a group
            logger.warning("A message of the channel layer was not understood.", exc_info=True)

    async def _keep_groups(self, channel: str) -> None:
        """Join what is to be joined, and all of it again in good time: layers forget who is in a group."""
        while True:
            self._joined = set()
            again = self._loop.time() + min(REJOIN, getattr(self._layer, "group_expiry", REJOIN) / 2)
            while self._loop.time() < again:
                complete = await self._change_groups(channel)
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(again if complete else self._loop.time() + RETRY):
                        await self._regroup.wait()

    async def _change_groups(self, channel: str) -> bool:
        """Returns whether all are joined. Of several Redises, one that fails does not hold up the others' rooms."""
        self._regroup.clear()
        joining, leaving = self._groups - self._joined, self._joined - self._groups
        self._joined -= leaving
        await asyncio.gather(*(self._in_time(self._layer.group_discard(group, channel)) for group in leaving))
        missing = len(joining) - sum(await asyncio.gather(*(self._join(group, channel) for group in joining)))
        if missing:
            logger.warning("%d of %d groups could not be joined; trying again.", missing, len(joining))
        return not missing

    async def _join(self, group: str, channel: str) -> bool:
        joined = await self._in_time(self._layer.group_add(group, channel))
        if joined:
            self._joined.add(group)
        return joined

    async def _in_time(self, call: Awaitable[None]) -> bool:
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await call
        except Exception as error:
            logger.debug("The channel layer did not do it: %r", error)
            return False
        return True


def by_group(addressed: Iterable[Addressed]) -> dict[str, list[wire.Item]]:
    groups: dict[str, list[wire.Item]] = defaultdict(list)
    for group, item in addressed:
        groups[group].append(item)
    return groups


def message_of(items: list[wire.Item], process: str) -> dict[str, Any]:
    return {"type": "hubbub.items", "process": process, "items": wire.pack(items)}


_running: list[Bus] = []
_listeners: list[Callable[[Sequence[wire.Item]], None]] = []


def listen(hear: Callable[[Sequence[wire.Item]], None]) -> None:
    """Have all that operations of this process publish told to somebody else as well, in the thread that publishes."""
    _listeners.append(hear)


def stop_listening(hear: Callable[[Sequence[wire.Item]], None]) -> None:
    with suppress(ValueError):
        _listeners.remove(hear)


def start(bus: Bus) -> None:
    _running.append(bus)


def stop(bus: Bus) -> None:
    with suppress(ValueError):
        _running.remove(bus)


def publish(items: Sequence[wire.Item]) -> None:
    """From any thread of any process, after commit. Where no hub runs (a command, a worker) it goes straight out."""
    for hear in tuple(_listeners):
        hear(items)
    told = [bus.post(items) for bus in tuple(_running)]
    if not any(told):
        _send_from_outside(items)


def _send_from_outside(items: Sequence[wire.Item]) -> None:
    layer = get_channel_layer()
    if layer is None or isinstance(layer, InMemoryChannelLayer):
        return
    try:
        async_to_sync(_send_all)(layer, items)
    except Exception as error:  # whoever missed it reads the database
        logger.warning("%d events did not reach the servers: %r", len(items), error)


async def _send_all(layer: Any, items: Sequence[wire.Item]) -> None:
    async with asyncio.timeout(TIME_LIMIT):
        for group, batch in by_group((group_of(item), item) for item in items).items():
            await layer.group_send(group, message_of(batch, ""))
