"""What a host may set: the dict `HUBBUB` in Django's settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from hubbub import rates

DEFAULTS: dict[str, Any] = {
    "SOCKET_PATH": "/ws/chat/",
    "SIGN_OUT_URL": "",
    "ADMINISTRATION_URL": "",
    "POST_RATE": "20/10",
    "SOCKETS_PER_USER": 50,
    "SOCKETS_PER_ADDRESS": 1000,
}


def get(name: str) -> Any:
    """The host's value of `HUBBUB[name]`, or the default."""
    return getattr(settings, "HUBBUB", {}).get(name, DEFAULTS[name])


def post_rate() -> rates.Rate | None:
    """How often a person may post; None for as often as they like."""
    rate: str | None = get("POST_RATE")
    return None if rate is None else rates.parse(rate)
