"""Django's middleware without its detours. Under ASGI each of these hands every request to a thread and back, twice,
though it waits for nothing; together that costs more than the answer. They run on the loop here, and go to a thread
only with what reads or writes something.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import clickjacking, common, csrf, locale, security
from django.utils.deprecation import MiddlewareMixin

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class OnLoop(MiddlewareMixin):
    def waits(self, request: HttpRequest) -> bool:
        """Whether the response needs the database."""
        return False

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        answer: Callable[[HttpRequest], Any] = getattr(self, "process_request", lambda _: None)
        change: Callable[..., Any] = getattr(self, "process_response", lambda _, response: response)
        response = answer(request) or await self.get_response(request)  # type: ignore[misc]
        if self.waits(request):
            return await sync_to_async(change)(request, response)  # type: ignore[no-any-return]
        return change(request, response)  # type: ignore[no-any-return]


class Security(OnLoop, security.SecurityMiddleware):
    pass


class Session(OnLoop, sessions.SessionMiddleware):
    def waits(self, request: HttpRequest) -> bool:
        return request.session.modified


class Locale(OnLoop, locale.LocaleMiddleware):
    pass


class Common(OnLoop, common.CommonMiddleware):
    pass


class Csrf(OnLoop, csrf.CsrfViewMiddleware):
    async def process_view(self, request: HttpRequest, callback: Any, *rest: Any) -> Any:  # type: ignore[override]
        """To check a form, its body is read."""
        if getattr(callback, "csrf_exempt", False) or request.method in SAFE_METHODS:
            return super().process_view(request, callback, *rest)
        return await sync_to_async(super().process_view)(request, callback, *rest)


class Authentication(OnLoop, auth.AuthenticationMiddleware):
    pass


class Messages(OnLoop, messages.MessageMiddleware):
    def waits(self, request: HttpRequest) -> bool:
        kept: Any = getattr(request, "_messages", None)
        return bool(kept and (kept.used or kept.added_new))


class FrameOptions(OnLoop, clickjacking.XFrameOptionsMiddleware):
    pass
