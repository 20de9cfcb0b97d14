"""Whose turn it is: slow mode lets a member wait, and nobody posts or calls more often than the site allows."""

from __future__ import annotations

from collections.abc import Collection

from hubbub import rates
from hubbub.errors import RateLimited
from hubbub.operations import calling, statements
from hubbub.operations.budgets import Budget
from hubbub.operations.naming import Draft
from hubbub.operations.posting.posts import NewPost
from hubbub.operations.statements import Writer
from hubbub.rates import Rate

SLOW = "Slow mode is on in this room: one message every {}. Wait {} and send it again."
TOO_OFTEN = "You are writing faster than this site allows. Wait a moment and send it again."


class Turns:
    def __init__(self, writers: Collection[Writer], now: float, rate: Rate | None, call_rate: Rate | None) -> None:
        self._now = now
        self._posts = Budget(rate, {one.person.id: one.posts_spent for one in writers}, now, TOO_OFTEN)
        self._calls = Budget(call_rate, {one.person.id: one.calls_spent for one in writers}, now, calling.TOO_OFTEN)

    def take(self, post: NewPost, draft: Draft, writer: Writer) -> None:
        """
        Raises:
            RateLimited: it is not their turn, or they have posted, or called, as often as they may.
        """
        if writer.role == "member" and not post.created:
            self._check_pause(writer)
        budgets = [self._posts, self._calls] if draft.calls else [self._posts]
        for budget in budgets:
            budget.check(writer.person.id)
        for budget in budgets:
            budget.take(writer.person.id)

    def _check_pause(self, writer: Writer) -> None:
        slow = writer.room.slow
        seconds = rates.pause(slow, writer.posted, self._now)
        if seconds:
            raise RateLimited(SLOW.format(rates.spoken(slow), rates.spoken(seconds)), retry_after=seconds)

    def write(self) -> None:
        statements.keep_spent(self._posts.taken())
        statements.keep_calls_spent(self._calls.taken())
