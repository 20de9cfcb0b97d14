"""For a host's `asgi.py`: its pages and the chat's sockets as one ASGI application."""

from __future__ import annotations

from asgiref.typing import ASGI3Application
from channels.routing import ProtocolTypeRouter


def with_sockets(pages: ASGI3Application, *, largest_body: int | None = None) -> ProtocolTypeRouter:
    """
    Args:
        pages: what `get_asgi_application()` gave; Django is set up by then, which the sockets need.
        largest_body: bytes that any request may send; None leaves requests to the host's own views alone, unless they
            are of a kind that has no body. An upload has its own limit.
    """
    from hubbub.api.arriving import Arriving
    from hubbub.live.routing import websockets

    pages = Arriving(pages, largest_body)
    return ProtocolTypeRouter({"http": pages, "websocket": websockets()})
