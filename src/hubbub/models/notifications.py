"""What a person wants to be told outside of the page, the browsers that are told, and what was told to which."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hubbub.models.messages import Message
from hubbub.models.people import Person
from hubbub.models.rooms import Room


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


class PushKey(models.Model):
    """The key with which this site signs its pushes: one row, made on first use. It never leaves the server."""

    private = models.CharField(max_length=64, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="hubbub_one_push_key")]

    def __str__(self) -> str:
        return "The key for pushes"


class Subscription(models.Model):
    """A browser that takes pushes for somebody, for as long as they are signed in there.

    `endpoint` is a secret: whoever knows it can knock. `credential` is the digest of the session or token it was made
    with, `password` of the password as it was then.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="subscriptions")
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="Of the endpoint.")
    endpoint = models.TextField(editable=False)
    host = models.CharField(max_length=255, editable=False)
    p256dh = models.CharField(max_length=100, editable=False)
    secret = models.CharField(max_length=40, editable=False)
    label = models.CharField(max_length=80)
    origin = models.CharField(max_length=300, editable=False, help_text="The site as this browser calls it.")
    credential = models.CharField(max_length=64, db_index=True, editable=False)
    password = models.CharField(max_length=64, blank=True, editable=False, help_text="Digest of the session's hash.")
    session = models.TextField(blank=True, editable=False, help_text="Its key, sealed; nothing of a token.")
    failures = models.PositiveSmallIntegerField(default=0, editable=False, help_text="Given up, one after the other.")
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class Outgoing(models.Model):
    """Up to which message of a room it has been looked whom it calls for. No row: none yet."""

    room = models.OneToOneField(Room, primary_key=True, on_delete=models.CASCADE, related_name="outgoing")
    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "outgoing"

    def __str__(self) -> str:
        return f"{self.room_id} up to {self.number}"


class Delivery(models.Model):
    """One message for one browser of one person: waiting, or what became of it and why. A test has no message."""

    class Cause(models.TextChoices):
        ALL = "all", "Everything of the room"
        MENTION = "mention", "A mention"
        CALL = "call", "A call to everybody"
        THREAD = "thread", "A thread that they follow"
        TEST = "test", "A test"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        DROPPED = "dropped", "Not sent"
        FAILED = "failed", "Failed"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    subscription = models.ForeignKey(Subscription, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    browser = models.CharField(max_length=80)
    cause = models.CharField(max_length=7, choices=Cause.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    seen = models.BigIntegerField(null=True, editable=False, help_text="Of an edit: how far they had read by then.")
    created = models.DateTimeField(default=timezone.now, editable=False)
    settled = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["message", "subscription"], name="hubbub_delivery_once"),
            models.CheckConstraint(
                condition=Q(cause__in=["all", "mention", "call", "thread", "test"]), name="hubbub_delivery_cause"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled__isnull=True)
                | Q(state__in=["sent", "dropped", "failed"], settled__isnull=False),
                name="hubbub_delivery_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["due"], condition=Q(state="waiting"), name="hubbub_delivery_due"),
            models.Index(fields=["person", "id"], name="hubbub_delivery_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} for {self.browser}: {self.state}"
