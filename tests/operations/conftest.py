"""What the operations tell, and how many questions they ask."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hubbub import events, wire


class News(list[wire.Item]):
    """Everything that was told, as if each transaction had committed at once."""

    def of(self, kind: type[Any]) -> list[Any]:
        return [item for item in self if isinstance(item, kind)]

    def of_room(self, room: int) -> list[wire.RoomEvent]:
        return [item for item in self.of(wire.RoomEvent) if item.room == room]


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch) -> News:
    heard = News()
    monkeypatch.setattr(events, "transaction", SimpleNamespace(on_commit=lambda call: call()))
    monkeypatch.setattr(events, "bus", SimpleNamespace(publish=heard.extend))
    return heard
