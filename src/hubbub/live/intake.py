"""Group commit: posts that arrive while a commit runs share the next one. A single post waits for nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from hubbub import conf
from hubbub.errors import Refused
from hubbub.live.together import Together
from hubbub.operations.posting import NewPost, Posted, post_messages
from hubbub.threads import in_thread

Intake = Together[NewPost, Posted | Refused]


def intake(spawn: Callable[[Coroutine[Any, Any, None]], Any]) -> Intake:
    return Together(_commit, spawn)


async def _commit(batch: Sequence[NewPost]) -> list[Posted | Refused]:
    return await in_thread(post_messages, list(batch), rate=conf.post_rate())
