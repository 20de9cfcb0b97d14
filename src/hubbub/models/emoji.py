"""The site's own emoji."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from hubbub.models.people import Person
from hubbub.models.uploads import storage


class SiteEmoji(models.Model):
    """A picture that `:name:` stands for, in messages and in reactions."""

    name = models.CharField(max_length=30, unique=True)
    file = models.FileField(storage=storage, max_length=200)
    content_type = models.CharField(max_length=100)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "site emoji"

    def __str__(self) -> str:
        return f":{self.name}:"
