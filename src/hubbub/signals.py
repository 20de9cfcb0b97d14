"""What Hubbub hears of the site's users: they sign out, or their account changes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest

from hubbub import events
from hubbub.digests import digest
from hubbub.models import Person
from hubbub.operations.search_index import keep_index
from hubbub.operations.site import ensure_site
from hubbub.operations.subscriptions import end_subscriptions


@receiver(user_logged_out, dispatch_uid="hubbub_signed_out")
def tell_signed_out(request: HttpRequest | None, **kwargs: Any) -> None:
    key = request.session.session_key if request and hasattr(request, "session") else None
    if key:
        end_subscriptions([digest(key)])
        events.publish(events.SignedOut(digest(key)))


@receiver([post_save, pre_delete], sender=get_user_model(), dispatch_uid="hubbub_user_changed")
def tell_access_changed(instance: Any, **kwargs: Any) -> None:
    """A new password, or an account that was closed, ends sockets that it opened."""
    for person_id in Person.objects.filter(user_id=instance.pk).values_list("pk", flat=True):
        events.publish(events.AccessChanged(person_id))


def keep_search_index(using: str, **kwargs: Any) -> None:
    """After every migration, of whichever of a host's databases."""
    keep_index(using)


def make_site(apps: Any = apps, **kwargs: Any) -> None:
    """The site's one row, after every migration and in every test database, with the columns that it has by then."""
    with suppress(LookupError):
        ensure_site(apps.get_model("hubbub", "Site"))
