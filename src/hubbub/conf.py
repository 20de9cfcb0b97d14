"""What a host may set: the dict `HUBBUB` in Django's settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    "SOCKET_PATH": "/ws/chat/",
    "SIGN_OUT_URL": "",
    "ADMINISTRATION_URL": "",
}


def get(name: str) -> Any:
    """The host's value of `HUBBUB[name]`, or the default."""
    return getattr(settings, "HUBBUB", {}).get(name, DEFAULTS[name])
