"""Files as answers: whole or in ranges, piece by piece, and so that no browser runs anything in them."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from hubbub import file_types, stored
from hubbub.access import NO_SUCH_FILE
from hubbub.api.refusals import refusal
from hubbub.digests import digest
from hubbub.errors import Invalid, NotFound
from hubbub.models import Upload
from hubbub.threads import in_file_thread

logger = logging.getLogger(__name__)

WEBP = "image/webp"
NO_SUCH_RANGE = "The file is not so long: there is nothing in this range."
SHOWN = {file_types.PDF, *file_types.PICTURES}
PLAYED = ("audio/", "video/")
POLICY = "default-src 'none'; sandbox"
POLICY_FOR_PDF = "default-src 'none'; style-src 'unsafe-inline'"  # in a sandbox, Chromium's own viewer does not start
ALWAYS = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PLAIN_NAME = re.compile(r"[ !#$&+.0-9A-Z^_`a-z|~-]+")
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")

BINARY = {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
SAID = {
    200: "All of it",
    206: "The range that was asked for",
    304: "It is what you have (If-None-Match)",
    416: "There is no such range in it",
}
ANSWERS: dict[str, Any] = {
    "response": dict.fromkeys(SAID),
    "openapi_extra": {
        "responses": {
            status: {"description": said, **(BINARY if status in {200, 206} else {})} for status, said in SAID.items()
        }
    },
}


class Body:
    """A range of an open file. It is read in a thread, piece by piece, as fast as the reader takes it."""

    def __init__(self, file: File[Any], span: range) -> None:
        self.file = file
        self.span = span

    async def __aiter__(self) -> AsyncIterator[bytes]:
        start = self.span.start
        while start < self.span.stop:
            length = min(stored.PIECE, self.span.stop - start)
            piece = await in_file_thread(stored.read, self.file, start, length)
            if not piece:
                raise OSError(f"{self.file.name} is shorter than it was.")
            yield piece
            start += len(piece)

    def close(self) -> None:
        self.file.close()


def check_name(row: Upload, name: str) -> None:
    if name != row.name:
        raise NotFound(NO_SUCH_FILE)


async def file(request: HttpRequest, row: Upload) -> HttpResponseBase:
    headers = {
        "Content-Type": row.content_type + ("; charset=utf-8" if row.content_type == file_types.TEXT else ""),
        "Content-Disposition": disposition(row.name, inline=is_shown(row.content_type)),
        "Content-Security-Policy": POLICY_FOR_PDF if row.content_type == file_types.PDF else POLICY,
        "Accept-Ranges": "bytes",
    }
    return _unchanged(request, str(row.file)) or await _whole_or_range(request, str(row.file), row.size, headers)


async def thumbnail(request: HttpRequest, row: Upload) -> HttpResponseBase:
    """
    Raises:
        NotFound: this file has none.
    """
    if not row.thumbnail:
        raise NotFound(NO_SUCH_FILE)
    return await small_picture(request, str(row.thumbnail), WEBP)


async def small_picture(request: HttpRequest, name: str, content_type: str) -> HttpResponseBase:
    """A picture of ours in one piece, by its name in the storage."""
    if unchanged := _unchanged(request, name):
        return unchanged
    content = await in_file_thread(_content, name)
    return _answer(HttpResponse(content), name, {"Content-Type": content_type, "Content-Security-Policy": POLICY})


def is_shown(content_type: str) -> bool:
    """Whether a browser may show it in its own page or player; everything else it only saves."""
    return content_type in SHOWN or content_type.startswith(PLAYED)


def disposition(name: str, *, inline: bool) -> str:
    """RFC 6266: a plain name for whoever knows no other, and the whole of it in UTF-8."""
    kind = "inline" if inline else "attachment"
    if PLAIN_NAME.fullmatch(name):
        return f'{kind}; filename="{name}"'
    return f"{kind}; filename*=UTF-8''{quote(name, safe='')}"


def _etag(name: str) -> str:
    """The bytes under a name of ours never change. Who knows a name may read the file where the storage is public."""
    return f'"{digest(name)[:40]}"'


def _unchanged(request: HttpRequest, name: str) -> HttpResponseBase | None:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if _etag(name) not in known and "*" not in known:
        return None
    return _answer(HttpResponseNotModified(), name, {})


def _answer(response: HttpResponseBase, name: str, headers: dict[str, str]) -> HttpResponseBase:
    """A browser may keep it, and asks each time whether it may still show it."""
    for header, value in {**ALWAYS, "ETag": _etag(name), **headers}.items():
        response.headers[header] = value
    return response


async def _whole_or_range(request: HttpRequest, name: str, size: int, headers: dict[str, str]) -> HttpResponseBase:
    span = _range(request, name, size)
    if span is None:
        return _answer(refusal(Invalid(NO_SUCH_RANGE), 416), name, {"Content-Range": f"bytes */{size}"})
    if len(span) < size:
        headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    headers["Content-Length"] = str(len(span))
    status = 206 if "Content-Range" in headers else 200
    if request.method == "HEAD":
        return _answer(HttpResponse(status=status), name, headers)
    body: Any = Body(await in_file_thread(_opened, name), span)
    return _answer(StreamingHttpResponse(body, status=status), name, headers)


def _range(request: HttpRequest, name: str, size: int) -> range | None:
    """RFC 9110: one range of bytes; what is no such range, or of another state of the file, asks for all. None for a
    range that begins behind the end."""
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if not found or found[0] == "bytes=-" or request.headers.get("If-Range", _etag(name)) != _etag(name):
        return range(size)
    first, last = (int(text) if text else None for text in found.groups())
    if first is None:
        return range(max(size - (last or 0), 0), size) if last else None
    if last is not None and last < first:
        return range(size)
    return range(first, min(size if last is None else last + 1, size)) if first < size else None


def _opened(name: str) -> File[Any]:
    """
    Raises:
        NotFound: the storage has lost it.
    """
    try:
        return stored.opened(name)
    except FileNotFoundError:
        logger.error("The file %s is not in the storage.", name)
        raise NotFound(NO_SUCH_FILE) from None


def _content(name: str) -> bytes:
    with _opened(name) as found:
        content: bytes = found.read()
        return content
