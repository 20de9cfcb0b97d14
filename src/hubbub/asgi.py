"""For a host's `asgi.py`: its pages and the chat's sockets as one ASGI application."""

from __future__ import annotations

from asgiref.typing import ASGI3Application
from channels.routing import ProtocolTypeRouter


def with_sockets(pages: ASGI3Application) -> ProtocolTypeRouter:
    """
    Args:
        pages: what `get_asgi_application()` gave; Django is set up by then, which the sockets need.
    """
    from hubbub.live.routing import websockets

    return ProtocolTypeRouter({"http": pages, "websocket": websockets()})
