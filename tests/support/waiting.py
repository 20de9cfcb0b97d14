"""Waiting for something outside this process, with a deadline and never blindly."""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_never = threading.Event()
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_ports = itertools.count(20_000 + 4_000 * (_worker % 3) + os.getpid() % 1_000)


def eventually(condition: Callable[[], Answer], *, within: float = 20, every: float = 0.02) -> Answer:
    """The first true answer of `condition`."""
    deadline = time.monotonic() + within
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{_name(condition)} was not so within {within} s; it last said {answer!r}.")
        _never.wait(every)
    return answer


async def soon(condition: Callable[[], Any], *, within: float = 20, every: float = 0.02) -> Any:
    """`eventually` for tests on an event loop; the condition may be asynchronous."""
    deadline = time.monotonic() + within
    while not (answer := await _answer(condition())):
        if time.monotonic() > deadline:
            raise AssertionError(f"{_name(condition)} was not so within {within} s; it last said {answer!r}.")
        await _pause(every)
    return answer


async def _answer(value: Any) -> Any:
    return await value if isinstance(value, Awaitable) else value


async def _pause(seconds: float) -> None:
    waiter = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(seconds, waiter.set_result, None)
    await waiter


def _name(condition: Callable[[], Any]) -> str:
    return getattr(condition, "__qualname__", repr(condition))


def free_port() -> int:
    """One that nobody is given by chance before it is used: below those that the system gives out, and never twice."""
    for port in _ports:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("unreachable")
