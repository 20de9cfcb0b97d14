"""uvicorn's WebSocket protocol, with one thing more: the application may write a frame that is already encoded.

`send` costs microseconds a message in checks and copies; a hub that tells a thousand sockets the same bytes needs none.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from hubbub.live.outlet import FLUSH_BEFORE_CLOSE, Block

if TYPE_CHECKING:
    from websockets.http11 import Request

EXTENSION = "hubbub.outlet"
NO_UNICODE = 1007


class FastWebSocketProtocol(WebSocketsSansIOProtocol):
    """Give it to uvicorn as `ws="hubbub.live.asgi_fast:FastWebSocketProtocol"`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.queue = Inbox()  # type: ignore[assignment]

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):
            cast(dict[str, object], self.scope["extensions"])[EXTENSION] = TransportOutlet(self)

    def start_keepalive(self) -> None:
        """The handshake is over: nobody asks for its headers again, and most sockets are idle most of their life."""
        super().start_keepalive()
        del self.request, self.response

    def send_receive_event_to_app(self) -> None:
        """Text that is no Unicode ends the socket, without uvicorn's page in the log: anybody may send it."""
        if self.curr_msg_data_type == "text" and not self.close_sent and not is_unicode(b"".join(self.frames)):
            self.conn.send_close(NO_UNICODE)
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    def keepalive_timeout(self) -> None:
        """A peer that answers no ping reads nothing either: a polite close would wait for its buffer for ever."""
        super().keepalive_timeout()
        self.transport.abort()


def is_unicode(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class Inbox:
    """What `asyncio.Queue` does for one reader, in a tenth of the memory."""

    __slots__ = ("_items", "_reader")

    def __init__(self) -> None:
        self._items: list[Any] = []
        self._reader: asyncio.Future[None] | None = None

    def put_nowait(self, item: Any) -> None:
        self._items.append(item)
        if self._reader and self.waits:
            self._reader.set_result(None)

    def empty(self) -> bool:
        return not self._items

    @property
    def waits(self) -> bool:
        """Whether a reader is waiting."""
        return self._reader is not None and not self._reader.done()

    async def get(self) -> Any:
        while not self._items:
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
            self._reader = None
        return self._items.pop(0)


class TransportOutlet:
    """Writes ready frames to the transport of an accepted socket. Nothing more is written after `close`."""

    __slots__ = ("_protocol", "_transport")

    def __init__(self, protocol: WebSocketsSansIOProtocol) -> None:
        self._protocol = protocol
        self._transport = protocol.transport

    def write(self, block: Block) -> int:
        transport = self._transport
        if transport.is_closing():
            return 0
        transport.write(block.packet)
        return transport.get_write_buffer_size()

    def backlog(self) -> int:
        return self._transport.get_write_buffer_size()

    def close(self, code: int) -> None:
        """Say why, and do not wait for a peer that reads too slowly to hear it."""
        protocol = self._protocol
        if protocol.close_sent or protocol.transport.is_closing():
            return
        protocol.conn.send_close(code)
        protocol.transport.write(b"".join(protocol.conn.data_to_send()))
        protocol.close_sent = True
        protocol.stop_keepalive()
        if protocol.read_paused:
            protocol.read_paused = False
            protocol.transport.resume_reading()
        protocol.close_timer = protocol.loop.call_later(FLUSH_BEFORE_CLOSE, protocol.transport.abort)
        protocol.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})
