"""Whose pages may open a socket with a visitor's cookies: only the site's own, by scheme, host and port.

    ExactOriginValidator(AllowedHostsOriginValidator(sockets), programs=sockets)

A browser always sends `Origin`, and cannot send `Authorization`. So a request without an `Origin` is a program's, and
passes unless it comes with the session cookie alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import parse_cookie

Application = Callable[..., Any]
Scope = Any


class ExactOriginValidator:
    """Answers 403 before the upgrade to a page of another origin.

    Args:
        application: what serves pages of the site itself.
        programs: what serves programs, which send no `Origin`; the same application when left out.
    """

    def __init__(self, application: Application, programs: Application | None = None) -> None:
        self.application = application
        self.programs = programs or application

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if _header(scope, b"origin") is not None and is_own_page(scope):
            await self.application(scope, receive, send)
        elif is_program(scope):
            await self.programs(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": None})


def is_own_page(scope: Scope) -> bool:
    """Whether the request's `Origin` is the site's own, or one of Django's `CSRF_TRUSTED_ORIGINS`."""
    origin = _normal(_header(scope, b"origin") or "")
    return origin is not None and origin in {_normal(own) for own in [_own(scope), *settings.CSRF_TRUSTED_ORIGINS]}


def is_program(scope: Scope) -> bool:
    """Whether the request comes from no page, and from nobody's browser session unless it brings a token."""
    if _header(scope, b"origin") is not None:
        return False
    return _has_token(scope) or not _has_session(scope)


def _own(scope: Scope) -> str:
    secure = scope.get("scheme") in {"wss", "https"} or _secure_by_proxy(scope)
    return f"{'https' if secure else 'http'}://{_header(scope, b'host') or ''}"


def _secure_by_proxy(scope: Scope) -> bool:
    if not settings.SECURE_PROXY_SSL_HEADER:
        return False
    name, value = settings.SECURE_PROXY_SSL_HEADER
    header = name.removeprefix("HTTP_").replace("_", "-").lower().encode()
    return (_header(scope, header) or "").split(",")[0].strip() == value


def _normal(origin: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what is no origin at all, however it is spelled."""
    try:
        parts = urlsplit(origin)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return None
    if not parts.hostname or origin.lower() != f"{parts.scheme}://{parts.netloc.lower()}" or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port


def _has_token(scope: Scope) -> bool:
    return (_header(scope, b"authorization") or "").lower().startswith("bearer ")


def _has_session(scope: Scope) -> bool:
    return settings.SESSION_COOKIE_NAME in parse_cookie(_header(scope, b"cookie") or "")


def _header(scope: Scope, name: bytes) -> str | None:
    """A header's value; a header that is there twice says nothing that can be trusted."""
    values = [value for key, value in scope.get("headers", ()) if key == name]
    return ",".join(value.decode("latin-1") for value in values) if values else None
