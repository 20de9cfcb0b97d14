"""The short intervals that bound the loss of news: who may still be connected, and to which rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from hubbub import credentials as standing
from hubbub import queries
from hubbub.credentials import Credential
from hubbub.live.connection import Connection
from hubbub.live.hub import SIGN_IN_AGAIN, Hub
from hubbub.threads import in_thread


async def credentials(asked: Mapping[Connection, Credential]) -> None:
    """Close the sockets whose session, token, password or account is no longer what it was."""
    if not asked:
        return
    valid = await in_thread(standing.standing, set(asked.values()))
    for connection, credential in asked.items():
        if credential not in valid:
            connection.close(SIGN_IN_AGAIN)


async def held(asked: Mapping[Connection, Credential]) -> None:
    """The same for sockets that are held, which are then let go."""
    try:
        await credentials(asked)
    finally:
        for connection in asked:
            connection.release()


async def memberships(hub: Hub) -> None:
    """Let go of rooms that a person is no longer in, and follow those that are new. One query when all is well."""
    before = {one: set(one.rooms.values()) for one in hub.connections()}
    if not before:
        return
    rooms: dict[int, set[int]] = defaultdict(set)
    for person, room in await in_thread(queries.rooms_of, {one.person for one in before}):
        rooms[person].add(room)
    for connection, followed in before.items():
        _drop_old(hub, connection.person, followed - rooms[connection.person])
    await _follow_new(hub, {one: rooms[one.person] for one in before if one.only is None})


def _drop_old(hub: Hub, person: int, rooms: set[int]) -> None:
    for feed in [hub.feeds[room] for room in rooms if room in hub.feeds]:
        hub.drop(feed, [person])


async def _follow_new(hub: Hub, rooms: Mapping[Connection, set[int]]) -> None:
    new: dict[int, set[int]] = defaultdict(set)
    for one, wanted in rooms.items():
        new[one.person] |= wanted - set(one.rooms.values())
    for person, missing in new.items():
        for item in await in_thread(queries.joined, person, missing) if missing else ():
            hub.hear(item)
