"""Rooms and who is in them. A room row carries the room's clock (`rev`) and its count of messages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hubbub.models.people import Person


class Room(models.Model):
    """A room. Every durable change in it locks this row and takes the next `rev`."""

    class Kind(models.TextChoices):
        PUBLIC = "public", "Public"
        PRIVATE = "private", "Private"
        DIRECT = "direct", "Direct"

    class Posting(models.TextChoices):
        EVERYONE = "everyone", "Everybody in it"
        MODERATORS = "moderators", "Owners and moderators"
        NOBODY = "nobody", "Nobody"

    name = models.CharField(max_length=50, unique=True)
    key = models.CharField(max_length=200, unique=True, editable=False)
    title = models.CharField(max_length=80, blank=True)
    topic = models.CharField(max_length=250, blank=True)
    words = models.TextField(default="", editable=False, help_text="Name, title and topic, folded for the directory.")
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.PUBLIC)
    archived = models.BooleanField(default=False)
    posting = models.CharField(max_length=10, choices=Posting.choices, default=Posting.EVERYONE)
    calling = models.CharField(
        max_length=10, choices=Posting.choices, default=Posting.EVERYONE, help_text="Who may say @all and @here."
    )
    slow = models.PositiveIntegerField(default=0, help_text="Seconds between two messages of a member; 0 for none.")
    welcome = models.TextField(blank=True, default="", help_text="What new members read first, in Markdown.")
    welcome_html = models.TextField(null=True, editable=False)  # noqa: DJ001  none where the text is plain
    welcome_rev = models.BigIntegerField(default=0, editable=False, help_text="Of its last change; 0 without a text.")
    default = models.BooleanField(default=False, help_text="Everyone who is new joins it.")
    direct_key = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  unique or absent
    rev = models.BigIntegerField(default=0, editable=False)
    state_rev = models.BigIntegerField(default=0, editable=False)
    last_number = models.BigIntegerField(default=0, editable=False)
    last_shown = models.BigIntegerField(default=0, editable=False, help_text="The last that is not only in a thread.")
    pins = models.PositiveIntegerField(default=0, editable=False)
    member_count = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["public", "private", "direct"]), name="hubbub_room_kind"),
            models.CheckConstraint(
                condition=Q(kind="direct", direct_key__isnull=False) | (~Q(kind="direct") & Q(direct_key__isnull=True)),
                name="hubbub_direct_room_has_its_people",
            ),
            models.CheckConstraint(
                condition=Q(rev__gte=0, last_number__gte=0, state_rev__gte=0, state_rev__lte=models.F("rev")),
                name="hubbub_room_clock",
            ),
            models.CheckConstraint(
                condition=Q(last_shown__lte=models.F("last_number")), name="hubbub_room_shows_its_last"
            ),
            models.CheckConstraint(
                condition=Q(posting__in=["everyone", "moderators", "nobody"]), name="hubbub_room_posting"
            ),
            models.CheckConstraint(
                condition=Q(calling__in=["everyone", "moderators", "nobody"]), name="hubbub_room_calling"
            ),
            models.CheckConstraint(condition=Q(default=False) | Q(kind="public"), name="hubbub_default_room_is_public"),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def group(self) -> str:
        """The channel-layer group that a host may `group_send` to."""
        return f"hubbub.room.{self.pk}"


class Membership(models.Model):
    """A person in a room, what they may do there, and how far they have read."""

    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        MODERATOR = "moderator", "Moderator"
        MEMBER = "member", "Member"

    class Notify(models.TextChoices):
        DEFAULT = "default", "As the site says"
        ALL = "all", "Everything"
        MENTIONS = "mentions", "Mentions"
        NOTHING = "nothing", "Nothing"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=9, choices=Role.choices, default=Role.MEMBER)
    rev = models.BigIntegerField(help_text="The room's rev at which this membership last changed.")
    read_number = models.BigIntegerField(default=0)
    notify = models.CharField(max_length=8, choices=Notify.choices, default=Notify.DEFAULT)
    muted = models.BooleanField(default=False)
    favourite = models.BooleanField(default=False)
    position = models.IntegerField(default=0, help_text="Orders the person's rooms; those of one position by title.")
    welcomed = models.BooleanField(default=True, help_text="They have put the room's welcome away, or came before it.")
    posted = models.FloatField(default=0, editable=False, help_text="When they last posted, in seconds since 1970.")
    joined = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="hubbub_member_once"),
            models.CheckConstraint(condition=Q(role__in=["owner", "moderator", "member"]), name="hubbub_member_role"),
            models.CheckConstraint(
                condition=Q(notify__in=["default", "all", "mentions", "nothing"]), name="hubbub_member_notify"
            ),
            models.CheckConstraint(condition=Q(read_number__gte=0), name="hubbub_member_read"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.room_id}"
