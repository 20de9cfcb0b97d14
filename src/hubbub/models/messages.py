"""What was said, what it said before, who was mentioned, and what others thought of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hubbub.models.people import Person
from hubbub.models.rooms import Room


class Message(models.Model):
    """One message. `number` places it in its room for ever; `rev` is the room's clock at its last change."""

    class Kind(models.TextChoices):
        USER = "user", "Written by a person"
        SYSTEM = "system", "Written by the room"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages", db_index=False)
    number = models.BigIntegerField()
    rev = models.BigIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages", db_index=False)
    client_id = models.UUIDField()
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.USER)
    body = models.TextField()
    html = models.TextField(null=True)  # noqa: DJ001  null says that the body is plain text
    reply_to = models.BigIntegerField(null=True)
    created = models.DateTimeField(default=timezone.now)
    edited = models.DateTimeField(null=True)
    deleted = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="hubbub_message_number"),
            models.UniqueConstraint(fields=["room", "rev"], name="hubbub_message_rev"),
            models.UniqueConstraint(fields=["author", "client_id"], name="hubbub_message_once"),
            models.CheckConstraint(condition=Q(number__gte=1, rev__gte=1), name="hubbub_message_counts_from_one"),
            models.CheckConstraint(condition=Q(kind__in=["user", "system"]), name="hubbub_message_kind"),
            models.CheckConstraint(
                condition=Q(deleted__isnull=True) | Q(body="", html__isnull=True), name="hubbub_deleted_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(reply_to__isnull=True) | Q(reply_to__lt=models.F("number"), reply_to__gte=1),
                name="hubbub_reply_looks_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.number}"


class Revision(models.Model):
    """The text of a message before an edit."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField()
    html = models.TextField(null=True)  # noqa: DJ001  null says that the body is plain text
    replaced_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"An earlier text of message {self.message_id}"


class Mention(models.Model):
    """Somebody named in a message. `number` repeats the message's, so that unread mentions need no join."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="hubbub_mention_once")]
        indexes = [models.Index(fields=["person", "room", "number"], name="hubbub_mention_unread")]

    def __str__(self) -> str:
        return f"{self.person_id} in message {self.message_id}"


class Reaction(models.Model):
    """One person's emoji on one message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=32)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "emoji", "person"], name="hubbub_reaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.emoji} on message {self.message_id}"
