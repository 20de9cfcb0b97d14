"""The WebSocket consumers: who is it, then one command after the other. Everything else is in the hub.

`ChatConsumer` serves all rooms of a person over one socket, `ChatRoomConsumer` one room.
"""

from __future__ import annotations

import asyncio
import logging
import math
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from hubbub import access, credentials, queries, text, wire
from hubbub.credentials import Credential
from hubbub.errors import Denied, Invalid, Refused, Unauthorized, Unavailable
from hubbub.live import commands, process
from hubbub.live.admission import Admission
from hubbub.live.asgi_fast import EXTENSION
from hubbub.live.connection import Connection, Mark
from hubbub.live.feed import Head
from hubbub.live.outlet import AsgiOutlet, Outlet
from hubbub.models import Person

logger = logging.getLogger(__name__)

NO_PROTOCOL = 4400
TOO_MANY = 4429
MOST_BAD_FRAMES = 20
MOST_POSTS_UNDER_WAY = 64
STATUS = {"unauthorized": 401, "forbidden": 403, "not_found": 403, "rate_limited": 429, "unavailable": 503}


class ChatConsumer(AsyncWebsocketConsumer):
    """Everything of the signed-in person over one socket: `/ws/chat/`."""

    connection: Connection | None = None
    admission: Admission | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take events until the socket ends. It has no channel of its own: the process has one for all its sockets."""
        self.scope: Any = scope
        self.base_send: Any = send
        self.bad_frames = 0
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            pass
        finally:
            self.leave()

    async def dispatch(self, message: dict[str, Any]) -> None:
        handlers: dict[str, Any] = {
            "websocket.connect": self.websocket_connect,
            "websocket.receive": self.websocket_receive,
            "websocket.disconnect": self.websocket_disconnect,
        }
        await handlers[message["type"]](message)

    # Coming

    async def connect(self) -> None:
        self.process = process.current()
        revocations = self.process.revocations
        self.admission = Admission(self.process.limits.sockets)
        try:
            self.process.admit()
            self.admission.of_address(self.scope)
            self.person, credential = await self.who()
            self.admission.of_person(self.person.pk)
            hello, rooms = await self.greeting()
        except Refused as refused:
            self.admission.end()
            await self.refuse(refused)
            return
        await self.accept()
        self.connection = Connection(
            self.person.pk, credential.digest, self.outlet(), self.only(), owner=hello.me.owner
        )
        self.person = slim(self.person)
        self.process.attach(self.connection, credential, since=revocations)
        self.connection.send(hello)
        for pk, summary in rooms.items():
            head = Head(summary.rev, summary.number, summary.shown)
            mark = Mark(summary.read, summary.mentions)
            self.process.hub.follow(self.connection, pk, summary.room, head, role=summary.role, mark=mark)
        await self.welcome()

    async def who(self) -> tuple[Person, Credential]:
        """
        Raises:
            Unauthorized: neither a session nor a token.
        """
        token = credentials.bearer(self.scope["headers"])
        if token is not None:
            return await self.process.arrivals.with_token(token)
        user = self.scope.get("user")
        if user is None or not user.is_authenticated:
            raise Unauthorized(credentials.SIGN_IN)
        person = await self.process.arrivals.signed_in(user)
        return person, credentials.from_session(person, self.scope["session"])

    async def greeting(self) -> queries.Greeting:
        return await self.process.arrivals.greeting(self.person)

    async def welcome(self) -> None:
        """What follows the greeting by itself."""

    def only(self) -> int | None:
        """The one room that this socket is for."""
        return None

    def outlet(self) -> Outlet:
        """uvicorn with our protocol takes ready frames; any other server is served through `send`."""
        ready: Outlet | None = (self.scope.get("extensions") or {}).get(EXTENSION)
        if ready:
            return ready
        plain = AsgiOutlet(self.base_send)
        self.sending = self.process.spawn(plain.run())
        return plain

    async def refuse(self, refused: Refused) -> None:
        """Answer the handshake with a status, where the server can; with its 403 otherwise."""
        if "websocket.http.response" not in (self.scope.get("extensions") or {}):
            await self.refuse_without_status(refused)
            return
        status = HTTPStatus(STATUS.get(refused.code, 403))
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        if refused.retry_after is not None:
            headers.append((b"retry-after", str(math.ceil(refused.retry_after)).encode()))
        await self.base_send({"type": "websocket.http.response.start", "status": status, "headers": headers})
        await self.base_send({"type": "websocket.http.response.body", "body": refused.message.encode()})

    async def refuse_without_status(self, refused: Refused) -> None:
        """What would be a 429 is told on a socket, so that a client knows that it may come back, and when."""
        if refused.code != "rate_limited":
            await self.close()
            return
        await self.accept()
        await self.send(wire.encode(wire.error_frame(refused)).decode())
        await self.close(TOO_MANY)

    # Commands

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.connection is None or self.connection.closed or self.connection.parting:
            return
        try:
            command = self.addressed(wire.parse_command(self.text(text_data)))
        except Refused as refused:
            self.count_bad_frame(refused)
            return
        if isinstance(command, wire.Post):
            await self.post_beside(command)
        else:
            await self.obey(command)

    def text(self, text_data: str | None) -> str:
        if text_data is None:
            raise Invalid("Frames of this protocol are text, not binary.")
        return text_data

    def addressed(self, command: Any) -> Any:
        """The command with its room filled in, or refused where it names none."""
        if not isinstance(command, wire.Ping) and not command.room:
            raise Invalid("Say which room.")
        return command

    def count_bad_frame(self, refused: Refused) -> None:
        assert self.connection  # noqa: S101  narrows the type; `receive` has looked
        self.bad_frames += 1
        self.connection.send(wire.error_frame(refused))
        if self.bad_frames >= MOST_BAD_FRAMES:
            self.connection.close(NO_PROTOCOL)

    async def post_beside(self, command: wire.Post) -> None:
        """Posts do not wait for each other's commit, so that one socket's can share one too."""
        assert self.connection  # noqa: S101  narrows the type; `receive` has looked
        posts = self.connection.posts
        task = self.process.spawn(self.obey(command))
        posts.add(task)
        task.add_done_callback(posts.discard)
        if len(posts) >= MOST_POSTS_UNDER_WAY:
            await asyncio.wait(posts, return_when=asyncio.FIRST_COMPLETED)

    async def obey(self, command: Any) -> None:
        assert self.connection  # noqa: S101  narrows the type; `receive` has looked
        try:
            await commands.obey(self.process, self.connection, self.person, command)
        except Refused as refused:
            self.answer(command, refused)
        except Exception:
            logger.exception("A %s command failed.", type(command).__name__)
            self.answer(command, Unavailable("Something went wrong on the server. Try again in a moment."))

    def answer(self, command: Any, refused: Refused) -> None:
        assert self.connection  # noqa: S101  narrows the type; `receive` has looked
        frame = wire.error_frame(
            refused, client_id=getattr(command, "client_id", None), room=getattr(command, "room", "")
        )
        self.connection.send(frame)

    # Going

    async def disconnect(self, code: int) -> None:
        self.leave()

    def leave(self) -> None:
        if self.connection:
            self.connection.closed = True
            self.process.detach(self.connection)
        if self.admission:
            self.admission.end()
        if sending := getattr(self, "sending", None):
            sending.cancel()


def slim(person: Person) -> Person:
    """Without the row of the user, which nobody needs for as long as a socket lives; what is missing is read."""
    return Person.from_db(None, ["id", "username", "name"], [person.pk, person.username, person.name])


class ChatRoomConsumer(ChatConsumer):
    """One room, subscribed on connect: `/ws/chat/<room_name>/`, with `?since=REV` to resume."""

    async def greeting(self) -> queries.Greeting:
        key = text.skeleton(self.scope["url_route"]["kwargs"]["room_name"])
        hello, rooms = await super().greeting()
        mine = {pk: summary for pk, summary in rooms.items() if text.skeleton(summary.room) == key}
        if not mine:
            raise Denied(access.NO_SUCH_ROOM)
        [(self.room, summary)] = mine.items()
        self.name = summary.room
        hello.rooms = [summary]
        hello.threads = [mark for mark in hello.threads if mark.room == self.name]
        hello.saved = {room: numbers for room, numbers in hello.saved.items() if room == self.name}
        return hello, mine

    def only(self) -> int | None:
        return self.room

    async def welcome(self) -> None:
        await self.obey(wire.Subscribe(self.name, self.since()))

    def since(self) -> int | None:
        """The rev to resume from; what is no number means from the start."""
        wanted = parse_qs(self.scope["query_string"].decode("latin-1")).get("since", [""])[0]
        return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 16 else None

    def addressed(self, command: Any) -> Any:
        if isinstance(command, wire.Ping):
            return command
        if command.room not in ("", self.name):
            raise Invalid(f"This socket is for {self.name} only.")
        command.room = self.name
        return command
