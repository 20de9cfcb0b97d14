"""A thread for the synchronous parts of each request, borrowed instead of started and ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from starlette.types import ASGIApp, Receive, Scope, Send

MOST_IDLE = 16


def borrowed(pages: Any) -> ASGIApp:
    """Django by itself starts one thread for a request's synchronous parts, and another to wait for its end.

    Requests still do not wait for each other: where no thread is idle, one more is made.
    """
    idle: list[ThreadPoolExecutor] = []

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        thread = idle.pop() if idle else ThreadPoolExecutor(1, thread_name_prefix="hubbub-page")
        try:
            async with ThreadSensitiveContext(executor=thread):
                await pages(scope, receive, send)
        finally:
            if len(idle) < MOST_IDLE:
                idle.append(thread)
            else:
                thread.shutdown(wait=False)

    return answer
