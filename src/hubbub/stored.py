"""The bytes of uploads in Django's storage: kept under names of our own, read in pieces, deleted."""

from __future__ import annotations

import errno
import logging
import os
import secrets
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import TemporaryUploadedFile

from hubbub.errors import Unavailable, disk_full
from hubbub.models.uploads import storage

logger = logging.getLogger(__name__)

PIECE = 1 << 18
SPARE = 1 << 30
SPARE_SHARE = 0.05
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_STORED = "The file could not be stored. Try again in a moment."


def new_name() -> str:
    """For nobody to guess, and without anything of what its sender calls it."""
    key = secrets.token_hex(20)
    return f"hubbub/{key[:2]}/{key}"


def has_room(size: int) -> bool:
    """Whether a file of so many bytes leaves some room on the disk, where this machine's own is the storage: the
    database may have no other."""
    found = storage()
    if not isinstance(found, FileSystemStorage):
        return True
    usage = shutil.disk_usage(_there(Path(found.location)))
    return usage.free - size >= min(usage.total * SPARE_SHARE, SPARE)


def _there(folder: Path) -> Path:
    """The folder, or the one in which it is going to be made."""
    return folder if folder.exists() else _there(folder.parent)


def temporary() -> TemporaryUploadedFile:
    """An empty file where uploads arrive, gone when it is closed, unless a storage has taken it."""
    return TemporaryUploadedFile("file", None, 0, None)


def measured(file: TemporaryUploadedFile) -> int:
    """The size of what another process has written there."""
    return os.stat(file.temporary_file_path()).st_size


def keep(name: str, file: TemporaryUploadedFile) -> None:
    """Store a file, whole and for good.

    Raises:
        Unavailable: the disk is full, or the storage cannot be reached.
    """
    try:
        descriptor = os.open(file.temporary_file_path(), os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        kept = storage().save(name, file)
        assert kept == name  # noqa: S101  nobody else makes such names
    except Exception as error:
        raise not_stored(error) from error


def not_stored(error: Exception) -> Unavailable:
    """What to say of it; what is not a full disk is told whoever runs the server."""
    if is_full(error):
        return disk_full()
    logger.error("A file could not be stored.", exc_info=error)
    return Unavailable(NOT_STORED, retry_after=5)


def is_full(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in NO_ROOM


def opened(name: str) -> File[Any]:
    """
    Raises:
        FileNotFoundError: the storage does not have it.
    """
    return storage().open(name)


def read(file: File[Any], start: int, length: int) -> bytes:
    file.seek(start)
    data: bytes = file.read(length)
    return data


def delete(names: Collection[str]) -> list[str]:
    """Those that are gone now. What the storage could not delete stays, and is said in the log."""
    gone = []
    for name in names:
        try:
            storage().delete(name)
        except Exception:  # a storage raises what it likes
            logger.warning("The file %s could not be deleted; that is tried again.", name, exc_info=True)
        else:
            gone.append(name)
    return gone
