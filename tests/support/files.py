"""Files as people have them, and uploads that are there already."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from hubbub.models import Person, Room, Upload

NOTES = b"Oolong at four, sencha at five.\n"


def brought(person: Person, room: Room, name: str = "notes.txt", content: bytes = NOTES, **fields: Any) -> Upload:
    """An upload that no message carries yet."""
    fields = {"content_type": "text/plain", "size": len(content), **fields}
    return Upload.objects.create(person=person, room=room, name=name, file=ContentFile(content, "key"), **fields)
