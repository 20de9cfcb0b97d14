"""Bounded pools of threads for the database: a slow query stalls neither the loop nor Django's own thread.

Search has a pool of its own, so that people who look for something keep nobody from posting; so have files that are
read, those that people bring, which may last, and those that are cleared away.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections

from hubbub.errors import database_away

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

_here = threading.local()


def _share() -> None:
    _here.shared = True


_pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="hubbub-database", initializer=_share)
_search_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hubbub-search")
_readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="hubbub-files")
_takers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="hubbub-uploads")
_clearers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hubbub-clearing")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `function` in the pool.

    Raises:
        Unavailable: the database cannot be reached, or was too busy; worth a retry.
    """
    return await _run(_pool, partial(function, *args, **kwargs))


async def in_search_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for what may take long."""
    return await _run(_search_pool, partial(function, *args, **kwargs))


async def in_clearing_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for what deletes files, for which it waits as long as their storage takes."""
    return await _run(_clearers, partial(function, *args, **kwargs))


def clear_beside(clear: Callable[[], Any]) -> None:
    """Delete files, and do not let the pool that everybody shares wait for it; any other thread does it itself."""
    if getattr(_here, "shared", False):
        _clearers.submit(_logged, clear)
    else:
        clear()


def _logged(clear: Callable[[], Any]) -> None:
    try:
        _with_connections(clear)
    except Exception:  # what is noted is tried again
        logger.warning("Some files could not be cleared away; that is tried again.", exc_info=True)


async def _run(pool: ThreadPoolExecutor, call: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, partial(_with_connections, call))


async def in_file_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Read a piece of a file. No database there."""
    return await asyncio.get_running_loop().run_in_executor(_readers, partial(function, *args, **kwargs))


async def in_upload_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Take in a file. No database there."""
    return await asyncio.get_running_loop().run_in_executor(_takers, partial(function, *args, **kwargs))


def _with_connections(call: Callable[[], T]) -> T:
    _release()
    try:
        return call()
    except (OperationalError, InterfaceError) as error:
        raise database_away() from error
    finally:
        _release()


def _release() -> None:
    """As after a request; but SQLite stays open, for closing the last connection writes its whole log back."""
    for connection in connections.all(initialized_only=True):
        if connection.vendor != "sqlite" or connection.errors_occurred:
            connection.close_if_unusable_or_obsolete()
