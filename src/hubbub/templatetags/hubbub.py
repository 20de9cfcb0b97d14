"""The page's scripts by their hashed names. Modules import each other by plain relative names; the import map leads
each of these addresses to the hashed file, and a host page's own map is not touched by it.

What stands in `js/later/` is in the map, but not preloaded: js/later.js fetches it when it is first wanted, and its
style with it, whose address stands in the page as data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

STATIC = Path(__file__).resolve().parent.parent / "static"
LATER = "hubbub/js/later/"
TYPES = "hubbub/js/types.js"
EMOJI = "hubbub/emoji.json"  # a module asks for its hashed name by import.meta.resolve
_IN_JSON = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def hubbub_scripts(context: Context) -> SafeString:
    """The import map, a preload for each module of the first page, and the module that starts them all."""
    nonce = _nonce(context)
    entry = format_html('<script type="module" src="{}" nonce="{}"></script>', static("hubbub/js/app.js"), nonce)
    styles = json_script({Path(path).stem: static(path) for path in later_styles()}, "hubbub-later")
    return mark_safe(_import_map(nonce) + styles + _preloads(nonce) + entry)  # noqa: S308  # each part is escaped


@register.simple_tag(takes_context=True)
def hubbub_theme(context: Context) -> SafeString:
    """The one script that must run before the first paint: the theme that the person chose."""
    return format_html('<script src="{}" nonce="{}"></script>', static("hubbub/theme.js"), _nonce(context))


@register.inclusion_tag("hubbub/parts/icon.html")
def icon(name: str) -> dict[str, Any]:
    return {"name": name}


def _import_map(nonce: str) -> SafeString:
    moved = {urljoin(settings.STATIC_URL, path): static(path) for path in [*modules(), EMOJI]}
    imports = {plain: hashed for plain, hashed in moved.items() if plain != hashed}
    text = mark_safe(json.dumps({"imports": imports}).translate(_IN_JSON))  # noqa: S308  # no "<" is left in it
    return format_html('<script type="importmap" nonce="{}">{}</script>', nonce, text) if imports else SafeString("")


def _preloads(nonce: str) -> SafeString:
    addresses = ((static(path), nonce) for path in modules() if not path.startswith(LATER))
    return format_html_join("", '<link rel="modulepreload" href="{}" nonce="{}">', addresses)


def _nonce(context: Context) -> str:
    request = context.get("request")
    return str(context.get("csp_nonce") or getattr(request, "csp_nonce", ""))


@cache
def modules() -> list[str]:
    """Every module that a browser may fetch."""
    return [path for path in _files("js", "*.js") if path != TYPES]


@cache
def later_styles() -> list[str]:
    return _files("css/later", "*.css")


def _files(folder: str, pattern: str) -> list[str]:
    found = (STATIC / "hubbub" / folder).rglob(pattern)
    return sorted(path.relative_to(STATIC).as_posix() for path in found)
