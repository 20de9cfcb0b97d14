"""People who post over HTTP and do not give up."""

from __future__ import annotations

import httpx

from tests.support.history import Send
from tests.support.persistent import AGAIN, Posting, pause
from tests.support.servers import Server


class HttpWriter(Posting):
    """Over HTTP, with the key of the message in `Idempotency-Key`. `through` is a proxy's address."""

    def __init__(self, server: Server, who: str, room: str, *, through: str = "", pause: float = 0.0) -> None:
        super().__init__(pause)
        self.who = who
        self._path = f"{through or server.url}/api/v1/rooms/{room}/messages"
        self._headers = {"Authorization": f"Bearer {server.token(who)}"}

    async def run(self) -> None:
        once = httpx.Limits(max_keepalive_connections=0)
        async with httpx.AsyncClient(headers=self._headers, limits=once, trust_env=False, timeout=60) as client:
            while not self._is_done:
                try:
                    await self._post(client, self._current())
                except httpx.TransportError:
                    await pause(AGAIN)
                await pause(self.pause)

    async def _post(self, client: httpx.AsyncClient, send: Send) -> None:
        body = {"body": f"{self.who} by HTTP {len(self.sends)}"}
        answer = await client.post(self._path, json=body, headers={"Idempotency-Key": send.client_id})
        if answer.is_success:
            self._acknowledge(send, answer.json()["number"])
        else:
            await self._refuse(answer.json())
