"""Files in a bucket instead of a folder: the same for who sends and who opens them, and an answer when it is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.live.test_uploads import bring
from tests.support.files import picture
from tests.support.object_storage import ObjectStorage
from tests.support.servers import Server
from tests.support.waiting import eventually

PAGES = bytes(range(256)) * 20_000


@pytest.fixture
def storage() -> Iterator[ObjectStorage]:
    with ObjectStorage() as storage:
        yield storage


@pytest.fixture
def server(serve: Callable[..., Server], storage: ObjectStorage) -> Server:
    return serve(HUBBUB_UPLOADS_URL=storage.url)


@pytest.fixture
def mina(server: Server) -> Iterator[httpx.Client]:
    with server.api("mina") as api:
        yield api


def test_files_are_kept_in_the_bucket_and_leave_it_with_their_message(
    server: Server, mina: httpx.Client, storage: ObjectStorage
) -> None:
    book, kettle = bring(server, "mina", PAGES).json(), bring(server, "mina", picture(), name="kettle.png").json()
    assert len(storage.names()) == 3
    assert all(name.startswith("folder/") for name in storage.names())
    post = {"body": "Both", "uploads": [book["id"], kettle["id"]]}
    number = mina.post("rooms/tea/messages", json=post).raise_for_status().json()["number"]
    assert mina.get(book["url"]).content == PAGES
    assert mina.get(book["url"], headers={"Range": "bytes=300-309"}).content == PAGES[300:310]
    assert mina.get(kettle["thumbnail_url"]).headers["Content-Type"] == "image/webp"
    mina.delete(f"rooms/tea/messages/{number}").raise_for_status()
    eventually(lambda: not storage.names())


def test_a_bucket_that_is_away_is_said_and_nothing_stays(
    server: Server, mina: httpx.Client, storage: ObjectStorage
) -> None:
    upload = bring(server, "mina", PAGES).json()
    storage.kill()
    assert bring(server, "mina", PAGES).json()["code"] == "unavailable"
    assert mina.get(upload["url"]).json()["code"] == "unavailable"
    storage.start()
    assert bring(server, "mina", PAGES).status_code == 201
    assert len(storage.names()) == 1
