"""What was said, in which thread, what it said before, who was mentioned, what others thought of it and kept of it."""

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

    class Calls(models.TextChoices):
        ALL = "all", "Everybody in the room"
        HERE = "here", "Everybody who is here"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages", db_index=False)
    number = models.BigIntegerField()
    rev = models.BigIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages", db_index=False)
    client_id = models.UUIDField()
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.USER)
    body = models.TextField()
    html = models.TextField(null=True)  # noqa: DJ001  null says that the body is plain text
    reply_to = models.BigIntegerField(null=True)
    thread = models.BigIntegerField(null=True, help_text="The number of the message that the thread hangs on.")
    in_room = models.BooleanField(default=True, help_text="It stands in the room's timeline, not only in its thread.")
    calls = models.CharField(max_length=4, choices=Calls.choices, blank=True, default="")
    upload_count = models.PositiveSmallIntegerField(default=0)
    replies = models.PositiveIntegerField(default=0, help_text="Messages in the thread that hangs on this one.")
    last_reply = models.DateTimeField(null=True)
    last_reply_number = models.BigIntegerField(default=0, help_text="The last of them that stands; 0 for none.")
    pinned = models.DateTimeField(null=True)
    pinned_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
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
            models.CheckConstraint(
                condition=Q(thread__isnull=True, in_room=True)
                | Q(thread__isnull=False, thread__lt=models.F("number"), thread__gte=1, replies=0),
                name="hubbub_thread_hangs_on_a_message",
            ),
            models.CheckConstraint(condition=Q(calls__in=["", "all", "here"]), name="hubbub_message_calls"),
        ]
        indexes = [
            models.Index(fields=["room", "thread", "number"], condition=Q(thread__isnull=False), name="hubbub_thread"),
            models.Index(fields=["room", "pinned"], condition=Q(pinned__isnull=False), name="hubbub_pinned"),
            models.Index(fields=["room", "number"], condition=Q(calls="all"), name="hubbub_calls"),
            models.Index(fields=["id"], condition=Q(calls="all"), name="hubbub_calls_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.number}"


class ThreadFollower(models.Model):
    """Somebody who took part in a thread, or follows it, and how far they have read there."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    following = models.BooleanField(default=True)
    replied = models.BigIntegerField(default=0, help_text="The number of their last message in it, 0 for none.")
    read_number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "message"], name="hubbub_thread_follower_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in the thread of message {self.message_id}"


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
        indexes = [
            models.Index(fields=["person", "room", "number"], name="hubbub_mention_unread"),
            models.Index(fields=["person", "message"], name="hubbub_mention_newest"),
        ]

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


class Saved(models.Model):
    """A message that somebody keeps for later."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="saved")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved", db_index=False)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "message"], name="hubbub_saved_once")]
        indexes = [models.Index(fields=["person", "id"], name="hubbub_saved_newest")]

    def __str__(self) -> str:
        return f"Message {self.message_id}, saved by {self.person_id}"
