"""A room of the test's own on a running server, changed through the HTTP API as people change it."""

from __future__ import annotations

from typing import Any, Self
from uuid import uuid4

import httpx

from tests.support.frames import Json
from tests.support.servers import Server


class Place:
    """Mina makes it, and owns it."""

    def __init__(self, server: Server, *members: str, **fields: Any) -> None:
        self.server = server
        self.name = f"room-{uuid4().hex[:10]}"
        self.brought = 0
        self._clients: dict[str, httpx.Client] = {}
        self._ask("mina", "POST", "rooms", {"room": self.name, "kind": "public", "people": list(members), **fields})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients.values():
            client.close()

    # What people do

    def post(self, who: str, body: str, **fields: Any) -> Json:
        return self.ask(who, "POST", "messages", {"body": body, **fields})

    def bring(self, who: str, content: bytes = b"Oolong at four.", name: str = "notes.txt") -> Json:
        """A file that no message carries yet."""
        self.brought += 1
        answer = self._client(who).post("uploads", data={"room": self.name}, files={"file": (name, content)})
        assert answer.status_code == 201, f"{name}: {answer.status_code} {answer.text}"
        return dict(answer.json())

    def edit(self, who: str, number: int, body: str) -> Json:
        return self.ask(who, "PATCH", f"messages/{number}", {"body": body})

    def delete(self, who: str, number: int) -> Json:
        return self.ask(who, "DELETE", f"messages/{number}")

    def react(self, who: str, number: int, emoji: str = "👍") -> Json:
        return self.ask(who, "PUT", f"messages/{number}/reactions/{emoji}")

    def unreact(self, who: str, number: int, emoji: str = "👍") -> Json:
        return self.ask(who, "DELETE", f"messages/{number}/reactions/{emoji}")

    def pin(self, who: str, number: int, *, on: bool = True) -> Json:
        return self.ask(who, "PUT" if on else "DELETE", f"messages/{number}/pin")

    def change(self, **fields: Any) -> Json:
        return self.ask("mina", "PATCH", "", fields)

    def add(self, who: str) -> None:
        self.ask("mina", "PUT", f"members/{who}", {"role": "member"})

    def remove(self, who: str) -> None:
        self.ask("mina", "DELETE", f"members/{who}")

    def state(self, who: str = "mina") -> Json:
        return self.ask(who, "GET", "")

    def fresh(self, who: str = "mina") -> list[Json]:
        """Every message, in the order of numbers, as somebody sees it who comes now."""
        found: list[Json] = []
        while True:
            page = self.ask(who, "GET", f"messages?after={len(found)}&limit=200")
            found += page["messages"]
            if not page["more_after"]:
                return found

    # How

    def ask(self, who: str, method: str, path: str, fields: Json | None = None) -> Json:
        return self._ask(who, method, f"rooms/{self.name}/{path}".rstrip("/"), fields)

    def _ask(self, who: str, method: str, path: str, fields: Json | None) -> Json:
        answer = self._client(who).request(method, path, json=fields)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else {}

    def _client(self, who: str) -> httpx.Client:
        if who not in self._clients:
            self._clients[who] = self.server.api(who, limits=httpx.Limits(max_keepalive_connections=0))
        return self._clients[who]
