"""The end of a serving process: its visitors are sent away in order, and nothing holds the end up for long."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from hubbub.live import process

logger = logging.getLogger(__name__)

SECONDS_TO_STOP = 8
AT_LAST = 9
GLANCE = 0.05
GLANCES = 20


class Server(uvicorn.Server):
    """uvicorn's, whose sockets go one by one.

    Args:
        on_ready: called when it serves.

    `replaced` says that another process has taken its place already.
    """

    replaced = False

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None] = lambda: None) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """What is loaded by now stays: the collector need not walk through it again while somebody waits."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Send everybody away; then let uvicorn close what is left and wait for requests under way."""
        end = time.monotonic() + SECONDS_TO_STOP
        _end_at_last()
        self._stop_listening(sockets or [])
        await self._unless_hurried(process.leave(replaced=self.replaced))
        await self._unless_hurried(self._closing_handshakes())
        self.config.timeout_graceful_shutdown = max(1, int(end - time.monotonic()))
        await super().shutdown(sockets)

    def _stop_listening(self, sockets: list[socket.socket]) -> None:
        """Whoever is connected already may ask once more."""
        for server in self.servers:
            server.close()
        for listener in sockets:
            listener.close()
        self.server_state.default_headers = [*self.server_state.default_headers, (b"connection", b"close")]

    async def _unless_hurried(self, doing: Coroutine[Any, Any, None]) -> None:
        """A second Ctrl-C ends it at once."""
        task = asyncio.ensure_future(doing)
        while not task.done() and not self.force_exit:
            await asyncio.wait([task], timeout=GLANCE)
        if not task.cancel():
            task.result()

    async def _closing_handshakes(self) -> None:
        """A socket that is closed before its peer has answered may lose what it was told last."""
        for _ in range(GLANCES):
            if not self._has_sockets():
                return
            await asyncio.sleep(GLANCE)

    def _has_sockets(self) -> bool:
        return any(isinstance(one, WebSocketsSansIOProtocol) for one in self.server_state.connections)


def _end_at_last() -> None:
    """Whatever hangs, a statement in the database or a carrier, this process ends."""
    timer = threading.Timer(AT_LAST, _end)
    timer.daemon = True
    timer.start()


def _end() -> None:
    logger.warning("Something was still running %d seconds after the end was asked for. It was cut off.", AT_LAST)
    os._exit(0)
