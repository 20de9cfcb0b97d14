"""What a person wants to be told outside of the page, and when not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hubbub.models.people import Person


class Preferences(models.Model):
    """How somebody wants to be told. Made when they first choose something; until then the defaults here hold."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="preferences")
    desktop = models.BooleanField(default=True, help_text="Notifications of the open page.")
    sound = models.BooleanField(default=False)
    push_content = models.BooleanField(
        default=True, help_text="A push says who wrote what, not only that there is news."
    )
    dnd_until = models.DateTimeField(null=True)
    dnd_from = models.TimeField(null=True, help_text="Every day from here to `dnd_to`, in `time_zone`.")
    dnd_to = models.TimeField(null=True)
    time_zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        verbose_name_plural = "preferences"
        constraints = [
            models.CheckConstraint(
                condition=Q(dnd_from__isnull=True, dnd_to__isnull=True)
                | Q(dnd_from__isnull=False, dnd_to__isnull=False) & ~Q(dnd_from=models.F("dnd_to")),
                name="hubbub_quiet_hours_begin_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"Preferences of {self.person_id}"
