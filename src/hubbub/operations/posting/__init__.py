"""Posting: a batch of messages in one transaction, what is invalid or forbidden failing alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from hubbub.operations import naming
from hubbub.operations.posting.batch import Batch
from hubbub.operations.posting.posts import NewPost, Outcome, Posted, Wanted
from hubbub.rates import Rate

__all__ = ["NewPost", "Outcome", "Posted", "post_messages"]


def post_messages(
    posts: Sequence[NewPost], *, rate: Rate | None = None, call_rate: Rate | None = None
) -> list[Outcome]:
    """Post a batch in one transaction. What is invalid or forbidden fails alone.

    Args:
        rate: how often a person may post, over all rooms and processes; a retry is free. None for no limit.
        call_rate: the same for messages that call all or who is here.

    Returns:
        One outcome for each post, in their order.
    """
    outcomes: dict[int, Outcome] = {}
    drafts = naming.drafts([(index, post.room, post.body) for index, post in enumerate(posts)], outcomes)
    wanted = {index: (posts[index], draft) for index, draft in drafts.items()}
    outcomes |= _committed(wanted, rate, call_rate)
    return [outcomes[index] for index in range(len(posts))]


def _committed(wanted: Wanted, *limits: Rate | None) -> dict[int, Outcome]:
    """A second try meets the rows of a retry that ran beside the first one on another process."""
    try:
        return _commit(wanted, *limits)
    except IntegrityError:
        return _commit(wanted, *limits)


def _commit(wanted: Wanted, *limits: Rate | None) -> dict[int, Outcome]:
    if not wanted:
        return {}
    with transaction.atomic():
        return Batch(wanted, *limits).outcomes()
