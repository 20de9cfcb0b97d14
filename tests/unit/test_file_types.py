"""What a file is, by what is in it."""

from __future__ import annotations

from io import BytesIO

import pytest

from hubbub.file_types import content_type
from tests.support.files import NOTES, picture

OGG = b"OggS" + b"\0" * 24
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"

KNOWN = {
    "image/png": [picture("PNG")],
    "image/jpeg": [picture("JPEG"), b"\xff\xd8\xff"],
    "image/gif": [picture("GIF"), b"GIF87a"],
    "image/webp": [picture("WEBP"), b"RIFF\0\0\0\0WEBP"],
    "audio/wav": [b"RIFF\0\0\0\0WAVE"],
    "audio/flac": [b"fLaC"],
    "audio/mpeg": [b"ID3\x04", b"\xff\xfb\x90\x00", b"\xff\xf3\x40\xc0"],
    "audio/ogg": [OGG + b"\x01vorbis", OGG + b"OpusHead"],
    "video/ogg": [OGG + b"\x80theora"],
    "audio/mp4": [b"\0\0\0\x20ftypM4A "],
    "video/mp4": [b"\0\0\0\x20ftypisom", b"\0\0\0\x20ftypmp42"],
    "video/quicktime": [b"\0\0\0\x14ftypqt  "],
    "video/webm": [WEBM],
    "application/pdf": [b"%PDF-1.7\n"],
    "application/zip": [b"PK\x03\x04", b"PK\x05\x06"],
    "application/gzip": [b"\x1f\x8b\x08"],
    "text/plain": [NOTES, "Grüße 🍵\r\n\f".encode(), b"<svg onload=alert(1)>", b"<!doctype html>", "\ufeffa".encode()],
    "application/octet-stream": [
        b"\0",
        b"a\0b",
        b"\x1b[2J",
        b"\xff\xfea\0",
        b"\xc3",
        b"x" * 70_000 + b"\xff",
        "\x85".encode(),
        b"RIFF\0\0\0\0AVI ",
        OGG + b"Speex",
        b"\0\0\0\x20ftypheic",
        b"\xff\xe0\x00\x00",
        WEBM.replace(b"webm", b"matr"),
        b" %PDF-1.7\0",
    ],
}
CASES = [(kind, content) for kind, contents in KNOWN.items() for content in contents]


@pytest.mark.parametrize(("kind", "content"), CASES, ids=[f"{kind} {content[:12]!r}" for kind, content in CASES])
def test_a_file_is_what_its_content_says(kind: str, content: bytes) -> None:
    assert content_type(BytesIO(content)) == kind


def test_a_character_that_lies_across_two_pieces_is_one() -> None:
    assert content_type(BytesIO(b"x" * 65_535 + "ü".encode())) == "text/plain"
