"""Bounded pools of threads for the database: a slow query stalls neither the loop nor Django's own thread.

Search has a pool of its own, so that people who look for something keep nobody from posting; so have files that are
read, and those that people bring, which may last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections

from hubbub.errors import database_away

P = ParamSpec("P")
T = TypeVar("T")

_pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="hubbub-database")
_search_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hubbub-search")
_readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="hubbub-files")
_takers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="hubbub-uploads")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `function` in the pool.

    Raises:
        Unavailable: the database cannot be reached, or was too busy; worth a retry.
    """
    return await _run(_pool, partial(function, *args, **kwargs))


async def in_search_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for what may take long."""
    return await _run(_search_pool, partial(function, *args, **kwargs))


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
