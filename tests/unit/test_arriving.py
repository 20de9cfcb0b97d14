"""What stands in front of Django reads no body for ever, whatever is asked and by whom."""

from __future__ import annotations

from typing import Any

import pytest

from hubbub.api.arriving import LARGEST_OF_OURS, LARGEST_OF_THOSE, WITHOUT_BODY, Arriving

PIECE = 32 << 10


class Endless:
    """Somebody who sends on and on, and a page that reads all of it, as Django does."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.sent = 0
        self.status = 0

    async def receive(self) -> Any:
        self.sent += PIECE
        return {"type": "http.request", "body": bytes(PIECE), "more_body": self.sent < self.most}

    async def page(self, scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            continue
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(self, message: Any) -> None:
        self.status = message.get("status", self.status)


async def asked(method: str, path: str, *, most: int, largest: int | None = None, **headers: str) -> Endless:
    """What became of it under a limit for the host's own views, or without one."""
    who = Endless(most)
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": named}
    await Arriving(who.page, largest)(scope, who.receive, who.send)
    return who


@pytest.mark.parametrize("method", sorted(WITHOUT_BODY))
@pytest.mark.parametrize("largest", [None, 3 << 20])
async def test_a_body_where_there_should_be_none_is_stopped_at_once(method: str, largest: int | None) -> None:
    stopped = await asked(method, "/anything/", most=10 << 20, largest=largest)
    assert (stopped.status, stopped.sent) == (413, LARGEST_OF_THOSE + PIECE)
    said = await asked(method, "/anything/", most=10 << 20, largest=largest, content_length=str(10 << 20))
    assert (said.status, said.sent) == (413, 0)
    assert (await asked(method, "/anything/", most=LARGEST_OF_THOSE, largest=largest)).status == 200


async def test_in_a_project_only_its_own_views_read_as_much_as_they_like() -> None:
    ours = await asked("POST", "/api/v1/rooms", most=10 << 20)
    assert (ours.status, ours.sent) == (413, LARGEST_OF_OURS + PIECE)
    assert (await asked("POST", "/of-the-project/", most=10 << 20)).status == 200
