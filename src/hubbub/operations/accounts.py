"""Accounts of the product: how they are made. A host project makes its own."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction

from hubbub import text
from hubbub.errors import Conflict, Denied
from hubbub.models import Person, Site
from hubbub.operations.invitations import use_invitation
from hubbub.operations.people import LONGEST_NAME, ensure_person


def create_account(
    username: str, password: str | None, *, name: str = "", email: str = "", owner: bool = False
) -> AbstractUser:
    """Make a user and their person. Without a password they cannot sign in yet.

    Raises:
        Invalid: a username or name that cannot be.
        Conflict: somebody has this username, or one that looks the same.
    """
    username = text.clean_username(username)
    name = text.clean_line(name or username, longest=LONGEST_NAME, what="name")
    if Person.objects.filter(key=text.skeleton(username)).exists():
        raise _taken(username)
    try:
        with transaction.atomic():
            user = _users().create_user(
                username, email or None, password, name=name, is_staff=owner, is_superuser=owner
            )
            ensure_person(user)
    except IntegrityError:
        raise _taken(username) from None
    return cast(AbstractUser, user)


def sign_up(username: str, password: str, *, name: str = "", email: str = "", code: str = "") -> AbstractUser:
    """Make one's own account: on an open site, or with the code of an invitation, which is then used once.

    Raises:
        Denied: the site is closed, or the invitation is not valid any more.
    """
    with transaction.atomic():
        _admit(code)
        return create_account(username, password, name=name, email=email)


def _admit(code: str) -> None:
    allowed = Site.objects.filter(pk=1).values_list("sign_up", flat=True).first()
    if allowed == Site.SignUp.OPEN:
        return
    if allowed == Site.SignUp.CLOSED:
        raise Denied("Nobody can sign up here at the moment.")
    use_invitation(code)


def _users() -> Any:
    return get_user_model().objects


def _taken(username: str) -> Conflict:
    message = f"{username} is taken, or looks like a username that is. Choose another one."
    return Conflict(message, fields={"username": message})
