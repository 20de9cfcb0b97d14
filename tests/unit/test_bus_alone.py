"""A project that has no channel layer is one process, and needs none."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hubbub import wire
from hubbub.live.bus import Bus


async def test_without_a_layer_the_process_hears_itself(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.CHANNEL_LAYERS = {}
    heard: list[wire.Item] = []
    bus = Bus(hear=heard.append, notice=lambda room, data: None, addresses=lambda event: [])
    tasks = [asyncio.create_task(bus.receive()), asyncio.create_task(bus.publish())]
    bus.serve(1, True)
    bus.send([wire.SignedOut("a session")])
    done, _ = await asyncio.wait(tasks, timeout=0.05)
    for task in tasks:
        task.cancel()
    assert (heard, done, caplog.messages) == ([wire.SignedOut("a session")], set(), [])
