"""Files at a running server: what is refused before it is read, what is cut, a full disk, and who reads slowly."""

from __future__ import annotations

import contextlib
import resource
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.support.files import picture
from tests.support.place import Place
from tests.support.servers import Server
from tests.support.waiting import eventually

MB = 1 << 20
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="room"\r\n\r\ntea\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the server's files wait while they arrive."""
    return tmp_path


@pytest.fixture
def small(serve: Callable[..., Server], folder: Path) -> Server:
    """A server that takes files of 1 MB."""
    return serve(HUBBUB_UPLOAD_LIMIT="1", TMPDIR=str(folder))


def bring(server: Server, who: str, content: Any, room: str = "tea", name: str = "a.bin") -> httpx.Response:
    with server.api(who) as api:
        return api.post("uploads", data={"room": room}, files={"file": (name, content)})


@contextlib.contextmanager
def begun(
    server: Server, who: str = "", length: int = 100_000, path: str = "/api/v1/uploads"
) -> Iterator[socket.socket]:
    """A request that says how long it will be, and has sent only the beginning."""
    token = f"Authorization: Bearer {server.token(who)}\r\n" if who else ""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{token}Content-Length: {length}\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as made:
        made.sendall(f"{head}Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode() + FORM)
        yield made


def status(connection: socket.socket) -> int:
    return int(connection.recv(4096).split()[1])


def kept(server: Server, folder: Path) -> list[Path]:
    places = [server.data / "uploads", folder]
    return [path for place in places for path in place.rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was_and_in_parts(place: Place) -> None:
    content = bytes(range(256)) * 4096 * 3
    url = bring(place.server, "mina", content, place.name).raise_for_status().json()["url"]
    with place.server.api("mina") as api:
        assert api.get(url).content == content
        part = api.get(url, headers={"Range": "bytes=1000000-2999999"})
        assert (part.status_code, part.content) == (206, content[1_000_000:3_000_000])


def test_a_picture_is_written_anew_under_any_server(place: Place) -> None:
    brought = bring(place.server, "mina", picture("JPEG", (60, 20), exif=True), place.name).raise_for_status().json()
    assert (brought["width"], brought["height"]) == (20, 60)


def test_who_is_nobody_is_refused_before_the_file_is_read(shared_server: Server) -> None:
    with begun(shared_server) as connection:
        assert status(connection) == 401


def test_a_session_is_asked_before_the_file_is_read(shared_server: Server) -> None:
    with shared_server.browser("mina") as mina:
        token = {"X-CSRFToken": mina.cookies["csrftoken"]}
        files = {"file": ("a.txt", b"Hello")}
        assert mina.post("/api/v1/uploads", data={"room": "tea"}, files=files, headers=token).status_code == 201
        mina.cookies.set("sessionid", "forged", domain="127.0.0.1")
        assert mina.post("/api/v1/uploads", data={"room": "tea"}, files=files, headers=token).status_code == 401


def test_what_says_that_it_is_too_large_is_refused_before_it_is_read(small: Server) -> None:
    with begun(small, "mina", length=2 * MB) as connection:
        assert status(connection) == 413


def test_what_does_not_say_how_large_it_is_is_stopped_at_the_limit(small: Server, folder: Path) -> None:
    def endless() -> Iterator[bytes]:
        yield FORM
        for _ in range(40):
            yield b"x" * 65_536

    with small.api("mina") as api:
        answer = api.post("uploads", content=endless(), headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert not kept(small, folder)


def test_another_request_is_not_read_for_ever_either(shared_server: Server) -> None:
    with begun(shared_server, "mina", length=4 * MB, path="/api/v1/rooms") as connection:
        assert status(connection) == 413


def test_a_file_that_is_cut_leaves_nothing(small: Server, folder: Path) -> None:
    with begun(small, "mina", length=MB) as connection:
        connection.sendall(b"x" * 400_000)
    assert bring(small, "mina", b"Hello").status_code == 201
    eventually(lambda: len(kept(small, folder)) == 1)


def test_one_person_sends_four_files_at_a_time(shared_server: Server) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(4):
            stack.enter_context(begun(shared_server, "priya"))
        eventually(lambda: bring(shared_server, "priya", b"Hello").status_code == 429)
        assert bring(shared_server, "mina", b"Hello").status_code == 201
    eventually(lambda: bring(shared_server, "priya", b"Hello").status_code == 201)


def test_a_full_disk_is_said_and_nothing_stays(serve: Callable[..., Server], folder: Path) -> None:
    server = serve(TMPDIR=str(folder))
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (8 * MB, 8 * MB))
    answer = bring(server, "mina", b"x" * 12 * MB)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "no room left" in answer.json()["message"]
    assert not kept(server, folder)
    assert bring(server, "mina", b"Hello").status_code == 201


def test_who_reads_slowly_holds_no_thread_and_stalls_nobody(shared_server: Server) -> None:
    content = bytes(12 * MB)
    url = bring(shared_server, "mina", content).raise_for_status().json()["url"]
    process = psutil.Process(shared_server.pid)
    before = process.num_threads()
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", shared_server.port)))
            head = f"GET /api/v1/{url} HTTP/1.1\r\nHost: 127.0.0.1:{shared_server.port}\r\n"
            slow.sendall(f"{head}Authorization: Bearer {shared_server.token('mina')}\r\n\r\n".encode())
            assert slow.recv(1_000)
        assert process.num_threads() < before + 20
        with shared_server.api("mina") as api:
            assert api.get(url).content == content
