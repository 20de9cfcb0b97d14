"""What makes the chat an app: the service worker, the manifest, the page for when there is no network.

They are the same for everyone and say nothing of anybody.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from hubbub import queries

SOURCE = Path(__file__).resolve().parent.parent / "static" / "hubbub" / "sw.js"
POLICY = "default-src 'none'; connect-src 'self'; img-src 'self'"
FRESH = "no-cache"
STYLES = ["hubbub/css/tokens.css", "hubbub/css/base.css", "hubbub/css/forms.css"]


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script, with what only the server knows before it. Its text changes with what it would keep."""
    known = {
        "offline": reverse("hubbub:offline"),
        "styles": [static(path) for path in STYLES],
        "icon": static("hubbub/img/icon-192.png"),
        "badge": static("hubbub/img/badge.png"),
    }
    version = hashlib.sha256((json.dumps(known) + _source()).encode()).hexdigest()[:12]
    text = f"const HUBBUB = {json.dumps(known | {'version': version})};\n{_source()}"
    headers = {"Cache-Control": FRESH, "Content-Security-Policy": POLICY}
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)
    response.headers["Service-Worker-Allowed"] = reverse("hubbub:chat")
    return response


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    name = queries.site().name
    chat = reverse("hubbub:chat")
    found = {
        "name": name,
        "short_name": name[:20],
        "id": chat,
        "start_url": chat,
        "scope": chat,
        "display": "standalone",
        "background_color": "#f6f4f1",
        "theme_color": "#f6f4f1",
        "icons": [
            {"src": static("hubbub/img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("hubbub/img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static("hubbub/img/icon-maskable.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    return JsonResponse(found, content_type="application/manifest+json", headers={"Cache-Control": FRESH})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    response = render(request, "hubbub/offline.html", {"styles": STYLES})
    response.headers["Cache-Control"] = FRESH
    return response
