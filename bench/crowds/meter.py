"""How busy the servers and the crowd itself were while something was measured."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence

import psutil


class Meter:
    """Started when it is made.

    Args:
        servers: process ids; what they have started is counted with them.
    """

    def __init__(self, servers: Sequence[int]) -> None:
        self._servers = servers
        self.start = time.perf_counter()
        self._own, self._theirs = own_cpu(), cpu_of(servers)

    def read(self, end: float | None = None) -> dict[str, float]:
        """CPU seconds since the start, and which part of one core that was, until `end` on the performance counter."""
        seconds = (end or time.perf_counter()) - self.start
        own, theirs = own_cpu() - self._own, cpu_of(self._servers) - self._theirs
        return {"crowd_busy": own / seconds, "server_cpu": theirs, "server_busy": theirs / seconds}


def own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def cpu_of(servers: Sequence[int]) -> float:
    total = 0.0
    for pid in servers:
        process = psutil.Process(pid)
        for one in [process, *process.children(recursive=True)]:
            times = one.cpu_times()
            total += times.user + times.system
    return total
