"""What is done together: who shares a batch, and who hears of its failure."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from hubbub.errors import Unavailable
from hubbub.live.together import LARGEST_BATCH, Together
from tests.support.waiting import soon


class Committer:
    """Commits when the test opens the gate; gives every post its double."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.error: Exception | None = None
        self.together: Together[int, int] = Together(self.commit, asyncio.ensure_future)

    async def commit(self, batch: Sequence[int]) -> list[int]:
        self.batches.append(list(batch))
        await self.gate.wait()
        if self.error:
            raise self.error
        return [post * 2 for post in batch]

    async def posts(self, *posts: int) -> list[asyncio.Task[int]]:
        """On their way, as far as they get by themselves."""
        tasks = [asyncio.ensure_future(self.together.share(post)) for post in posts]
        await asyncio.wait(tasks, timeout=0.01)
        return tasks


async def test_a_post_alone_is_committed_at_once() -> None:
    one = Committer()
    one.gate.set()
    assert await one.together.share(4) == 8
    assert one.batches == [[4]]


async def test_posts_that_come_during_a_commit_share_the_next() -> None:
    one = Committer()
    first = await one.posts(1)
    later = [*await one.posts(2, 3), *await one.posts(4)]
    one.gate.set()
    assert await asyncio.gather(*first, *later) == [2, 4, 6, 8]
    assert one.batches == [[1], [2, 3, 4]]


async def test_after_a_pause_it_starts_again() -> None:
    one = Committer()
    one.gate.set()
    await one.together.share(1)
    await soon(lambda: not one.together._running)
    assert await one.together.share(2) == 4


async def test_a_batch_has_its_limit() -> None:
    one = Committer()
    first = await one.posts(0)
    tasks = await one.posts(*range(1, LARGEST_BATCH + 2))
    one.gate.set()
    await asyncio.gather(*first, *tasks)
    assert [len(batch) for batch in one.batches] == [1, LARGEST_BATCH, 1]


async def test_a_failed_commit_is_told_to_all_of_its_batch_and_to_nobody_else() -> None:
    one = Committer()
    one.error = Unavailable("Try again.")
    failing = await one.posts(1, 2)
    one.gate.set()
    outcomes = await asyncio.gather(*failing, return_exceptions=True)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    one.error = None
    assert await one.together.share(3) == 6


async def test_a_commit_that_answers_too_little_stops_nobody_after_it() -> None:
    short = Committer()
    short.together = Together(lambda batch: _answers([] if batch == [1] else batch), asyncio.ensure_future)
    with pytest.raises(ValueError, match="shorter"):
        await asyncio.wait_for(short.together.share(1), 5)
    assert await asyncio.wait_for(short.together.share(2), 5) == 2


async def _answers(outcomes: Sequence[int]) -> Sequence[int]:
    return outcomes


async def test_one_who_does_not_wait_any_more_harms_no_other() -> None:
    one = Committer()
    gone, stays = await one.posts(1, 2)
    gone.cancel()
    one.gate.set()
    assert await stays == 4
    assert gone.cancelled() or gone.cancelling()
