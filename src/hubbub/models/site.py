"""The site itself: one row."""

from __future__ import annotations

import secrets

from django.db import models


def new_epoch() -> str:
    return secrets.token_hex(8)


class Site(models.Model):
    """What holds for the whole chat. `epoch` changes when a backup is restored, so that clients start over."""

    class SignUp(models.TextChoices):
        OPEN = "open", "Anyone may sign up"
        INVITATION = "invitation", "With an invitation link"
        CLOSED = "closed", "Nobody"

    class Notify(models.TextChoices):
        ALL = "all", "Everything"
        MENTIONS = "mentions", "Mentions"
        NOTHING = "nothing", "Nothing"

    name = models.CharField(max_length=80, default="Hubbub")
    epoch = models.CharField(max_length=32, default=new_epoch)
    sign_up = models.CharField(max_length=10, choices=SignUp.choices, default=SignUp.INVITATION)
    notify = models.CharField(max_length=8, choices=Notify.choices, default=Notify.MENTIONS)
    setup_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="hubbub_one_site"),
            models.CheckConstraint(
                condition=models.Q(sign_up__in=["open", "invitation", "closed"]), name="hubbub_site_sign_up"
            ),
            models.CheckConstraint(
                condition=models.Q(notify__in=["all", "mentions", "nothing"]), name="hubbub_site_notify"
            ),
        ]

    def __str__(self) -> str:
        return self.name
