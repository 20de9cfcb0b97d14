"""The least that a socket costs in Channels: a consumer that accepts. Run it as `uvicorn bench.plain:application`."""

from __future__ import annotations

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bench",
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402  settings come first
from channels.routing import ProtocolTypeRouter  # noqa: E402


class PlainConsumer(AsyncWebsocketConsumer):
    """`connect` accepts."""


application = ProtocolTypeRouter({"websocket": PlainConsumer.as_asgi()})
