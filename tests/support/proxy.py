"""The network between a person and the server: a TCP proxy that can be cut and mended."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Self


class Proxy:
    """`async with Proxy(server.port) as network: …`; connect to `network.url`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.through = asyncio.Event()
        self.through.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()

    def cut(self) -> None:
        """Every connection ends without a word, and a new one leads nowhere."""
        self.through.clear()
        for writer in self._writers:
            writer.transport.abort()

    def stall(self) -> None:
        """Nothing comes through any more, and nobody is told."""
        self.through.clear()

    def mend(self) -> None:
        self.through.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await self.through.wait()
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
            for source, target in ((reader, far_writer), (far_reader, writer)):
                self._spawn(self._pass_on(source, target))

    def _spawn(self, passing: object) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(passing)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        self._writers.add(target)
        try:
            while data := await source.read(65_536):
                await self.through.wait()
                target.write(data)
                await target.drain()
        except OSError:
            pass
        finally:
            self._writers.discard(target)
            target.close()
