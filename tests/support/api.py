"""A person at the HTTP API of this process: `await mina.post("rooms/tea/messages", {"body": "Hello"})`."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db.backends.utils import CursorWrapper
from django.test import Client
from httpx import ASGITransport, AsyncClient, Response

JSON = "application/json"
SITE = "http://testserver"
BASE = f"{SITE}/api/v1/"
CLEARING = "hubbub-clearing"
Json = dict[str, Any]


class Answer:
    """What came back."""

    def __init__(self, response: Response) -> None:
        self.response = response
        self.status: int = response.status_code
        self.headers = response.headers

    @property
    def json(self) -> Any:
        return json.loads(self.response.content)

    @property
    def code(self) -> str:
        """The code of a refusal, whose shape is looked at."""
        assert {"code", "message", "fields"} <= self.json.keys(), self.json
        assert self.json["message"], "A refusal says why."
        return str(self.json["code"])

    def __repr__(self) -> str:
        return f"<{self.status} {self.response.content[:500]!r}>"


class Caller:
    """Whoever has this token, or the browser with this session; nobody without either."""

    def __init__(self, token: str = "", *, session: str = "") -> None:
        self.token = token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        cookies = {settings.SESSION_COOKIE_NAME: session} if session else {}
        site: Any = get_asgi_application()
        self.client = AsyncClient(transport=ASGITransport(site), base_url=BASE, headers=headers, cookies=cookies)

    async def get(self, path: str) -> Answer:
        return await self.send("GET", path)

    async def post(self, path: str, data: Any = None, **headers: str) -> Answer:
        return await self.send("POST", path, data, **headers)

    async def patch(self, path: str, data: Any = None) -> Answer:
        return await self.send("PATCH", path, data)

    async def put(self, path: str, data: Any = None) -> Answer:
        return await self.send("PUT", path, data)

    async def delete(self, path: str) -> Answer:
        return await self.send("DELETE", path)

    async def send(self, method: str, path: str, data: Any = None, **headers: str) -> Answer:
        """`data` as JSON; bytes go as they are."""
        body = data if data is None or isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            named.setdefault("Content-Type", JSON)
        return Answer(await self.client.request(method, path, content=body, headers=named))

    async def bring(self, room: str, content: bytes, name: str = "notes.txt", **headers: str) -> Answer:
        """A file, as a form brings it."""
        return Answer(
            await self.client.post("uploads", data={"room": room}, files={"file": (name, content)}, headers=headers)
        )

    async def say(self, room: str, body: str, **more: Any) -> Json:
        """Post a message, and give it back."""
        answer = await self.post(f"rooms/{room}/messages", {"body": body, **more})
        assert answer.status == 201, answer
        return dict(answer.json)


def new_session(user: Any) -> str:
    """The cookie of somebody who has just signed in."""
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Every statement that any thread sends to the database meanwhile; but those that clear files away may be of
    an earlier request, and nobody waits for them.
    """
    statements: list[str] = []
    execute = vars(CursorWrapper)["_execute_with_wrappers"]

    def note(cursor: CursorWrapper, sql: str, *rest: Any, **named: Any) -> Any:
        if not threading.current_thread().name.startswith(CLEARING):
            statements.append(sql)
        return execute(cursor, sql, *rest, **named)

    with patch.object(CursorWrapper, "_execute_with_wrappers", note):
        yield statements
