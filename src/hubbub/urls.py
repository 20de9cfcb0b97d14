"""The pages and the HTTP API: include it in a host's `urlpatterns` under any path."""

from __future__ import annotations

from django.urls import path, re_path

from hubbub.api import api
from hubbub.api.refusals import nothing_here
from hubbub.pages.app import manifest, offline, service_worker
from hubbub.pages.chat import chat

app_name = "hubbub"

urlpatterns = [
    path("chat/", chat, name="chat"),
    path("chat/sw.js", service_worker, name="service-worker"),
    path("chat/manifest.webmanifest", manifest, name="manifest"),
    path("chat/offline.html", offline, name="offline"),
    re_path(r"^chat/(?P<room_name>[\w-]{1,50})/$", chat, name="room"),
    re_path(r"^chat/(?P<room_name>[\w-]{1,50})/(?P<number>\d{1,15})/?$", chat, name="message"),
    path("api/v1/", nothing_here),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/", nothing_here),
]
