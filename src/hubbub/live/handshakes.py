"""uvicorn's HTTP protocol, which waits for a request so long and no longer.

uvicorn closes a connection that is silent after an answer. One that connects and says nothing, or stops in the middle
of a request, it keeps for ever: a thousand of them cost a thousand descriptors and nobody had to sign in. A body that
keeps coming has all the time it needs.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SECONDS = 30
PROGRESS = 8192


class PromptHttpProtocol(HttpToolsProtocol):
    """Give it to uvicorn as `http="hubbub.live.handshakes:PromptHttpProtocol"`."""

    seconds: float = SECONDS
    _came = 0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._deadline is None:
            self._expect()

    def on_body(self, body: bytes) -> None:
        """A large body that keeps coming is given more time, until the request is answered."""
        super().on_body(body)
        self._came += len(body)
        if self._came >= PROGRESS and self._deadline is not None and not self.cycle.response_complete:
            self._came = 0
            self._rest()
            self._expect()

    def on_message_complete(self) -> None:
        self._rest()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def _expect(self) -> None:
        self._deadline = self.loop.call_later(self.seconds, self._give_up)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        """While an earlier request is answered its successor may wait, for nobody reads it."""
        if self.cycle is not None and not self.cycle.more_body and not self.cycle.response_complete:
            self._expect()
        else:
            self.transport.abort()
