"""Files without an upload: noted before they are stored, noted when their upload goes, and cleared away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from hubbub import stored, threads
from hubbub.errors import Unavailable
from hubbub.models import LooseFile, Upload

UNSENT = timedelta(days=1)
FORGOTTEN = timedelta(hours=1)
AT_ONCE = 100


def note(names: Sequence[str]) -> None:
    """Files that are going to be stored."""
    LooseFile.objects.bulk_create([LooseFile(name=name) for name in names])


def claim(names: Sequence[str]) -> None:
    """They have an upload from now on.

    Raises:
        Unavailable: it took so long that they are being cleared away.
    """
    found, _ = LooseFile.objects.filter(name__in=names, doomed=False).delete()
    if found < len(names):
        raise Unavailable(stored.NOT_STORED, retry_after=1)


def let_go(rows: QuerySet[Upload]) -> None:
    """Delete uploads: their rows now, their files once the running transaction has committed.

    The rows are locked first, so that one which a message takes at the same moment is the message's, with its files.
    """
    found = list(rows.select_for_update().order_by("pk").values_list("pk", "file", "thumbnail"))
    names = [name for _, *both in found for name in both if name]
    if found:
        Upload.objects.filter(pk__in=[pk for pk, *_ in found]).delete()
        doom(names)


def doom(names: Sequence[str]) -> None:
    """Delete files, once the running transaction has committed. Nothing waits for a storage that is slow."""
    LooseFile.objects.bulk_create([LooseFile(name=name, doomed=True) for name in names])
    transaction.on_commit(lambda: threads.clear_beside(lambda: clear(names)), robust=True)


def clear(names: Sequence[str]) -> None:
    """Delete files that are noted: those that are not have an upload. What cannot be deleted stays noted."""
    noted = LooseFile.objects.filter(name__in=names)
    noted.update(doomed=True)
    gone = stored.delete(list(noted.filter(doomed=True).values_list("name", flat=True)))
    noted.filter(name__in=gone).delete()


def collect(now: datetime) -> int:
    """Clear away what nobody sent within a day, and files that something broken off has left.

    It does no harm when several processes do it. Returns how many uploads and files there were.
    """
    return _collect_unsent(now - UNSENT) + _collect_loose(now - FORGOTTEN)


def _collect_unsent(before: datetime) -> int:
    with transaction.atomic():
        old = Upload.objects.filter(message=None, created__lt=before)
        ids = list(old.values_list("pk", flat=True)[:AT_ONCE])
        if ids:
            let_go(old.filter(pk__in=ids))
        return len(ids)


def _collect_loose(before: datetime) -> int:
    names = list(LooseFile.objects.filter(created__lt=before).values_list("name", flat=True)[:AT_ONCE])
    if names:
        clear(names)
    return len(names)
