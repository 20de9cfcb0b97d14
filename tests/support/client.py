"""A person on a socket, as a test reads it: `await mina.post("tea", "Hello")`, `await jonas.expect("message")`."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.support.frames import Json, check_frame
from tests.support.servers import Server

PATIENCE = 20.0


class Chatter:
    """`frames` has everything that came; `expect` takes from what no one expected yet."""

    def __init__(self, name: str, connection: ClientConnection, *, checked: bool = True) -> None:
        self.name = name
        self.connection = connection
        self.checked = checked
        self.frames: list[Json] = []
        self.untaken: list[Json] = []
        self.hello: Json = {}
        self.ended = asyncio.Event()
        self._news = asyncio.Condition()
        self._wrong: AssertionError | None = None
        self._reader = asyncio.create_task(self._read())

    async def send(self, type: str, **fields: Any) -> None:
        await self.send_text(json.dumps({"type": type, **fields}))

    async def send_text(self, text: str | bytes) -> None:
        await self.connection.send(text)

    async def subscribe(self, room: str, since: int | None = None, *, within: float = PATIENCE) -> Json:
        cursor = {} if since is None else {"since": since}
        await self.send("subscribe", room=room, **cursor)
        return await self.expect("subscribed", room=room, within=within)

    async def post(self, room: str, body: str, *, client_id: str = "", **fields: Any) -> Json:
        client_id = client_id or str(uuid4())
        await self.send("post", room=room, client_id=client_id, body=body, **fields)
        return await self.expect("posted", client_id=client_id)

    async def expect(self, type: str, *, within: float = PATIENCE, **fields: Any) -> Json:
        """The first frame of this type with these fields that was not expected before."""
        wanted = {"type": type, **fields}
        try:
            async with asyncio.timeout(within), self._news:
                await self._news.wait_for(lambda: self._find(wanted) is not None or self._is_over())
        except TimeoutError:
            raise AssertionError(f"{self.name} got no {wanted} within {within} s, but {self.untaken}") from None
        return self._take(wanted)

    async def settle(self) -> list[Json]:
        """Wait for the answer to a ping, and so for all that was sent to this socket before it; what nobody took."""
        await self.send("ping")
        await self.expect("pong")
        return self.untaken

    async def expect_close(self, *, within: float = PATIENCE) -> int | None:
        """The code with which the server closed."""
        async with asyncio.timeout(within):
            await self.ended.wait()
        return self.connection.close_code

    async def close(self) -> None:
        await self.connection.close()
        await self._reader
        if self._wrong:
            raise self._wrong

    def of(self, type: str, **fields: Any) -> list[Json]:
        """Every such frame that ever came."""
        return [frame for frame in self.frames if matches(frame, {"type": type, **fields})]

    def stop_reading(self) -> None:
        """Let what the server sends pile up."""
        self.connection.transport.pause_reading()

    def cut(self) -> None:
        """Go away without a word, as a phone in a tunnel does."""
        self.connection.transport.abort()

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for text in self.connection:
                await self._arrived(json.loads(text))
        self.ended.set()
        async with self._news:
            self._news.notify_all()

    async def _arrived(self, frame: Json) -> None:
        self._check(frame)
        async with self._news:
            self.frames.append(frame)
            self.untaken.append(frame)
            self._news.notify_all()

    def _check(self, frame: Json) -> None:
        try:
            if self.checked:
                check_frame(frame)
        except AssertionError as error:
            self._wrong = self._wrong or error

    def _is_over(self) -> bool:
        return self.ended.is_set() or self._wrong is not None

    def _find(self, wanted: Json) -> Json | None:
        return next((frame for frame in self.untaken if matches(frame, wanted)), None)

    def _take(self, wanted: Json) -> Json:
        if self._wrong:
            raise self._wrong
        found = self._find(wanted)
        code = self.connection.close_code
        assert found is not None, f"{self.name} was cut off ({code}) before {wanted}; untaken: {self.untaken}"
        self.untaken.remove(found)
        return found


def matches(frame: Json, wanted: Json) -> bool:
    """Whether the frame has these fields; what is wanted of an object may name some of its keys only."""
    return all(key in frame and _equal(frame[key], value) for key, value in wanted.items())


def _equal(found: Any, wanted: Any) -> bool:
    if isinstance(found, dict) and isinstance(wanted, dict):
        return matches(found, wanted)
    return bool(found == wanted)


@contextlib.asynccontextmanager
async def join(
    server: Server,
    who: str,
    *,
    room: str = "",
    since: int | None = None,
    cookie: str = "",
    checked: bool = True,
    **options: Any,
) -> AsyncIterator[Chatter]:
    """This person's socket, past its `hello`; on the one-room path when `room` is named. Without `cookie`, by token."""
    chatter = Chatter(
        who, await open_socket(server, who, room=room, since=since, cookie=cookie, **options), checked=checked
    )
    chatter.hello = await chatter.expect("hello")
    try:
        yield chatter
    finally:
        await chatter.close()


async def open_socket(
    server: Server, who: str = "", *, room: str = "", since: int | None = None, cookie: str = "", **options: Any
) -> ClientConnection:
    """A socket as the server lets it in; raises `InvalidStatus` when it does not. `through` is a proxy's address."""
    path = f"/ws/chat/{room}/" if room else "/ws/chat/"
    query = "" if since is None else f"?since={since}"
    if cookie:
        options = {"origin": server.url, **options}
    ways_in = {"Cookie": cookie} if cookie else {"Authorization": f"Bearer {server.token(who)}"} if who else {}
    headers = {**ways_in, **options.pop("additional_headers", {})}
    url = f"{options.pop('through', server.ws_url)}{path}{query}"
    options = {"compression": None, "proxy": None, "max_size": None, **options}
    return await connect(url, additional_headers=headers, **options)


def cookie_of(browser: Any) -> str:
    """The cookies of a `server.browser(…)`, as a header has them."""
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
