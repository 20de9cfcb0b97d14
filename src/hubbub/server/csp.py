"""The Content-Security-Policy header, with the names of Django 6: this file goes when the project moves there.

Settings: `SECURE_CSP`, directive → sources. In a template: `{{ csp_nonce }}`. For one view: `@csp_override({...})`.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from enum import StrEnum
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

Policy = Mapping[str, Iterable[str]]
HEADER = "Content-Security-Policy"


class CSP(StrEnum):
    SELF = "'self'"
    NONE = "'none'"
    NONCE = "<CSP_NONCE_SENTINEL>"


class Nonce:
    """A number used once, made when a template first asks for it."""

    value = ""

    def __str__(self) -> str:
        self.value = self.value or secrets.token_urlsafe(16)
        return self.value


@sync_and_async_middleware
def content_security_policy(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """A plain function on both sides, so that under ASGI no request takes a detour through a thread."""
    if iscoroutinefunction(get_response):

        async def answer(request: HttpRequest) -> HttpResponseBase:
            _prepare(request)
            return _protect(request, await get_response(request))

        return answer

    def answer_in_thread(request: HttpRequest) -> HttpResponseBase:
        _prepare(request)
        return _protect(request, get_response(request))

    return answer_in_thread


def csp(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the nonce. A page that does not ask for it gets no header with one."""
    return {"csp_nonce": getattr(request, "_csp_nonce", "")}


def csp_override(policy: Policy) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Another policy for the answers of one view."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
            return _marked(view(*args, **kwargs), policy)

        @wraps(view)
        async def answer_async(*args: Any, **kwargs: Any) -> HttpResponseBase:
            return _marked(await cast(Awaitable[HttpResponseBase], view(*args, **kwargs)), policy)

        return answer_async if iscoroutinefunction(view) else answer

    return decorate


def build_policy(policy: Policy, nonce: str = "") -> str:
    """The header's text. Without a nonce, the sources that would carry one are left out."""
    return "; ".join(" ".join([name, *_sources(sources, nonce)]) for name, sources in policy.items())


def _sources(sources: Iterable[str], nonce: str) -> list[str]:
    said = {CSP.NONCE: f"'nonce-{nonce}'" if nonce else ""}
    return [text for source in sources if (text := said.get(cast(CSP, source), str(source)))]


def _prepare(request: HttpRequest) -> None:
    request._csp_nonce = Nonce()  # type: ignore[attr-defined]


def _protect(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    policy = getattr(response, "_csp_config", settings.SECURE_CSP)
    if policy and HEADER not in response.headers:
        response.headers[HEADER] = build_policy(policy, request._csp_nonce.value)  # type: ignore[attr-defined]
    return response


def _marked(response: HttpResponseBase, policy: Policy) -> HttpResponseBase:
    response._csp_config = policy  # type: ignore[attr-defined]
    return response
