"""How many threads a server needs for its pages."""

from __future__ import annotations

import asyncio

import httpx
import psutil

from hubbub.server.threads import MOST_IDLE
from tests.support.servers import Server
from tests.support.waiting import soon

# A request may come before the thread of the last one is back, and the server starts some for itself.
BESIDES = 4


def threads(server: Server) -> int:
    return psutil.Process(server.pid).num_threads()


async def test_requests_one_after_the_other_borrow_one_thread(shared_server: Server) -> None:
    async with httpx.AsyncClient(base_url=shared_server.url, trust_env=False) as browser:
        await browser.get("/accounts/login/")
        before = threads(shared_server)
        for _ in range(30):
            assert (await browser.get("/accounts/login/")).status_code == 200
        assert threads(shared_server) <= before + BESIDES


async def test_requests_at_once_do_not_wait_for_each_other_and_few_threads_stay(shared_server: Server) -> None:
    async with httpx.AsyncClient(base_url=shared_server.url, trust_env=False, timeout=60) as browser:
        before = threads(shared_server)
        answers = await asyncio.gather(*(browser.get("/accounts/login/") for _ in range(60)))
        assert {answer.status_code for answer in answers} == {200}
        await soon(lambda: threads(shared_server) <= before + MOST_IDLE + BESIDES)
