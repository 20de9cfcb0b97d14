"""Where the sockets are: include `ws_urlpatterns` in the `URLRouter` of your project."""

from __future__ import annotations

from django.urls import re_path

from hubbub.live.consumers import ChatConsumer, ChatRoomConsumer

ws_urlpatterns = [
    re_path(r"^ws/chat/$", ChatConsumer.as_asgi()),
    re_path(r"^ws/chat/(?P<room_name>[\w-]{1,50})/$", ChatRoomConsumer.as_asgi()),
]
