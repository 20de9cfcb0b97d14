"""Scripts, styles and pictures: collected, compressed, served."""

from __future__ import annotations

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest

from hubbub.server import statics

SCRIPT = "console.log('hello');\n" * 50


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Path:
    """A project with one script; its folder."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "app.js").write_text(SCRIPT)
    settings.DATA = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "hubbub.server.statics.CompressedFiles"}}
    return tmp_path


def hashed(site: Path, name: str = "app.js") -> str:
    paths: dict[str, str] = json.loads((site / "static" / "staticfiles.json").read_text())["paths"]
    return paths[name]


async def fetch(site: Path, path: str, **headers: str) -> httpx.Response:
    app: Any = statics.StaticFirst(no_page, site / "static", "/static/")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.example") as client:
        return await client.get(path, headers={"Accept-Encoding": "identity", **headers})


async def no_page(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b"a page"})


async def test_a_hashed_file_is_kept_for_ever(site: Path) -> None:
    statics.collect()
    answer = await fetch(site, f"/static/{hashed(site)}")
    assert answer.text == SCRIPT
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_file_under_its_plain_name_is_asked_for_again(site: Path) -> None:
    statics.collect()
    assert (await fetch(site, "/static/app.js")).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("accepts", "coding"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip")])
async def test_a_browser_gets_the_smallest_copy_that_it_takes(site: Path, accepts: str, coding: str) -> None:
    statics.collect()
    answer = await fetch(site, f"/static/{hashed(site)}", **{"Accept-Encoding": accepts})
    assert answer.headers["Content-Encoding"] == coding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "javascript" in answer.headers["Content-Type"]
    assert int(answer.headers["Content-Length"]) < len(SCRIPT) / 5


def test_copies_unpack_to_the_file(site: Path) -> None:
    statics.collect()
    path = site / "static" / hashed(site)
    assert brotli.decompress(Path(f"{path}.br").read_bytes()).decode() == SCRIPT
    assert gzip.decompress(Path(f"{path}.gz").read_bytes()).decode() == SCRIPT


async def test_what_the_browser_has_is_not_sent_again(site: Path) -> None:
    statics.collect()
    first = await fetch(site, "/static/app.js")
    assert (await fetch(site, "/static/app.js", **{"If-None-Match": first.headers["ETag"]})).status_code == 304


@pytest.mark.parametrize("path", ["nothing.js", "../secret_key", "..%2fsecret_key", "%00", "", "x" * 5000])
async def test_what_is_not_there_is_not_found(site: Path, path: str) -> None:
    (site / "secret_key").write_text("secret")
    statics.collect()
    answer = await fetch(site, f"/static/{path}")
    assert answer.status_code in {404, 418}
    assert "secret" not in answer.text


async def test_everything_else_is_a_page(site: Path) -> None:
    assert (await fetch(site, "/chat/")).text == "a page"


def test_a_change_is_collected_and_nothing_else(site: Path) -> None:
    statics.collect()
    before = hashed(site)
    stamp = (site / "static" / "staticfiles.json").stat().st_mtime_ns
    statics.collect()
    assert (site / "static" / "staticfiles.json").stat().st_mtime_ns == stamp
    (site / "source" / "app.js").write_text("other();")
    statics.collect()
    assert hashed(site) != before


def test_workers_that_start_together_collect_once(site: Path) -> None:
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda _: statics.collect(), range(8)))
    assert (site / "static" / hashed(site)).read_text() == SCRIPT
