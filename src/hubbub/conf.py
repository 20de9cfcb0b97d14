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
    "CALL_RATE": "3/600",
    "UPLOAD_LIMIT": 25,
    "SOCKETS_PER_USER": 50,
    "SOCKETS_PER_ADDRESS": 1000,
    "PUSH_KEY": "",
    "PUSH_CONTACT": "",
    "PUSH_DELAY": 5,
    "PUSH_TO_LOOPBACK": False,
}


def get(name: str) -> Any:
    """The host's value of `HUBBUB[name]`, or the default."""
    return getattr(settings, "HUBBUB", {}).get(name, DEFAULTS[name])


def largest_upload() -> int:
    """In bytes."""
    megabytes: int = get("UPLOAD_LIMIT")
    return megabytes << 20


def post_rate() -> rates.Rate | None:
    """How often a person may post; None for as often as they like."""
    return _rate("POST_RATE")


def call_rate() -> rates.Rate | None:
    """How often a person may call all who are in a room, or who are here."""
    return _rate("CALL_RATE")


def _rate(name: str) -> rates.Rate | None:
    rate: str | None = get(name)
    return None if rate is None else rates.parse(rate)
