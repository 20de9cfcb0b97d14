"""The garden's own users: a UUID for a key, an e-mail address to sign in with, no username, no first name."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class Gardeners(BaseUserManager["Gardener"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Gardener":
        gardener = self.model(email=self.normalize_email(email), **fields)
        gardener.set_password(password)
        gardener.save()
        return gardener

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Gardener":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Gardener(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    plot = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    USERNAME_FIELD = "email"

    objects = Gardeners()

    def __str__(self) -> str:
        return self.email
