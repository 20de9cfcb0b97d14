"""A person at the HTTP API of this process: `await mina.post("rooms/tea/messages", {"body": "Hello"})`."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import Client
from httpx import ASGITransport, AsyncClient, Response

JSON = "application/json"
SITE = "http://testserver"
BASE = f"{SITE}/api/v1/"
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
    """Every statement that any thread sends to the database meanwhile."""
    statements: list[str] = []
    listeners = _Listeners(statements)
    connection_created.connect(listeners.listen)
    try:
        yield statements
    finally:
        connection_created.disconnect(listeners.listen)
        listeners.leave()


class _Listeners:
    """Connections are opened and closed by the threads of the pool; each is heard from its beginning."""

    def __init__(self, statements: list[str]) -> None:
        self.statements = statements
        self.heard: list[BaseDatabaseWrapper] = []
        self.lock = threading.Lock()

    def listen(self, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
        with self.lock:
            if connection not in self.heard:
                self.heard.append(connection)
                connection.execute_wrappers.append(self.note)

    def note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements.append(sql)
        return execute(sql, params, many, context)

    def leave(self) -> None:
        for connection in self.heard:
            connection.execute_wrappers.remove(self.note)
