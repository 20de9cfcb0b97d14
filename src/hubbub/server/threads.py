"""A thread for the synchronous parts of each request, borrowed instead of started and ended."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import ThreadSensitiveContext
from starlette.types import ASGIApp, Message, Receive, Scope, Send

P = ParamSpec("P")
T = TypeVar("T")

MOST_IDLE = 16


def borrowed(pages: Any) -> ASGIApp:
    """Django by itself starts one thread for a request's synchronous parts, and another to wait for its end.

    Requests still do not wait for each other: where no thread is idle, one more is made.
    """
    idle: list[ThreadPoolExecutor] = []
    ends = ThreadPoolExecutor(1, thread_name_prefix="hubbub-page-end")

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        thread = _Loan(idle, ends)

        async def sent(message: Message) -> None:
            if message.get("more_body"):
                thread.give_back()
            await send(message)

        try:
            async with ThreadSensitiveContext(executor=thread):
                await pages(scope, receive, sent)
        finally:
            thread.give_back()

    return answer


class _Loan(Executor):
    """A thread for one request. An answer that comes in pieces needs none any more, so who reads slowly holds none:
    with the first piece it is given back, and what is left to do at the end is done in a thread for all.
    """

    def __init__(self, idle: list[ThreadPoolExecutor], ends: ThreadPoolExecutor) -> None:
        self._idle = idle
        self._ends = ends
        self._thread = idle.pop() if idle else ThreadPoolExecutor(1, thread_name_prefix="hubbub-page")

    def submit(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._thread.submit(call, *args, **kwargs)

    def give_back(self) -> None:
        """Doing it twice is doing it once."""
        thread, self._thread = self._thread, self._ends
        if thread is self._ends:
            return
        if len(self._idle) < MOST_IDLE:
            self._idle.append(thread)
        else:
            thread.shutdown(wait=False)
