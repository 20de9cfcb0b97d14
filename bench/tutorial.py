"""The room of the Channels tutorial, to compare with: one group, every consumer receives and sends each message.

Run it as `uvicorn bench.tutorial:application`, or under Daphne. BENCH_LAYER names the channel layer, BENCH_REDIS the
address of its Redis; without them it is the layer in memory.
"""

from __future__ import annotations

import json
import os
from typing import Any

import django
from django.conf import settings

MEMORY = "channels.layers.InMemoryChannelLayer"
LAYER: dict[str, Any] = {"BACKEND": os.environ.get("BENCH_LAYER", MEMORY)}
if "BENCH_REDIS" in os.environ:
    LAYER["CONFIG"] = {"hosts": [os.environ["BENCH_REDIS"]]}

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={"default": LAYER},
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402  settings come first
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import re_path  # noqa: E402


class TutorialConsumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.group = "chat_" + self.scope["url_route"]["kwargs"]["room_name"]
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        message = json.loads(text_data or "{}")["message"]
        await self.channel_layer.group_send(self.group, {"type": "chat.message", "message": message})

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps({"message": event["message"]}))


urls: list[Any] = [re_path(r"^ws/chat/(?P<room_name>\w+)/$", TutorialConsumer.as_asgi())]  # type: ignore[arg-type]
application = ProtocolTypeRouter({"websocket": URLRouter(urls)})
