"""What a file is: by what is in it, never by its name or by what its sender says of it.

A short table of our own. What is not in it is text, when all of it is, and otherwise just bytes. So what a browser
would run (HTML, SVG, XML, scripts) is text here, which is given out as an attachment.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

BYTES = "application/octet-stream"
TEXT = "text/plain"
PDF = "application/pdf"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

HEAD = 512
CHUNK = 1 << 16

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", PDF),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b\x08", "application/gzip"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_OGG = (
    (b"\x01vorbis", "audio/ogg"),
    (b"OpusHead", "audio/ogg"),
    (b"\x7fFLAC", "audio/ogg"),
    (b"\x80theora", "video/ogg"),
)
_MP4 = re.compile(rb"isom|iso[2-6]|mp4[12]|avc1|dash|mmp4|MSNV|M4V |3g[pe2].")
_MP4_SOUND = {b"M4A ", b"M4B "}
_QUICKTIME = b"qt  "
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def content_type(file: BinaryIO) -> str:
    """Reads the file from its beginning, all of it where it may be text."""
    file.seek(0)
    return by_signature(file.read(HEAD)) or (TEXT if _is_text(file) else BYTES)


def by_signature(head: bytes) -> str | None:
    """What a file that begins so is, as far as the table goes."""
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    return _container(head) or ("audio/mpeg" if _is_mpeg_audio(head) else None)


def _container(head: bytes) -> str | None:
    """Formats in which many kinds of content come."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:4] == b"OggS":
        return next((found for beginning, found in _OGG if head[28:].startswith(beginning)), None)
    if head[4:8] == b"ftyp":
        return _mp4(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:64]:
        return "video/webm"
    return None


def _mp4(brand: bytes) -> str | None:
    if brand in _MP4_SOUND:
        return "audio/mp4"
    if brand == _QUICKTIME:
        return "video/quicktime"
    return "video/mp4" if _MP4.fullmatch(brand) else None


def _is_mpeg_audio(head: bytes) -> bool:
    """A frame of MPEG audio, layer III: eleven set bits, then version, layer, bit rate and sampling rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    version, bit_rate, sampling = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and bit_rate not in {0, 15} and sampling != 3


def _is_text(file: BinaryIO) -> bool:
    """UTF-8 throughout, and no control characters but white space."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            if _NOT_IN_TEXT.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
