"""The worker in a thread of its own, with an event loop of its own: beside a server, or alone in a process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from hubbub.outbound.worker import Worker

PATIENCE = 4


class Background:
    """A worker that can be stopped from any thread."""

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._ended = False

    def run(self) -> None:
        """Work until `stop`, or not at all where that came before."""
        asyncio.run(self._work())

    async def _work(self) -> None:
        self._worker = Worker()
        if not self._ended:
            await self._worker.run()

    def stop(self) -> None:
        """Also from a signal's handler."""
        self._ended = True
        if self._worker:
            self._worker.stop()


@contextmanager
def working() -> Iterator[None]:
    """A worker runs beside the block."""
    background = Background()
    thread = threading.Thread(target=background.run, name="hubbub-outbound", daemon=True)
    thread.start()
    try:
        yield
    finally:
        background.stop()
        thread.join(PATIENCE)
