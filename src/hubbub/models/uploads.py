"""Files that people bring: one row each, its bytes in a Django storage."""

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
