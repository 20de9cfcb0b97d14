"""The product's user: a username that nobody can imitate, and a name to be called by."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models

from hubbub import text
from hubbub.errors import Refused


def valid_username(value: str) -> None:
    try:
        text.clean_username(value)
    except Refused as refused:
        raise ValidationError(refused.message) from None


class AccountManager(UserManager["User"]):
    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> User:
        """Whom a person means who signs in: `Rosa` and `rosa` are one account."""
        return self.get(key=text.skeleton(username or ""))


class User(AbstractUser):
    username = models.CharField(max_length=30, unique=True, validators=[valid_username])
    key = models.CharField(max_length=120, unique=True, editable=False)
    name = models.CharField(max_length=80, blank=True)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    objects: ClassVar[AccountManager] = AccountManager()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username = text.clean_username(self.username)
        self.key = text.skeleton(self.username)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()


def display_name(user: User) -> str:
    return user.get_full_name()
