"""A socket that hears nothing for longer than the channel layer remembers who serves its room still receives."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.live.test_host import group_send
from tests.support.client import join
from tests.support.servers import Server
from tests.support.services import Valkey
from tests.support.waiting import soon

ROOT = Path(__file__).resolve().parents[2]
IDLE = 6.0  # the layer of `forgetful` remembers for four seconds


async def test_after_an_idle_stretch_it_still_receives(serve: Callable[..., Server], valkey: Valkey) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.support.forgetful", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    server = serve(redis_url=valkey.url, **settings)
    async with join(server, "mina") as mina:
        await mina.subscribe("tea")
        until = time.monotonic() + IDLE
        await soon(lambda: time.monotonic() > until)
        group_send(server, {"type": "room.notice", "data": "still there?"})
        await mina.expect("notice", room="tea", data="still there?")
