"""Group commit: posts that arrive while a commit runs share the next one, and so do read marks. What comes alone waits
for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from hubbub import conf
from hubbub.errors import Refused
from hubbub.live.together import Together
from hubbub.operations.posting import NewPost, Posted, post_messages
from hubbub.operations.reading import Mark, Reading, mark_reads
from hubbub.threads import in_thread

Intake = Together[NewPost, Posted | Refused]
Readings = Together[Reading, Mark | Refused]
Spawn = Callable[[Coroutine[Any, Any, None]], Any]


def intake(spawn: Spawn) -> Intake:
    return Together(_commit, spawn)


def readings(spawn: Spawn) -> Readings:
    return Together(_mark, spawn)


async def _commit(batch: Sequence[NewPost]) -> list[Posted | Refused]:
    return await in_thread(post_messages, list(batch), rate=conf.post_rate(), call_rate=conf.call_rate())


async def _mark(batch: Sequence[Reading]) -> list[Mark | Refused]:
    return await in_thread(mark_reads, list(batch))
