"""The network between a person and the server, or a server and its services: a TCP proxy that can be cut and mended."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Self

Alteration = Callable[[bytes], bytes]


class Proxy:
    """`async with Proxy(server.port) as network: …`; connect to `network.url`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.through = asyncio.Event()
        self.through.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)

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

    def answers(self) -> Alteration:
        """What becomes of what the server says on one connection. What raises an OSError ends the connection."""
        return bytes

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self._keep(asyncio.current_task())
        with contextlib.suppress(OSError):
            await self.through.wait()
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
            for source, target, alter in ((reader, far_writer, bytes), (far_reader, writer, self.answers())):
                self._keep(asyncio.create_task(self._pass_on(source, target, alter)))

    def _keep(self, task: asyncio.Task[Any] | None) -> None:
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, alter: Alteration) -> None:
        self._writers.add(target)
        try:
            while data := await source.read(65_536):
                await self.through.wait()
                target.write(alter(data))
                await target.drain()
        except OSError:
            pass
        finally:
            self._writers.discard(target)
            target.close()


class Network:
    """A `Proxy` that outlives a test: on a loop, and in a thread, of its own."""

    def __init__(self, port: int) -> None:
        self.proxy = Proxy(port)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._wait_for(self.proxy.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        self._wait_for(self.proxy.__aexit__())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def address(self) -> str:
        return self.proxy.url.removeprefix("ws://")

    def cut(self) -> None:
        self._do(self.proxy.cut)

    def stall(self) -> None:
        self._do(self.proxy.stall)

    def mend(self) -> None:
        self._do(self.proxy.mend)

    def _do(self, act: Callable[[], None]) -> None:
        async def acted() -> None:
            act()

        self._wait_for(acted())

    def _wait_for(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)
