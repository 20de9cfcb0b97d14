"""What somebody uploads who means harm: each is refused with a sentence, or given out so that no browser runs it."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import cycle
from pathlib import Path
from typing import Any

import psutil
import pytest
from httpx import Client, Response
from playwright.sync_api import Browser, Error

from tests.browser.conftest import _signed_in
from tests.support.corpus import GONE, Hostile, corpus
from tests.support.seeds import Seed
from tests.support.servers import Server
from tests.support.waiting import eventually
from tests.support.watch import Watch

NAMES = {
    "../../../etc/passwd": "passwd",
    "..\\..\\windows\\win.ini": "win.ini",
    ".htaccess": ".htaccess",
    "CON": "CON",
    "nul.txt": "nul.txt",
    "a.png%00.html": "a.png%00.html",
    "cafe\u0301.txt": "caf\u00e9.txt",
    "<img src=x onerror=alert(1)>.txt": "<img src=x onerror=alert(1)>.txt",
    '"; filename="x.html': '"; filename="x.html',
    "x" * 255: "x" * 255,
    "x" * 256: None,
    "a\nSet-Cookie: b=c": None,
    "\u202egnp.exe": None,
    "a\u200bb.txt": None,
    "..": None,
    " ": None,
}
MORE = 8 << 20
TURNS = cycle(["mina", "jonas", "priya", "rosa"])
FORMS = {
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "no part": ("multipart/form-data; boundary=x", b"--x--\r\n"),
    "garbage": ("multipart/form-data; boundary=x", bytes(range(256)) * 40),
    "a boundary of 5,000": ("multipart/form-data; boundary=" + "x" * 5_000, b"--x--"),
    "no room": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--x--',
    ),
    "no file": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="room"\r\n\r\ntea\r\n--x--',
    ),
    "two files": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n' * 2 + b"--x--",
    ),
    "a huge header": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=file; filename=" + b"a" * 200_000,
    ),
    "a strange encoding": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="room"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--',
    ),
    "a form of addresses": ("application/x-www-form-urlencoded", b"room=tea&file=a"),
    "no end": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na',
    ),
}


@pytest.fixture(scope="module")
def site(seed: Seed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(data=seed.data, TMPDIR=str(tmp_path_factory.mktemp("arriving"))) as server:
        yield server


@pytest.fixture
def enemy(site: Server) -> Iterator[Client]:
    """One of the tea room in turn, for each may bring 30 files in a minute."""
    with site.api(next(TURNS)) as client:
        yield client


def bring(client: Client, content: bytes, name: str = "a.bin", room: str = "tea") -> Response:
    return client.post("uploads", data={"room": room}, files={"file": (name, content, "text/html")})


@pytest.mark.parametrize("hostile", corpus(), ids=str)
def test_a_file(enemy: Client, hostile: Hostile) -> None:
    answer = bring(enemy, hostile.content, hostile.name)
    if hostile.content_type is None:
        assert answer.status_code in {400, 413}, answer.text
        return
    assert answer.status_code == 201, answer.text
    assert answer.json()["content_type"] == hostile.content_type
    given = enemy.get(answer.json()["url"].removeprefix("/api/v1/"))
    check(given, hostile)
    enemy.delete(f"uploads/{answer.json()['id']}")


def check(given: Response, hostile: Hostile) -> None:
    shown = given.headers["Content-Disposition"].startswith("inline")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert given.headers["Content-Type"].partition(";")[0] == hostile.content_type
    assert shown == hostile.content_type.startswith(("image/", "audio/", "application/pdf"))  # type: ignore[union-attr]
    if hostile.content_type.startswith("image/"):  # type: ignore[union-attr]
        assert not [left for left in GONE if left in given.content]


@pytest.mark.parametrize(("name", "kept"), NAMES.items(), ids=range(len(NAMES)))
def test_a_name(enemy: Client, name: str, kept: str | None) -> None:
    answer = enemy.post(
        "uploads", content=form(name.encode()), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    if kept is None:
        assert answer.status_code in {400, 413}, answer.text
        return
    assert (answer.status_code, answer.json().get("name")) == (201, kept), answer.text
    given = enemy.get(answer.json()["url"].removeprefix("/api/v1/"))
    assert given.status_code == 200
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert "b" not in given.cookies


def form(name: bytes, content: bytes = b"Hello.") -> bytes:
    """As a browser writes it: quotes and line ends in the name are escaped."""
    escaped = name.replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
    room = b'--x\r\nContent-Disposition: form-data; name="room"\r\n\r\ntea\r\n'
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + escaped + b'"\r\n\r\n'
    return room + head + content + b"\r\n--x--\r\n"


@pytest.mark.parametrize(("kind", "body"), FORMS.values(), ids=list(FORMS))
def test_a_form_that_is_garbage(enemy: Client, kind: str, body: bytes) -> None:
    answer = enemy.post("uploads", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), answer.text
    assert answer.json()["message"]


# Nothing half kept


def test_a_connection_that_is_cut_leaves_nothing(site: Server) -> None:
    before = lying(site)
    body = form(b"cut.bin", bytes(MORE))
    for part in (100, 70_000, MORE // 2, len(body) - 1):
        cut(site, body, part)
    eventually(lambda: lying(site) <= before)
    assert unsent(site, "cut.bin") == 0


def cut(site: Server, body: bytes, part: int) -> None:
    head = f"POST /api/v1/uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {site.token('rosa')}\r\n"
    head += f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        connection.sendall(head.encode() + body[:part])


def test_a_full_disk_is_said_and_leaves_nothing(site: Server) -> None:
    before = lying(site)
    server = psutil.Process(site.pid)
    limits = server.rlimit(psutil.RLIMIT_FSIZE)
    with site.api("priya") as priya:
        server.rlimit(psutil.RLIMIT_FSIZE, (MORE // 2, limits[1]))
        answer = bring(priya, bytes(MORE), "full.bin")
        server.rlimit(psutil.RLIMIT_FSIZE, limits)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), answer.text
        assert "no room left" in answer.json()["message"]
        eventually(lambda: lying(site) <= before)
        assert unsent(site, "full.bin") == 0
        assert bring(priya, bytes(MORE), "fits.bin").status_code == 201


def lying(site: Server) -> set[Path]:
    """Every file where uploads are kept, and where they wait."""
    folders = [site.data / "uploads", Path(site.variables["TMPDIR"])]
    return {file for folder in folders for file in folder.rglob("*") if file.is_file()}


def unsent(site: Server, name: str) -> int:
    with closing(sqlite3.connect(f"file:{site.data / 'hubbub.sqlite3'}?mode=ro", uri=True)) as database:
        [count] = database.execute("SELECT count(*) FROM hubbub_upload WHERE name = ?", (name,)).fetchone()
    return int(count)


# In a browser


def test_nothing_runs_when_they_are_opened(browser: Browser, site: Server) -> None:
    context = browser.new_context(base_url=site.url, accept_downloads=True)
    context.add_cookies(_signed_in(site, "mina", {}))
    watch, page = Watch(context, site.url), context.new_page()
    with site.api("jonas") as jonas, site.api("rosa") as rosa:
        for number, hostile in enumerate(one for one in corpus() if one.content_type):
            client = (jonas, rosa)[number % 2]
            upload = posted(client, bring(client, hostile.content, hostile.name))
            with suppress(Error):  # what is saved is no page
                page.goto(upload["url"])
            page.goto("/chat/")
    assert not watch.alarms, watch.alarms
    context.close()


def posted(client: Client, answer: Response) -> dict[str, Any]:
    upload: dict[str, Any] = answer.raise_for_status().json()
    client.post("rooms/tea/messages", json={"body": "", "uploads": [upload["id"]]}).raise_for_status()
    return upload
