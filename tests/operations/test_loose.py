"""What is left lying: files that nobody sent, and files of something that broke off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from hubbub.errors import Unavailable
from hubbub.models import LooseFile, Upload
from hubbub.models.uploads import storage
from hubbub.operations import loose, uploads
from hubbub.operations.messages import NewPost, post_messages
from hubbub.operations.rooms import remove_member
from hubbub.operations.uploads import Content, Place
from tests.support.cast import Cast
from tests.support.files import brought

Commit = Callable[..., Any]
CONTENT = Content("text/plain", 5)


def stored(name: str) -> str:
    return storage().save(name, ContentFile(b"Hello"))


def collect(commit: Commit, **later: int) -> int:
    with commit(execute=True):
        return loose.collect(timezone.now() + timedelta(**later))


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Commit) -> Commit:
    return django_capture_on_commit_callbacks


@pytest.fixture
def place(cast: Cast) -> Place:
    """Of a file that is on its way in, its bytes stored."""
    made = uploads.make_place(cast.jonas, "tea", "notes.txt", 5)
    stored(made.file)
    return made


def test_what_nobody_sent_goes_after_a_day(cast: Cast, commit: Commit) -> None:
    file = brought(cast.jonas, cast.tea)
    assert collect(commit, hours=23) == 0
    assert collect(commit, hours=25)
    assert not Upload.objects.exists()
    assert not storage().exists(str(file.file))


def test_what_was_sent_stays(cast: Cast, commit: Commit) -> None:
    file = brought(cast.jonas, cast.tea)
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), "", uploads=(file.pk,))])
    assert collect(commit, days=400) == 0
    assert storage().exists(str(file.file))


def test_a_file_whose_row_was_never_written_goes_after_an_hour(cast: Cast, commit: Commit, place: Place) -> None:
    assert collect(commit, minutes=50) == 0
    assert collect(commit, minutes=70) == 2
    assert not storage().exists(place.file)
    assert not LooseFile.objects.exists()


def test_a_file_that_has_its_row_is_loose_no_more(cast: Cast, commit: Commit, place: Place) -> None:
    uploads.keep(cast.jonas, place, CONTENT)
    assert collect(commit, hours=2) == 0
    assert storage().exists(place.file)


def test_a_file_that_was_kept_stays_when_who_brought_it_gives_up_too_late(cast: Cast, place: Place) -> None:
    """As when a task is cancelled while the keeping commits."""
    stored(place.file)
    uploads.keep(cast.jonas, place, CONTENT)
    uploads.give_up(place)
    assert storage().exists(place.file)


def test_a_file_that_is_being_cleared_away_gets_no_row(cast: Cast, place: Place) -> None:
    LooseFile.objects.update(doomed=True)
    with pytest.raises(Unavailable):
        uploads.keep(cast.jonas, place, CONTENT)
    assert not Upload.objects.exists()


def test_a_deletion_that_broke_off_is_finished_later(
    cast: Cast, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = brought(cast.jonas, cast.tea)
    with monkeypatch.context() as broken, commit(execute=True):
        broken.setattr(FileSystemStorage, "delete", _away)
        uploads.remove(cast.jonas, file.pk)
    assert not Upload.objects.exists()
    assert storage().exists(str(file.file))
    assert collect(commit, hours=2) == 1
    assert not storage().exists(str(file.file))


def _away(*_: object) -> None:
    raise OSError("The storage is away.")


def test_who_is_removed_while_a_file_arrives_brings_none(cast: Cast, place: Place) -> None:
    remove_member(cast.mina, "tea", "jonas")
    with pytest.raises(Exception, match="no such room"):
        uploads.keep(cast.jonas, place, CONTENT)


def test_what_lay_for_an_hour_makes_way_for_more(cast: Cast, commit: Commit) -> None:
    old = [brought(cast.jonas, cast.tea) for _ in range(20)]
    Upload.objects.filter(pk=old[0].pk).update(created=timezone.now() - timedelta(hours=2))
    with commit(execute=True):
        uploads.make_place(cast.jonas, "tea", "new.txt", 5)
    assert set(Upload.objects.values_list("pk", flat=True)) == {row.pk for row in old[1:]}


def test_bytes_that_are_not_sent_are_limited_too(cast: Cast) -> None:
    brought(cast.jonas, cast.tea, size=uploads.MOST_UNSENT_BYTES - 5)
    uploads.make_place(cast.jonas, "tea", "five.txt", 5)
    with pytest.raises(Exception, match="not sent yet"):
        uploads.make_place(cast.jonas, "tea", "six.txt", 6)
