"""How programs take part: tokens."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from hubbub.models.people import Person


class ApiToken(models.Model):
    """A key with which a program acts as its person. The token itself is not stored, only its digest."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(max_length=80, blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.label or f"Token {self.pk}"
