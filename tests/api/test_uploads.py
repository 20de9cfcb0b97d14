"""Files over HTTP: brought, opened, taken back; and everything that is refused leaves nothing behind."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import override_settings

from hubbub import pictures
from hubbub.models import LooseFile, Upload
from hubbub.models.uploads import storage
from hubbub.operations.rooms import leave_room, remove_member
from hubbub.threads import in_thread
from tests.support.api import Answer, Caller, Json, counted_queries
from tests.support.cast import Cast
from tests.support.files import GPS, NOTES, picture
from tests.support.waiting import eventually, soon

Files = set[Path]


def files() -> Files:
    """Everything in the storage, and everything that waits to get there."""
    folders = [Path(storage().location), Path(settings.FILE_UPLOAD_TEMP_DIR)]  # type: ignore[attr-defined]
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def apart(tmp_path: Path) -> Any:
    """What arrives waits in a folder that nobody else uses."""
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(tmp_path)):
        yield


async def bring(who: Caller, content: bytes = NOTES, name: str = "notes.txt", room: str = "tea") -> Json:
    answer = await who.bring(room, content, name)
    assert answer.status == 201, answer
    return dict(answer.json)


async def post(who: Caller, *brought: Json, room: str = "tea") -> Json:
    return await who.say(room, "", uploads=[one["id"] for one in brought])


async def form(who: Caller, body: bytes, boundary: str = "x", **headers: str) -> Answer:
    return await who.post("uploads", body, Content_Type=f"multipart/form-data; boundary={boundary}", **headers)


def part(name: str, content: bytes = b"tea", filename: str = "", boundary: str = "x") -> bytes:
    named = f'; filename="{filename}"' if filename else ""
    return f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"


# Bringing and opening


async def test_a_file_is_brought_posted_and_opened(cast: Cast, jonas: Caller, rosa: Caller) -> None:
    brought = await bring(jonas)
    assert (brought["name"], brought["content_type"], brought["size"]) == ("notes.txt", "text/plain", len(NOTES))
    message = await post(jonas, brought)
    assert message["uploads"] == [brought]
    opened = await rosa.get(brought["url"])
    assert opened.response.content == NOTES
    assert opened.headers["content-type"] == "text/plain; charset=utf-8"
    assert opened.headers["content-disposition"] == 'attachment; filename="notes.txt"'


async def test_what_is_not_sent_is_only_theirs_who_brought_it(cast: Cast, jonas: Caller, mina: Caller) -> None:
    brought = await bring(jonas, picture(), "a.png")
    for path in (brought["url"], brought["thumbnail_url"]):
        assert (await jonas.get(path)).status == 200
        assert (await mina.get(path)).json == (await mina.get("uploads/999/a.png")).json


async def test_who_leaves_or_is_removed_opens_nothing_any_more(cast: Cast, jonas: Caller, rosa: Caller) -> None:
    brought = await bring(jonas, picture(), "a.png")
    await post(jonas, brought)
    etag = (await rosa.get(brought["url"])).headers["etag"]
    await in_thread(remove_member, cast.mina, "tea", "rosa")
    await in_thread(leave_room, cast.jonas, "tea")
    absent = (await rosa.get("uploads/999/a.png")).json
    for who in (rosa, jonas):
        for path in (brought["url"], brought["thumbnail_url"]):
            answer = await who.send("GET", path, If_None_Match=etag)
            assert (answer.status, answer.json) == (404, absent)


async def test_a_file_goes_with_its_message(cast: Cast, jonas: Caller) -> None:
    before = files()
    brought = await bring(jonas, picture(), "a.png")
    message = await post(jonas, brought)
    assert (await jonas.delete(f"rooms/tea/messages/{message['number']}")).json["uploads"] == []
    assert (await jonas.get(brought["url"])).status == 404
    await soon(lambda: files() == before)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A storage that deletes nothing until the test is over."""
    answers, delete = threading.Event(), FileSystemStorage.delete
    monkeypatch.setattr(FileSystemStorage, "delete", lambda self, name: answers.wait(60) and delete(self, name))
    yield
    answers.set()
    eventually(lambda: not LooseFile.objects.exists())


async def test_a_storage_that_hangs_holds_up_nobody(cast: Cast, jonas: Caller, mina: Caller, hanging: None) -> None:
    sent = [await post(jonas, await bring(jonas)) for _ in range(3)]
    async with asyncio.timeout(30):
        for message in sent:
            assert (await jonas.delete(f"rooms/tea/messages/{message['number']}")).status == 200
        await mina.say("tea", "Who wants tea?")
    assert await in_thread(LooseFile.objects.count) == 3


async def test_an_unsent_file_is_taken_back_and_a_sent_one_is_not(cast: Cast, jonas: Caller) -> None:
    before = files()
    unsent = await bring(jonas, picture(), "a.png")
    assert (await jonas.delete(f"uploads/{unsent['id']}")).status == 204
    await soon(lambda: files() == before)
    sent = await bring(jonas)
    await post(jonas, sent)
    assert (await jonas.delete(f"uploads/{sent['id']}")).code == "conflict"


async def test_no_answer_gives_away_where_a_file_is_kept(cast: Cast, jonas: Caller) -> None:
    brought = await bring(jonas, picture(), "a.png")
    row = await in_thread(Upload.objects.get)
    secrets = [str(name).rpartition("/")[2] for name in (row.file, row.thumbnail)]
    for path in (brought["url"], brought["thumbnail_url"]):
        said = str(dict((await jonas.get(path)).headers))
        assert not any(secret in said for secret in secrets)
    assert len({(await jonas.get(brought[one])).headers["etag"] for one in ("url", "thumbnail_url")}) == 2


async def test_opening_a_file_asks_a_fixed_number_of_queries(cast: Cast, jonas: Caller) -> None:
    brought = await bring(jonas)
    with counted_queries() as queries:
        assert (await jonas.get(brought["url"])).status == 200
    assert len(queries) == 3, queries


async def test_another_name_in_the_address_is_no_file(cast: Cast, jonas: Caller) -> None:
    brought = await bring(jonas)
    assert (await jonas.get(f"uploads/{brought['id']}/other.txt")).status == 404


@pytest.mark.parametrize(
    "name", ["thumbnail", "a b.txt", 'a"b;c.txt', "ü☃.txt", "100%.txt", "?#&.txt", "..txt", "%2e%2e"]
)
async def test_any_name_that_can_be_is_kept_and_leads_to_its_file(cast: Cast, jonas: Caller, name: str) -> None:
    body = part("room") + part("file", NOTES, name.replace('"', '\\"')) + b"--x--\r\n"
    brought = (await form(jonas, body)).json
    assert brought["name"] == name
    opened = await jonas.get(brought["url"])
    assert opened.response.content == NOTES
    assert opened.headers["content-disposition"].isascii()


# How it is given out


async def test_a_file_says_that_nothing_in_it_runs(cast: Cast, jonas: Caller) -> None:
    for content, name in ((NOTES, "a.txt"), (picture(), "a.png"), (b"<script>alert(1)</script>", "a.html")):
        opened = await jonas.get((await bring(jonas, content, name))["url"])
        assert opened.headers["x-content-type-options"] == "nosniff"
        assert opened.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert opened.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"\xef\xbb\xbf<html>",
        b"MZ\x90\x00",
        b"PK\x03\x04",
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.png", "a.js", "a.pdf"])
async def test_what_a_browser_would_run_is_only_saved(cast: Cast, jonas: Caller, content: bytes, name: str) -> None:
    brought = await bring(jonas, content, name)
    assert brought["content_type"] in {"text/plain", "application/octet-stream", "application/zip"}
    opened = await jonas.get(brought["url"])
    assert opened.headers["content-disposition"].startswith("attachment;")
    assert opened.response.content == content


@pytest.mark.parametrize(
    ("asked", "status", "range_", "content"),
    [
        ("bytes=0-3", 206, "bytes 0-3/10", b"0123"),
        ("bytes=7-", 206, "bytes 7-9/10", b"789"),
        ("bytes=-3", 206, "bytes 7-9/10", b"789"),
        ("bytes=-99", 200, None, b"0123456789"),
        ("bytes=8-99", 206, "bytes 8-9/10", b"89"),
        ("bytes=9-9", 206, "bytes 9-9/10", b"9"),
        ("bytes=0-", 200, None, b"0123456789"),
        ("bytes=5-2", 200, None, b"0123456789"),
        ("bytes=0-1,4-5", 200, None, b"0123456789"),
        ("bytes=-", 200, None, b"0123456789"),
        ("lines=1-2", 200, None, b"0123456789"),
        ("bytes=10-", 416, "bytes */10", None),
        ("bytes=-0", 416, "bytes */10", None),
    ],
)
async def test_a_range(
    cast: Cast, jonas: Caller, asked: str, status: int, range_: str | None, content: bytes | None
) -> None:
    brought = await bring(jonas, b"0123456789")
    answer = await jonas.send("GET", brought["url"], Range=asked)
    assert (answer.status, answer.headers.get("content-range")) == (status, range_)
    assert answer.response.content == content if content else answer.code == "invalid"


async def test_a_range_of_another_state_is_the_whole(cast: Cast, jonas: Caller) -> None:
    brought = await bring(jonas, b"0123456789")
    etag = (await jonas.get(brought["url"])).headers["etag"]
    for known, status in ((etag, 206), ('"other"', 200)):
        assert (await jonas.send("GET", brought["url"], Range="bytes=0-3", If_Range=known)).status == status


async def test_head_says_the_same_without_the_content(cast: Cast, jonas: Caller) -> None:
    brought = await bring(jonas, picture(), "a.png")
    for path in (brought["url"], brought["thumbnail_url"]):
        whole, head = await jonas.get(path), await jonas.send("HEAD", path)
        assert head.response.content == b""
        for header in ("etag", "content-type", "content-length", "content-security-policy"):
            assert head.headers[header] == whole.headers[header]


async def test_what_a_browser_has_is_not_sent_again(cast: Cast, jonas: Caller) -> None:
    brought = await bring(jonas, picture(), "a.png")
    for path in (brought["url"], brought["thumbnail_url"]):
        etag = (await jonas.get(path)).headers["etag"]
        answer = await jonas.send("GET", path, If_None_Match=f'W/"other", {etag}')
        assert (answer.status, answer.response.content, answer.headers["etag"]) == (304, b"", etag)
        assert (await jonas.send("GET", path, If_None_Match='"other"')).status == 200


async def test_a_file_that_the_storage_has_lost_is_not_there(cast: Cast, jonas: Caller) -> None:
    brought = await bring(jonas, picture(), "a.png")
    row = await in_thread(Upload.objects.get)
    for name in (row.file.name, row.thumbnail.name):
        storage().delete(str(name))
    for path in (brought["url"], brought["thumbnail_url"]):
        assert (await jonas.get(path)).status == 404


# Pictures


async def test_a_picture_loses_what_the_camera_wrote(cast: Cast, jonas: Caller) -> None:
    content = picture("JPEG", (600, 400), exif=True)
    assert GPS in content
    brought = await bring(jonas, content, "holiday.jpg")
    assert (brought["width"], brought["height"], brought["content_type"]) == (400, 600, "image/jpeg")
    for path in (brought["url"], brought["thumbnail_url"]):
        shown = (await jonas.get(path)).response.content
        assert GPS not in shown
        assert b"Exif" not in shown


async def test_what_only_begins_like_a_picture_is_just_bytes(cast: Cast, jonas: Caller) -> None:
    for content in (picture()[:60], b"GIF89a<script>alert(1)</script>", b"\xff\xd8\xff" + NOTES):
        brought = await bring(jonas, content, "a.png")
        assert (brought["content_type"], brought["thumbnail_url"]) == ("application/octet-stream", None)
        assert (await jonas.get(brought["url"])).response.content == content


async def test_what_is_hidden_behind_a_picture_does_not_stay(cast: Cast, jonas: Caller) -> None:
    brought = await bring(jonas, picture() + b"<script>alert(1)</script>", "a.png")
    assert b"script" not in (await jonas.get(brought["url"])).response.content


async def test_a_picture_that_unpacks_to_too_much_is_refused(cast: Cast, jonas: Caller) -> None:
    before = files()
    assert (await jonas.bring("tea", picture("PNG", (8_000, 8_000), mode="1"), "bomb.png")).code == "too_large"
    assert files() == before
    assert not await in_thread(LooseFile.objects.exists)


# Refused, and nothing kept

WHOLE = part("room") + part("file", NOTES, "a.txt")
BAD_FORMS = {
    "nothing": b"",
    "no form": b"Hello",
    "no end": WHOLE.removesuffix(b"\r\n"),
    "cut within the file": WHOLE[:-20],
    "cut within a head": part("room") + b"--x\r\nContent-Dispo",
    "no file": part("room") + b"--x--\r\n",
    "no room": part("file", NOTES, "a.txt") + b"--x--\r\n",
    "two rooms": part("room") + WHOLE + b"--x--\r\n",
    "an endless room": part("room", b"x" * 2_000_000) + part("file", NOTES, "a.txt") + b"--x--\r\n",
    "a thousand fields": part("a") * 1_001 + WHOLE + b"--x--\r\n",
    "two files": WHOLE + part("file", NOTES, "b.txt") + b"--x--\r\n",
    "another field": WHOLE + part("to") + b"--x--\r\n",
    "a file of another name": part("room") + part("picture", NOTES, "a.txt") + b"--x--\r\n",
    "a file without a name": part("room") + part("file", NOTES) + b"--x--\r\n",
    "a huge field": part("room", b"x" * 3_000_000) + part("file", NOTES, "a.txt") + b"--x--\r\n",
    "zero bytes": part("room") + part("file", b"", "a.txt") + b"--x--\r\n",
    "another boundary": WHOLE.replace(b"--x", b"--y") + b"--y--\r\n",
}


@pytest.mark.parametrize("body", BAD_FORMS.values(), ids=BAD_FORMS)
async def test_a_form_that_is_none_is_refused(cast: Cast, jonas: Caller, body: bytes) -> None:
    before = files()
    assert (await form(jonas, body)).code == "invalid"
    assert files() == before
    assert not await in_thread(Upload.objects.exists)


async def test_only_a_form_brings_a_file(cast: Cast, jonas: Caller) -> None:
    assert (await jonas.post("uploads", {"room": "tea"})).code == "invalid"
    assert (
        await jonas.post("uploads", b"room=tea", Content_Type="application/x-www-form-urlencoded")
    ).code == "invalid"
    assert (await form(jonas, WHOLE + b"--x--\r\n", boundary="x" * 300)).code == "invalid"


@pytest.mark.parametrize(
    ("sent", "name"), [("a%22b.txt", 'a"b.txt'), ("%2522.txt", "%2522.txt"), ("a%0ab%41.txt", "a%0ab%41.txt")]
)
async def test_a_name_is_read_as_browsers_write_it(cast: Cast, jonas: Caller, sent: str, name: str) -> None:
    brought = (await form(jonas, part("room") + part("file", NOTES, sent) + b"--x--\r\n")).json
    assert brought["name"] == name
    assert (await jonas.get(brought["url"])).status == 200


@pytest.mark.parametrize(
    "name", ["a%0Ab", "a%0Db", "a\u202egpj.exe", "a\x00b", "a\u200bb", "..", ".", " ", "a/", "x" * 256, "\u2028"]
)
async def test_a_name_that_cannot_be_is_refused(cast: Cast, jonas: Caller, name: str) -> None:
    before = files()
    answer = await form(jonas, part("room") + part("file", NOTES, name) + b"--x--\r\n")
    assert answer.code in {"invalid", "too_large"}
    assert files() == before


async def test_one_person_has_one_picture_decoded_at_a_time_and_politely(cast: Cast, jonas: Caller) -> None:
    for worker in list(pictures._idle.queue):
        worker.end()
    sent = [bring(jonas, picture(size=(900, 900)), f"{number}.png") for number in range(4)]
    assert len(await asyncio.gather(*sent)) == 4
    here = psutil.Process()
    [decoder] = [one for one in here.children() if str(pictures.WORKER) in one.cmdline()]
    assert decoder.nice() == min(here.nice() + 10, 19)


@pytest.mark.parametrize(
    ("total", "free", "status"),
    [(1 << 40, 1 << 30, 503), (1 << 40, (1 << 30) + 100, 201), (10 << 30, 500 << 20, 503), (10 << 30, 520 << 20, 201)],
)
async def test_the_last_of_the_disk_is_left_to_the_database(
    cast: Cast, jonas: Caller, monkeypatch: pytest.MonkeyPatch, total: int, free: int, status: int
) -> None:
    """What is left free is a gigabyte, or a twentieth of a small disk."""
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(total=total, free=free))
    before = files()
    answer = await jonas.bring("tea", b"Kettle", "a.txt")
    assert (answer.status, "no room left" in answer.response.text) == (status, status == 503)
    assert (files() == before) == (status == 503)


async def test_the_limit_is_exact(cast: Cast, jonas: Caller) -> None:
    with override_settings(HUBBUB={"UPLOAD_LIMIT": 1}):
        assert (await bring(jonas, b"x" * 1_048_576))["size"] == 1_048_576
        before = files()
        answer = await jonas.bring("tea", b"x" * 1_048_577)
        assert answer.code == "too_large"
        assert "1 MB" in answer.json["message"]
    assert files() == before


async def test_twenty_files_wait_to_be_sent_and_no_more(cast: Cast, jonas: Caller) -> None:
    for _ in range(20):
        brought = await bring(jonas)
    before = files()
    assert (await jonas.bring("tea", NOTES)).code == "conflict"
    assert files() == before
    await post(jonas, brought)
    await bring(jonas)


async def test_a_private_room_takes_no_file_of_a_stranger(cast: Cast, jonas: Caller) -> None:
    private, absent = [await jonas.bring(room, NOTES) for room in ("treasury", "no-such-room")]
    assert private.status == 404
    assert private.json == absent.json


async def test_a_form_of_another_site_brings_nothing(cast: Cast) -> None:
    from tests.support.api import new_session

    browser = Caller(session=await in_thread(new_session, cast.jonas.user))
    assert (await browser.bring("tea", NOTES)).code == "forbidden"
    assert not await in_thread(Upload.objects.exists)
