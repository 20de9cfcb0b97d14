"""The bus over a carrier that the test plays: it may be slow, lose things, and bring anything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from hubbub import wire
from hubbub.live import bus
from hubbub.live.bus import EVERYONE, Bus, by_group, group_of, message_of, process_group, room_group
from tests.support.stage import event
from tests.support.waiting import soon


class Carrier:
    """A channel layer."""

    def __init__(self) -> None:
        self.group_expiry = 86_400.0
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.groups: set[str] = set()
        self.channels = 0
        self.incoming: asyncio.Queue[Any] = asyncio.Queue()
        self.stuck = False
        self.stuck_groups: set[str] = set()

    @property
    def shared(self) -> set[str]:
        """Without the groups that are of one process only."""
        return {group for group in self.groups if not group.startswith(process_group(""))}

    async def new_channel(self) -> str:
        self.channels += 1
        self.groups.clear()
        return f"channel {self.channels}"

    async def group_add(self, group: str, channel: str) -> None:
        await self._reach(group)
        self.groups.add(group)

    async def group_discard(self, group: str, channel: str) -> None:
        self.groups.discard(group)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self._reach(group)
        self.sent.append((group, message))

    async def _reach(self, group: str) -> None:
        if self.stuck or group in self.stuck_groups:
            await asyncio.get_running_loop().create_future()

    async def receive(self, channel: str) -> dict[str, Any]:
        message = await self.incoming.get()
        if isinstance(message, Exception):
            raise message
        return dict(message)


def everywhere(event: wire.PersonEvent) -> list[str]:
    """Everyone's sockets are on these."""
    return ["one", "two"]


class Heard:
    def __init__(self) -> None:
        self.items: list[wire.Item] = []
        self.notices: list[tuple[int, Any]] = []


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Carrier:
    made = Carrier()
    monkeypatch.setattr(bus, "get_channel_layer", lambda: made)
    monkeypatch.setattr(bus, "RETRY", 0.01)
    return made


@asynccontextmanager
async def running() -> AsyncIterator[tuple[Bus, Heard]]:
    heard = Heard()

    def noticed(room: int, data: Any) -> None:
        heard.notices.append((room, data))

    one = Bus(hear=heard.items.append, notice=noticed, addresses=everywhere)
    tasks = [asyncio.ensure_future(task) for task in (one.publish(), one.receive())]
    yield one, heard
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def unpacked(carrier: Carrier) -> dict[str, list[wire.Item]]:
    return {group: wire.unpack(message["items"]) for group, message in carrier.sent}


def test_each_item_goes_to_the_group_of_its_room_or_to_everyone() -> None:
    person, typing = wire.PersonEvent(1, b"{}"), wire.Ephemeral(2, b"{}")
    groups = by_group((group_of(item), item) for item in [event(1), person, typing, event(2)])
    assert groups == {room_group(1): [event(1), event(2)], EVERYONE: [person], room_group(2): [typing]}


async def test_this_process_hears_at_once_and_the_others_soon(carrier: Carrier) -> None:
    async with running() as (one, heard):
        one.send([event(1), event(2)])
        assert heard.items == [event(1), event(2)]
        await soon(lambda: carrier.sent)
        assert unpacked(carrier) == {room_group(1): [event(1), event(2)]}


async def test_what_was_told_from_another_thread_keeps_its_order(carrier: Carrier) -> None:
    async with running() as (one, heard):
        await asyncio.to_thread(lambda: [one.post([event(rev)]) for rev in range(1, 20)])
        await soon(lambda: len(heard.items) == 19)
        assert heard.items == [event(rev) for rev in range(1, 20)]


async def test_news_of_a_person_goes_to_the_processes_where_they_are(carrier: Carrier) -> None:
    person = wire.PersonEvent(1, b"{}")
    async with running() as (one, heard):
        one.send([person])
        await soon(lambda: len(carrier.sent) == 2)
        assert heard.items == [person]
        assert unpacked(carrier) == {process_group("one"): [person], process_group("two"): [person]}


async def test_one_process_can_be_told_alone(carrier: Carrier) -> None:
    async with running() as (one, _):
        await soon(lambda: process_group(one.process) in carrier.groups)
        one.tell_one("another", [event(1)])
        await soon(lambda: carrier.sent)
        assert unpacked(carrier) == {process_group("another"): [event(1)]}


async def test_what_others_say_is_heard_and_ones_own_echo_is_not(carrier: Carrier) -> None:
    async with running() as (one, heard):
        carrier.incoming.put_nowait(message_of([event(1)], one.process))
        carrier.incoming.put_nowait(message_of([event(2)], "another process"))
        await soon(lambda: heard.items)
        assert heard.items == [event(2)]


GARBAGE: list[dict[str, Any]] = [
    {},
    {"type": "hubbub.items"},
    {"type": "hubbub.items", "process": "other", "items": b"\xc1"},
    {"type": "room.notice", "room": "x", "data": 1},
    {"type": "websocket.receive", "text": "{}"},
]


async def test_garbage_stops_nothing(carrier: Carrier) -> None:
    async with running() as (_, heard):
        for message in [*GARBAGE, {"type": "room.notice", "room": 1, "data": "after"}]:
            carrier.incoming.put_nowait(message)
        await soon(lambda: heard.notices)
        assert (heard.items, heard.notices, carrier.channels) == ([], [(1, "after")], 1)


async def test_a_carrier_that_takes_nothing_holds_nobody_up(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus, "TIME_LIMIT", 0.01)
    carrier.stuck = True
    async with running() as (one, heard):
        one.send([event(1)])
        await soon(lambda: not one._outgoing and not one._waiting.is_set())
        carrier.stuck = False
        one.send([event(2)])
        await soon(lambda: carrier.sent)
        assert heard.items == [event(1), event(2)]


async def test_what_waits_for_a_carrier_is_bounded_and_the_oldest_goes_first(carrier: Carrier) -> None:
    one = Bus(hear=lambda item: None, notice=lambda room, data: None, addresses=everywhere)
    one.send([event(rev) for rev in range(1, bus.LARGEST_QUEUE + 2)])
    assert len(one._outgoing) == bus.LARGEST_QUEUE
    assert one._outgoing[0] == (room_group(1), event(2))


async def test_the_rooms_that_are_served_are_joined_and_left(carrier: Carrier) -> None:
    async with running() as (one, _):
        one.serve(1, True)
        await soon(lambda: carrier.shared == {EVERYONE, room_group(1)})
        one.serve(1, False)
        await soon(lambda: carrier.shared == {EVERYONE})


async def test_after_a_failure_it_joins_again_on_a_new_channel(carrier: Carrier) -> None:
    async with running() as (one, heard):
        one.serve(1, True)
        carrier.incoming.put_nowait(ConnectionError("gone"))
        await soon(lambda: carrier.channels == 2 and carrier.shared == {EVERYONE, room_group(1)})
        carrier.incoming.put_nowait(message_of([event(1)], "another process"))
        await soon(lambda: heard.items)


async def test_a_redis_that_hangs_keeps_none_of_the_other_rooms_waiting(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "TIME_LIMIT", 60)
    carrier.stuck_groups = {room_group(room) for room in range(1, 9)}
    async with running() as (one, _):
        for room in range(1, 10):
            one.serve(room, True)
        one.tell_others([replace(event(1), room=room) for room in range(1, 10)])
        await soon(lambda: carrier.sent and carrier.shared == {EVERYONE, room_group(9)})


async def test_a_room_that_could_not_be_joined_is_joined_later(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "TIME_LIMIT", 0.01)
    carrier.stuck_groups = {room_group(1)}
    async with running() as (one, _):
        one.serve(1, True)
        await soon(lambda: not one._regroup.is_set() and carrier.shared == {EVERYONE})
        carrier.stuck_groups.clear()
        await soon(lambda: carrier.shared == {EVERYONE, room_group(1)})
        assert carrier.channels == 1


async def test_memberships_are_renewed_before_a_carrier_forgets_them(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "REJOIN", 0.01)
    async with running():
        await soon(lambda: carrier.shared == {EVERYONE})
        carrier.groups.clear()
        await soon(lambda: carrier.shared == {EVERYONE})


async def test_memberships_are_renewed_though_rooms_come_and_go_all_the_time(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "REJOIN", 0.1)
    async with running() as (one, _):
        await soon(lambda: carrier.shared == {EVERYONE})
        carrier.groups.clear()
        await soon(lambda: one.serve(1, True) or EVERYONE in carrier.groups)


async def test_a_carrier_that_forgets_sooner_is_reminded_sooner(carrier: Carrier) -> None:
    carrier.group_expiry = 0.1
    async with running():
        await soon(lambda: carrier.shared == {EVERYONE})
        carrier.groups.clear()
        await soon(lambda: carrier.shared == {EVERYONE})


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server runs in this process: a command, a worker."""
    monkeypatch.setattr(bus, "_running", [])


def test_a_command_tells_the_servers_directly(carrier: Carrier, outside: None) -> None:
    bus.publish([event(1)])
    assert unpacked(carrier) == {room_group(1): [event(1)]}


def test_a_command_without_a_carrier_does_not_fail(
    carrier: Carrier, outside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "TIME_LIMIT", 0.01)
    carrier.stuck = True
    bus.publish([event(1)])
    assert carrier.sent == []


def test_a_server_whose_loop_has_ended_is_forgotten(carrier: Carrier, outside: None, make: Callable[[], Bus]) -> None:
    bus.start(make())
    bus.publish([event(1)])
    assert bus._running == []
    assert unpacked(carrier) == {room_group(1): [event(1)]}


@pytest.fixture
def make() -> Callable[[], Bus]:
    """Makes a bus on a loop that is over."""

    async def made() -> Bus:
        return Bus(hear=lambda item: None, notice=lambda room, data: None, addresses=everywhere)

    return lambda: asyncio.run(made())
