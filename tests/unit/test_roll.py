"""Asking all processes who has a socket in a room."""

from __future__ import annotations

import asyncio

from hubbub import wire
from hubbub.live import roll
from hubbub.live.presence import Presence
from hubbub.live.roll import Roll


class Processes:
    """One that asks, and others that have been heard of; the test answers for them."""

    def __init__(self, *others: str) -> None:
        self.presence = Presence(lambda: 0.0)
        self.calls: list[wire.RollCall] = []
        self.roll = Roll("me", self.presence, self.calls.append)
        for name in others:
            self.presence.hear(name, {}, full=True)

    def answer(self, process: str, *people: int) -> None:
        self.roll.hear(wire.Present(process, self.calls[-1].question, list(people)))


async def asked(processes: Processes) -> asyncio.Task[frozenset[int]]:
    """A task runs up to its first wait in the next turn of the loop."""
    task = asyncio.create_task(processes.roll.people(1))
    await asyncio.sleep(0)
    return task


async def test_alone_nobody_is_asked() -> None:
    one = Processes()
    one.presence.enter(1, 7)
    assert await one.roll.people(1) == {7}
    assert one.calls == []


async def test_everybody_who_is_on_any_process_is_found() -> None:
    one = Processes("b", "c")
    one.presence.enter(1, 7)
    task = await asked(one)
    one.answer("b", 8, 9)
    one.answer("c")
    assert await task == {7, 8, 9}


async def test_the_room_need_not_be_served_here() -> None:
    one = Processes("b")
    task = await asked(one)
    one.answer("b", 8)
    assert await task == {8}


async def test_for_a_process_that_is_silent_its_heartbeats_speak() -> None:
    one = Processes("b", "c")
    one.presence.enter(1, 7)
    one.presence.hear("c", {1: [9]}, full=True)
    task = await asked(one)
    one.answer("b", 8)
    assert await asyncio.wait_for(task, roll.PATIENCE * 5) == {7, 8, 9}


async def test_a_late_answer_is_passed_over() -> None:
    one = Processes("b")
    task = await asked(one)
    one.answer("b", 8)
    await task
    one.answer("b", 9)
    assert one.roll.answer(wire.RollCall("b", 5, 1)) == wire.Present("me", 5, [])


async def test_who_is_asked_names_the_people_of_its_own_sockets() -> None:
    one = Processes("b")
    one.presence.enter(1, 7)
    one.presence.hear("b", {1: [9]}, full=True)
    assert one.roll.answer(wire.RollCall("b", 5, 1)) == wire.Present("me", 5, [7])
