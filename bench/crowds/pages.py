"""A reader of history over HTTP: one connection, one request at a time, all kinds of pages in turn."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from bench.crowds.http import Client
from bench.crowds.sockets import Target


async def crowd(target: Target, *, paths: Sequence[str], rounds: int, page: int) -> dict[str, list[float]]:
    """The milliseconds of each round for each path. In turn, so that a noisy second is everyone's.

    Args:
        page: how many messages every answer must hold.
    """
    client = Client(target.ports[0], target.people[0][0])
    await client.come()
    for path in paths:
        _, body = await client.ask("GET", path)
        if len(json.loads(body)["messages"]) != page:
            raise ValueError(f"{path} did not give {page} messages: {body[:200]!r}")
    times: dict[str, list[float]] = {path: [] for path in paths}
    for _ in range(rounds):
        for path in paths:
            times[path].append(await timed(client, path))
    return times


async def timed(client: Client, path: str) -> float:
    start = time.perf_counter()
    status, _ = await client.ask("GET", path)
    if status != 200:
        raise ConnectionError(f"{path} was answered with {status}.")
    return (time.perf_counter() - start) * 1_000
