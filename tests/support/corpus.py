"""Files of somebody who means harm, made by code: what each is, under which name it comes, and what is to be said to it.

`content_type` is what the server must take it for; None when it must refuse it. In what is shown (`inline`) none of
`GONE` may be left: pictures are written anew.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image

TEXT, BYTES, PDF = "text/plain", "application/octet-stream", "application/pdf"
SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
GONE = (SCRIPT, b"WGS-84-here", b"PK\x03\x04", b"alert(1)")


@dataclass(frozen=True)
class Hostile:
    what: str
    name: str
    content: bytes
    content_type: str | None

    def __str__(self) -> str:
        return self.what


def corpus() -> list[Hostile]:
    return [*_bombs(), *_polyglots(), *_liars(), *_broken(), *_odd()]


def _bombs() -> list[Hostile]:
    """A few kilobytes that want gigabytes."""
    pixels = b"".join([_header(60_000, 60_000), _chunk(b"IDAT", zlib.compress(bytes(1 << 20))), _chunk(b"IEND", b"")])
    gif = b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\x00\x00\x00\x2c" + bytes(4)
    gif += struct.pack("<HH", 65_535, 65_535) + b"\x00\x02\x02\x44\x01\x00\x3b"
    wide = 0x2F | 16_382 << 8 | 16_382 << 22
    lossless = wide.to_bytes(8, "little")[:5] + bytes(11)
    webp = b"RIFF" + struct.pack("<I", 12 + len(lossless)) + b"WEBPVP8L" + struct.pack("<I", len(lossless)) + lossless
    return [
        Hostile("a PNG of 3,600 megapixels", "a.png", b"\x89PNG\r\n\x1a\n" + pixels, None),
        Hostile("a GIF of 4,295 megapixels", "a.gif", gif, None),
        Hostile("a WebP that says it has 268 megapixels", "a.webp", webp, BYTES),
    ]


def _polyglots() -> list[Hostile]:
    """Two formats in one file."""
    document = b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n"
    return [
        Hostile("GIF and script", "a.js", b"GIF89a/*" + bytes(24) + b"*/=1;alert(1)//", BYTES),
        Hostile("PNG and HTML", "a.html", _picture("PNG") + b"<!doctype html>" + SCRIPT, "image/png"),
        Hostile("PNG with HTML in its text", "a.png.html", _commented(SCRIPT), "image/png"),
        Hostile("JPEG and ZIP", "a.zip", _picture("JPEG") + b"PK\x03\x04" + SCRIPT, "image/jpeg"),
        Hostile("GIF and HTML", "a.htm", _picture("GIF") + SCRIPT, "image/gif"),
        Hostile("WebP and HTML", "a.webp", _picture("WEBP") + SCRIPT, "image/webp"),
        Hostile("PDF and script", "a.pdf", document, PDF),
        Hostile("PDF and HTML", "a.html", b"%PDF-1.4\n" + SCRIPT, PDF),
        Hostile("ZIP and HTML", "a.html", b"PK\x03\x04" + SCRIPT, "application/zip"),
        Hostile("MP3 and HTML", "a.html", b"ID3" + SCRIPT, "audio/mpeg"),
    ]


def _liars() -> list[Hostile]:
    """What a browser would run, if it believed the name or looked for itself."""
    page = b"<!doctype html><html><body>" + SCRIPT
    return [
        Hostile("HTML called a picture", "a.png", page, TEXT),
        Hostile("HTML", "index.html", page, TEXT),
        Hostile("HTML after much white space", "a.txt", b" \n" * 600 + page, TEXT),
        Hostile("HTML in UTF-16", "a.html", page.decode().encode("utf-16"), BYTES),
        Hostile("HTML in UTF-7", "a.html", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", TEXT),
        Hostile("HTML with a mark at its beginning", "a.html", b"\xef\xbb\xbf" + page, TEXT),
        Hostile("SVG", "a.svg", SVG, TEXT),
        Hostile("SVG called a picture", "a.png", b'<?xml version="1.0"?>' + SVG, TEXT),
        Hostile("SVG that is packed", "a.svgz", b"\x1f\x8b\x08" + zlib.compress(SVG), "application/gzip"),
        Hostile("XHTML", "a.xhtml", b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>", TEXT),
        Hostile("XML with a style sheet", "a.xml", b'<?xml-stylesheet href="javascript:alert(1)"?><a/>', TEXT),
        Hostile(
            "XML with an entity", "a.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', TEXT
        ),
        Hostile("script", "a.js", b"alert(1)", TEXT),
        Hostile("a style sheet", "a.css", b"*{background:url(//evil.example/a)}", TEXT),
        Hostile(
            "an archive of a page", "a.mhtml", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT, TEXT
        ),
        Hostile("a program", "a.exe", b"MZ" + bytes(64), BYTES),
        Hostile("a service worker", "sw.js", b"self.addEventListener('fetch', () => {})", TEXT),
        Hostile("a manifest", "cache.manifest", b"CACHE MANIFEST\n/", TEXT),
    ]


def _broken() -> list[Hostile]:
    return [
        Hostile("no bytes at all", "a.png", b"", None),
        Hostile("a PNG that is only begun", "a.png", b"\x89PNG\r\n\x1a\n", BYTES),
        Hostile(
            "a PNG with a wrong length",
            "a.png",
            _picture("PNG").replace(b"\0\0\0\rIHDR", b"\xff\xff\xff\xffIHDR"),
            BYTES,
        ),
        Hostile("a JPEG of two bytes more than its mark", "a.jpg", b"\xff\xd8\xff\xff\xff", BYTES),
        Hostile("a WebP that is only a header", "a.webp", b"RIFF\xff\xff\xff\xffWEBP", BYTES),
    ]


def _odd() -> list[Hostile]:
    """Pictures of rare kinds."""
    return [
        Hostile("a JPEG with a position", "a.jpg", _with_position(), "image/jpeg"),
        Hostile("a JPEG in CMYK", "a.jpg", _picture("JPEG", "CMYK"), "image/jpeg"),
        Hostile("a PNG of 16 bits", "a.png", _picture("PNG", "I;16"), "image/png"),
        Hostile("a PNG with a palette", "a.png", _picture("PNG", "P"), "image/png"),
        Hostile("a PNG whose profile unpacks to 64 MB", "a.png", _with_profile(64 << 20), BYTES),
    ]


def _picture(format: str, mode: str = "RGB", **options: object) -> bytes:
    buffer = BytesIO()
    Image.new(mode, (40, 30)).save(buffer, format, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def _with_position() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = "WGS-84-here"
    return _picture("JPEG", exif=exif)


def _with_profile(size: int) -> bytes:
    return _after_header(_chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(size), 9)))


def _commented(text: bytes) -> bytes:
    return _after_header(_chunk(b"tEXt", b"Comment\0" + text))


def _after_header(chunk: bytes) -> bytes:
    picture = _picture("PNG")
    return picture[:33] + chunk + picture[33:]


def _header(width: int, height: int) -> bytes:
    return _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
