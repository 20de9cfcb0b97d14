"""Who takes part: a person of the chat, whatever the site's user model is, and the invitations that bring more."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Person(models.Model):
    """The chat's own row for a user. It outlives the user: what somebody wrote keeps its name."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="hubbub_person"
    )
    username = models.CharField(max_length=30)
    key = models.CharField(max_length=120, unique=True, editable=False)
    name = models.CharField(max_length=80)
    bot = models.BooleanField(default=False)
    joined = models.DateTimeField(default=timezone.now, editable=False)
    posts_spent = models.FloatField(default=0, editable=False, help_text="See `rates.spend`, in seconds since 1970.")
    calls_spent = models.FloatField(default=0, editable=False, help_text="The same for @all and @here.")

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link that lets people sign up. The code itself is not stored, only its digest."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField()
    uses_left = models.PositiveIntegerField()

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"Invitation by {self.created_by_id}, {self.uses_left} left"
