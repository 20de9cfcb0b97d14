"""How busy the servers and the crowd itself were while something was measured."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence

import psutil


class Meter:
    """Started when it is made. What other programs took of the machine is told, too: it makes a figure worthless.

    Args:
        servers: process ids; what they have started is counted with them.
    """

    def __init__(self, servers: Sequence[int]) -> None:
        self._servers = servers
        self.start = time.perf_counter()
        self._own, self._theirs, self._all = own_cpu(), cpu_of(servers), cpu_of_all()

    def read(self, end: float | None = None) -> dict[str, float]:
        """CPU seconds since the start, and which part of one core that was, until `end` on the performance counter.

        `others` is the part of the whole machine that neither the servers nor the crowd used.
        """
        seconds = (end or time.perf_counter()) - self.start
        own, theirs = own_cpu() - self._own, cpu_of(self._servers) - self._theirs
        others = (cpu_of_all() - self._all - own - theirs) / (time.perf_counter() - self.start) / psutil.cpu_count()
        return {"crowd_busy": own / seconds, "server_cpu": theirs, "server_busy": theirs / seconds, "others": others}


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


def cpu_of_all() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)
