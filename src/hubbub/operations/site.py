"""The site itself: its name, who may sign up, what people are notified of, and the one time when it gets its owner."""

from __future__ import annotations

import secrets
from hmac import compare_digest

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import transaction

from hubbub import access, text
from hubbub.digests import digest
from hubbub.errors import Denied, Invalid
from hubbub.models import Person, Site
from hubbub.operations.accounts import create_account
from hubbub.operations.people import ensure_person
from hubbub.operations.rooms import create_room

LONGEST_NAME = 80


def ensure_site(sites: type[Site]) -> None:
    """The site's row, made with its defaults where there is none; by the model that a migration has at hand."""
    sites.objects.get_or_create(pk=1)


def change_site(by: Person, *, name: str | None = None, sign_up: str | None = None, notify: str | None = None) -> Site:
    """Name the site, say who may sign up, or what those are notified of who choose nothing. What is None stays."""
    access.must_be_site_owner(by)
    if sign_up is not None and sign_up not in Site.SignUp.values:
        choices = "Choose open, invitation or closed."
        raise Invalid(f"That is no way to sign up. {choices}", fields={"sign_up": choices})
    if notify is not None and notify not in Site.Notify.values:
        choices = "Choose all, mentions or nothing."
        raise Invalid(f"That is nothing to be notified of. {choices}", fields={"notify": choices})
    with transaction.atomic():
        site = _locked_site()
        site.name = site.name if name is None else _clean_name(name)
        site.sign_up = sign_up or site.sign_up
        site.notify = notify or site.notify
        site.save()
    return site


def new_setup_secret() -> str | None:
    """What opens the set-up page until there is an account; the one before it opens nothing any more.

    Returns:
        The secret, which is not stored; None when the site has an account already.
    """
    with transaction.atomic():
        site = _locked_site()
        secret = None if _has_account() else secrets.token_urlsafe(24)
        site.setup_digest = digest(secret) if secret else ""
        site.save()
    return secret


def opens_setup(secret: str) -> bool:
    return _opens(Site.objects.filter(pk=1).first(), secret)


def claim_site(secret: str, *, username: str, password: str, name: str = "", site_name: str = "") -> AbstractUser:
    """Make the first account, which owns the site, and a first room. One caller wins, whoever else tries meanwhile.

    Raises:
        Denied: not the secret, or somebody was faster.
    """
    with transaction.atomic():
        site = _locked_site()
        if not _opens(site, secret):
            raise Denied("This set-up address is not valid, or it has been used. Sign in instead.")
        owner = create_account(username, password, name=name, owner=True)
        site.name = _clean_name(site_name) if site_name else site.name
        site.setup_digest = ""
        site.save()
        create_room(ensure_person(owner), "general", title="General", default=True)
    return owner


def _clean_name(name: str) -> str:
    return text.clean_line(name, longest=LONGEST_NAME, what="name")


def _opens(site: Site | None, secret: str) -> bool:
    return bool(site and site.setup_digest and compare_digest(site.setup_digest, digest(secret)) and not _has_account())


def _has_account() -> bool:
    return get_user_model().objects.exists()


def _locked_site() -> Site:
    return Site.objects.select_for_update().get_or_create(pk=1)[0]
