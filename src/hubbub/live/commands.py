"""What a client may ask of its socket: one function a command."""

from __future__ import annotations

from typing import Any

from hubbub import access, queries, wire
from hubbub.errors import Invalid, NotFound, Refused
from hubbub.live.connection import Connection
from hubbub.live.feed import Feed, Head
from hubbub.live.here import present
from hubbub.live.process import Process
from hubbub.models import Person
from hubbub.operations.messages import NewPost
from hubbub.operations.reading import Reading
from hubbub.threads import in_thread


async def subscribe(process: Process, connection: Connection, person: Person, command: wire.Subscribe) -> None:
    """Catch up and go live, without a hole between the two and with nothing twice."""
    feed = await feed_of(process, connection, person, command.room)
    if not process.hub.recall(feed, connection, command.since):
        await _read(process, feed, connection, command.since)


async def _read(process: Process, feed: Feed, connection: Connection, since: int | None) -> None:
    try:
        is_member = await process.loads.answer(feed, connection, since)
    except Exception:
        feed.step_back(connection)
        raise
    if not is_member:
        raise NotFound(access.NO_SUCH_ROOM)


async def feed_of(process: Process, connection: Connection, person: Person, name: str) -> Feed:
    """The feed of a room that a socket follows, or may follow.

    Raises:
        NotFound: no such room, or the person is not in it.
    """
    feed = process.hub.followed(connection, name)
    if feed:
        return feed
    membership = await in_thread(queries.membership_in, person, name)
    room = membership.room
    head = Head(room.rev, room.last_number, room.last_shown)
    return process.hub.follow(connection, room.pk, room.name, head, role=membership.role)


async def unsubscribe(process: Process, connection: Connection, person: Person, command: wire.Unsubscribe) -> None:
    (await feed_of(process, connection, person, command.room)).step_back(connection)


async def post(process: Process, connection: Connection, person: Person, command: wire.Post) -> None:
    """Commit a message together with those that arrive at the same time, then acknowledge it."""
    new = NewPost(
        person.pk,
        command.room,
        command.client_id,
        command.body,
        reply_to=command.reply_to,
        uploads=tuple(command.uploads),
        thread=command.thread,
        in_room=command.in_room,
        present=await present(process, person, command.room, command.body),
        confirmed=command.confirmed,
    )
    outcome = await process.intake.share(new)
    if isinstance(outcome, Refused):
        raise outcome
    message = outcome.message
    connection.send(wire.Posted(command.client_id, outcome.room, message.number, message.rev))


async def typing(process: Process, connection: Connection, person: Person, command: wire.Typing) -> None:
    feed = await feed_of(process, connection, person, command.room)
    process.tell_typing(feed.room, feed.name, wire.NamedPerson(person.pk, person.name))


async def read(process: Process, connection: Connection, person: Person, command: wire.Read) -> None:
    if command.number < 0:
        raise Invalid("A message's number is 1 or more.")
    outcome = await process.readings.share(Reading(person.pk, command.room, command.number))
    if isinstance(outcome, Refused):
        raise outcome


async def ping(process: Process, connection: Connection, person: Person, command: wire.Ping) -> None:
    connection.send(wire.Pong())


BY_TYPE: dict[type[wire.Command], Any] = {
    wire.Subscribe: subscribe,
    wire.Unsubscribe: unsubscribe,
    wire.Post: post,
    wire.Typing: typing,
    wire.Read: read,
    wire.Ping: ping,
}

# What each counts as, under the limits of `live.limits`. Posts are counted where they are committed; what is counted
# here are those that are tried, whatever becomes of them.
KINDS: dict[type[wire.Command], str] = {
    wire.Subscribe: "subscribe",
    wire.Unsubscribe: "subscribe",
    wire.Post: "try",
    wire.Typing: "typing",
    wire.Read: "read",
}


async def obey(process: Process, connection: Connection, person: Person, command: wire.Command) -> None:
    """
    Raises:
        Refused: the reason why not.
    """
    if kind := KINDS.get(type(command)):
        process.spend(kind, person.pk)
    await BY_TYPE[type(command)](process, connection, person, command)
