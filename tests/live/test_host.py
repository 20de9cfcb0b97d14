"""What a host project sends to a room's group, from any process, reaches the sockets of that room."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.client import join
from tests.support.servers import DaphneServer, Server
from tests.support.services import Valkey

SEND = """
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from hubbub.models import Room
import json
room = Room.objects.get(name="tea")
for message in json.loads({messages!r}):
    message = {{"room": room.pk, **message}}
    async_to_sync(get_channel_layer().group_send)(room.group, message)
"""


@pytest.fixture(params=[Server, DaphneServer], ids=["uvicorn", "daphne"])
def server(request: pytest.FixtureRequest, serve: Callable[..., Server], valkey: Valkey) -> Server:
    return serve(request.param, redis_url=valkey.url)


def group_send(server: Server, *messages: dict[str, Any]) -> None:
    server.cli("shell", "-c", SEND.format(messages=json.dumps(messages)))


WRONG: list[dict[str, Any]] = [
    {"type": 7},
    {"type": "room.shout"},
    {"type": "room.notice"},
    {"type": "room.notice", "room": "x", "data": 1},
    {"type": "hubbub.items"},
    {"type": "hubbub.items", "process": "", "items": "garbage"},
]


async def test_a_hosts_notice_reaches_who_has_the_room_open_and_nonsense_nobody(server: Server) -> None:
    async with join(server, "mina") as mina, join(server, "rosa") as rosa:
        await mina.subscribe("tea")
        await mina.settle()
        group_send(server, *WRONG, {"type": "room.notice", "data": {"lamp": "on"}})
        assert await mina.expect("notice") == {"type": "notice", "room": "tea", "data": {"lamp": "on"}}
        await rosa.settle()
        assert (len(mina.of("notice")), rosa.of("notice")) == (1, [])
