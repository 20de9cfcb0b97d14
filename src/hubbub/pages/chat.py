"""The chat page: one almost empty document for every room; the elements in it do the rest."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hubbub import conf
from hubbub.pages.words import words


@never_cache
@require_safe
async def chat(request: HttpRequest, room_name: str = "", number: int | None = None) -> HttpResponse:
    user = await request.auser()
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "hubbub/chat.html", _context(request, room_name, number))


def _context(request: HttpRequest, room_name: str, number: int | None) -> dict[str, object]:
    chat_url = reverse("hubbub:chat")
    return {
        "socket_url": conf.get("SOCKET_PATH"),
        "api_url": chat_url.removesuffix("chat/") + "api/v1/",
        "chat_url": chat_url,
        "csrf": get_token(request),
        "room_name": room_name,
        "number": number or "",
        "sign_in_url": resolve_url(settings.LOGIN_URL),
        "sign_out_url": conf.get("SIGN_OUT_URL") or _sign_out_url(),
        "administration_url": conf.get("ADMINISTRATION_URL"),
        "upload_limit": conf.get("UPLOAD_LIMIT"),
        "words": words(),
    }


def _sign_out_url() -> str:
    for name in ("account_logout", "logout"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
