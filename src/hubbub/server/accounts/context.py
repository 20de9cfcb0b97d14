"""What every page of the product knows of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hubbub.models import Site


def site(_request: HttpRequest) -> dict[str, Any]:
    """Context processor: the site is read only by a page that says something of it."""
    return {"hubbub_site": SimpleLazyObject(current_site), "sends_mail": bool(settings.EMAIL_HOST)}


def current_site() -> Site:
    return Site.objects.filter(pk=1).first() or Site(pk=1)
