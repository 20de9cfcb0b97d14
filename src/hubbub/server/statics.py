"""Scripts, styles and pictures: collected once under hashed names, compressed then, and served in front of Django."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from hubbub import __version__
from hubbub.server.locks import alone

Application = Callable[..., Any]

WORTH_COMPRESSING = {".css", ".js", ".svg", ".json", ".html", ".txt", ".webmanifest"}
CODINGS = {"br": ".br", "gzip": ".gz"}
_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


def in_front_of(pages: Application) -> Application:
    """The whole site over HTTP. While developing, Django's own finders serve the files."""
    if settings.DEBUG:
        return pages
    collect()
    return StaticFirst(pages, Path(settings.STATIC_ROOT), settings.STATIC_URL)


def collect() -> None:
    """Collect the static files when they have changed. Processes that start together do it once."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    stamp, current = root.with_name("static.stamp"), _stamp()
    with alone("static"):
        if not stamp.exists() or stamp.read_text() != current:
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(current)


def _stamp() -> str:
    """Changes when a source file, or Hubbub itself, does."""
    files = [
        f"{path} {(status := Path(storage.path(path)).stat()).st_mtime_ns} {status.st_size}"
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    return sha256("\n".join([__version__, *sorted(files)]).encode()).hexdigest()


class CompressedFiles(ManifestStaticFilesStorage):
    """Django's hashed names, with a brotli and a gzip copy beside each file that gets smaller."""

    def post_process(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        yield from super().post_process(*args, **kwargs)
        with ThreadPoolExecutor() as threads:
            list(threads.map(_compress, [Path(self.path(name)) for name in self.hashed_files.values()]))


def _compress(path: Path) -> None:
    if path.suffix not in WORTH_COMPRESSING or path.with_name(path.name + ".gz").exists():
        return
    data = path.read_bytes()
    quality = 11 if len(data) < 100_000 else 5
    copies = {".br": brotli.compress(data, quality=quality), ".gz": gzip.compress(data, 6, mtime=0)}
    for suffix, smaller in copies.items():
        if len(smaller) < len(data):
            path.with_name(path.name + suffix).write_bytes(smaller)


class Files(StaticFiles):
    """Serves the collected files: what has a hash in its name for ever, the best coding that the browser takes."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as missing:
            return PlainTextResponse(missing.detail, missing.status_code)
        lasting = "public, max-age=31536000, immutable" if _HASHED.search(path) else "no-cache"
        response.headers.update({"Cache-Control": lasting, "X-Content-Type-Options": "nosniff"})
        return response

    def file_response(self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200) -> Response:
        accepted = Headers(scope=scope).get("accept-encoding", "")
        for coding, suffix in CODINGS.items():
            smaller = Path(f"{full_path}{suffix}")
            if coding in accepted and smaller.exists():
                response = super().file_response(smaller, smaller.stat(), scope, status_code)
                response.headers.update({"Content-Encoding": coding, "Vary": "Accept-Encoding"})
                response.headers["Content-Type"] = FileResponse(full_path).headers["Content-Type"]
                return response
        return super().file_response(full_path, stat_result, scope, status_code)


class StaticFirst:
    """An ASGI application that answers for the static files and leaves the rest to another."""

    def __init__(self, other: Application, folder: Path, prefix: str) -> None:
        self.other = other
        self.prefix = prefix
        self.files = Files(directory=folder, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(self.prefix):
            await self.files({**scope, "root_path": self.prefix.rstrip("/")}, receive, send)
        else:
            await self.other(scope, receive, send)
