"""Hubbub's sockets served from the test's own process, so that a test can count what a crowd costs the database."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import uvicorn
from django.contrib.auth import get_user_model
from websockets.asyncio.client import connect

from hubbub.digests import digest
from hubbub.live.routing import websockets
from hubbub.models import ApiToken, Membership, Person, Room
from tests.support.client import Chatter
from tests.support.waiting import soon


def make_guests(count: int) -> list[Person]:
    """`guest0` and so on."""
    names = [f"guest{n}" for n in range(count)]
    user_model: Any = get_user_model()
    users = user_model.objects.bulk_create([user_model(username=name, key=name) for name in names])
    rows = [Person(user=user, username=user.username, key=user.username, name=user.username) for user in users]
    return Person.objects.bulk_create(rows)


def make_crowd(room: Room, count: int) -> list[str]:
    """So many people in a room; a token of each."""
    people = make_guests(count)
    Membership.objects.bulk_create([Membership(room=room, person=person, rev=room.rev) for person in people])
    ApiToken.objects.bulk_create([ApiToken(person=one, digest=digest(f"token of {one.username}")) for one in people])
    return [f"token of {person.username}" for person in people]


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """A real server on a port of its own, on this loop; its address."""
    config: dict[str, Any] = {"ws": "hubbub.live.asgi_fast:FastWebSocketProtocol", "lifespan": "off"}
    server = uvicorn.Server(uvicorn.Config(websockets(), log_config=None, **config))
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        serving = asyncio.ensure_future(server.serve([listener]))
        await soon(lambda: server.started)
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}/ws/chat/"
        server.should_exit = True
        await serving


@asynccontextmanager
async def crowd(url: str, tokens: list[str]) -> AsyncIterator[list[Chatter]]:
    """All of them at once, past their `hello`."""
    async with AsyncExitStack() as stack:
        arrived = await asyncio.gather(*[arrive(stack, url, token) for token in tokens])
        yield list(arrived)


async def arrive(stack: AsyncExitStack, url: str, token: str) -> Chatter:
    """Raises `InvalidStatus` when the server does not let them in."""
    headers = {"Authorization": f"Bearer {token}"}
    socket = await connect(url, additional_headers=headers, compression=None, proxy=None, open_timeout=60)
    chatter = Chatter(token, socket, checked=False)
    stack.push_async_callback(chatter.close)
    chatter.hello = await chatter.expect("hello", within=60)
    return chatter
