"""Files as people have them, and uploads that are there already."""

from __future__ import annotations

import wave
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import ExifTags, Image

from hubbub.models import Person, Room, Upload

NOTES = b"Oolong at four, sencha at five.\n"
GPS = b"WGS-84-here"


def brought(person: Person, room: Room, name: str = "notes.txt", content: bytes = NOTES, **fields: Any) -> Upload:
    """An upload that no message carries yet."""
    fields = {"content_type": "text/plain", "size": len(content), **fields}
    return Upload.objects.create(person=person, room=room, name=name, file=ContentFile(content, "key"), **fields)


def picture(
    format: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", *, exif: bool = False, **options: Any
) -> bytes:
    """A picture in one colour; with what a camera writes, it lies on its side."""
    if exif:
        options["exif"] = _of_a_camera()
    buffer = BytesIO()
    Image.new(mode, size).save(buffer, format, **options)
    return buffer.getvalue()


def moving(format: str, frames: int = 3, size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """A picture that changes its colour."""
    colours = [Image.new("RGB", size, (80 * number % 256, 40, number % 256)) for number in range(frames)]
    buffer = BytesIO()
    colours[0].save(buffer, format, save_all=True, append_images=colours[1:], duration=100, loop=0, **options)
    return buffer.getvalue()


def hum() -> bytes:
    """A tenth of a second of a low tone."""
    buffer = BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setparams((1, 1, 8_000, 0, "NONE", ""))
        sound.writeframes(bytes(128 + 40 * (at // 40 % 2) for at in range(800)))
    return buffer.getvalue()


def _of_a_camera() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = GPS.decode()
    return exif
