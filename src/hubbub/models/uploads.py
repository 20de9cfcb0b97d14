"""Files that people bring: one row each, its bytes in a Django storage; and files that no row speaks of (any more)."""

from __future__ import annotations

from django.core.files.storage import Storage, default_storage, storages
from django.db import models
from django.utils import timezone

from hubbub.models.messages import Message
from hubbub.models.people import Person
from hubbub.models.rooms import Room

STORAGE = "hubbub"


def storage() -> Storage:
    """The host's storage for uploads, where it names one in `STORAGES["hubbub"]`; its default one otherwise."""
    return storages[STORAGE] if STORAGE in storages.backends else default_storage


class Upload(models.Model):
    """A file for a room. Until a message carries it, only who brought it sees it."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="uploads")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="uploads")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="uploads")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    file = models.FileField(storage=storage, max_length=200)
    thumbnail = models.FileField(storage=storage, max_length=200, blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["created"], condition=models.Q(message__isnull=True), name="hubbub_upload_orphans"),
        ]

    def __str__(self) -> str:
        return self.name


class LooseFile(models.Model):
    """A file in the storage that no upload speaks of: its upload is being made, or was deleted.

    The row is written before the file is, and stays until the file is gone. So whatever breaks off in between leaves a
    note of what to clear away, and nobody has to look through the storage.
    """

    name = models.CharField(max_length=200, unique=True)
    doomed = models.BooleanField(default=False, help_text="No upload can have it any more: it is being deleted.")
    created = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    def __str__(self) -> str:
        return self.name
