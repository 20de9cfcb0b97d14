"""Where the sockets are. `ws_urlpatterns` are for the `URLRouter` of a project that routes sockets of its own, too;
`websockets` is the whole way to them for one that does not."""

from __future__ import annotations

from typing import Any

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path, re_path

from hubbub import conf
from hubbub.live.consumers import ChatConsumer, ChatRoomConsumer
from hubbub.live.origin import ExactOriginValidator, Scope

ws_urlpatterns: list[Any] = [
    re_path(r"^ws/chat/$", ChatConsumer.as_asgi()),  # type: ignore[arg-type]
    re_path(r"^ws/chat/(?P<room_name>[\w-]{1,50})/$", ChatRoomConsumer.as_asgi()),  # type: ignore[arg-type]
]


def websockets() -> ASGI3Application:
    """From a handshake to its consumer: whose page it is, who is signed in, which address below the site's path."""
    folder = conf.get("SOCKET_PATH").strip("/").removesuffix("ws/chat")
    routes: list[Any] = [
        path(folder, URLRouter(ws_urlpatterns)),  # type: ignore[arg-type]
        re_path("", nowhere),  # type: ignore[arg-type]
    ]
    sockets: Any = URLRouter(routes)
    own_pages: Any = AllowedHostsOriginValidator(AuthMiddlewareStack(sockets))
    return ExactOriginValidator(own_pages, programs=sockets)


async def nowhere(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """An address without a socket is refused quietly; `URLRouter` by itself raises, and fills the log."""
    await send({"type": "websocket.close", "code": 1000, "reason": None})
