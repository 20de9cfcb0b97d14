"""Search: a page of 20 hits among many messages, on SQLite and on PostgreSQL.

Asked by `hubbub.search.search` in a process that does nothing else, one call at a time: what the site's own HTTP costs,
and waiting for others, is not in it. With SQLite the thread's time beside the clock's tells what other programs on the
machine added; PostgreSQL computes in a process of its own, and has the memory that its manual recommends, a quarter of
the machine's. Writing the messages and making the index takes most of the time: for 2,000,000 some five minutes on an
idle machine, on each database.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from bench import machine, report
from tests.support.services import PostgreSQL

HEAD = ["database", "who asks", "for", "p50 ms:", "p99 ms:", "p50 of the thread's ms:", "stopped:", "to reach", ""]
PEOPLE = machine.Population(200, rooms=440, rooms_each=5)
Calls = list[tuple[float, float, bool]]


@contextmanager
def environment(database: str) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="hubbub-bench-") as folder:
        if database == "SQLite":
            yield machine.environment({"HUBBUB_DATA": folder})
            return
        with PostgreSQL(shared_buffers=f"{quarter_of_memory()}MB") as service:
            yield machine.environment({"HUBBUB_DATA": folder, "DATABASE_URL": service.create_database()})


def quarter_of_memory() -> int:
    """MiB, and at most as many as the messages need."""
    return min(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4 // 2**20, 4_096)


def measured(database: str, messages: int, rounds: int) -> dict[str, dict[str, Calls]]:
    with environment(database) as env:
        machine.populate(PEOPLE, env)
        run("talk", {"count": messages}, env)
        return dict(json.loads(run("searches", {"rounds": rounds}, env)))


def run(module: str, given: dict[str, int], env: dict[str, str]) -> str:
    command = [sys.executable, "-m", f"bench.{module}", json.dumps(given)]
    return subprocess.run(command, env=env, check=True, text=True, stdout=subprocess.PIPE).stdout


def rows(database: str, found: dict[str, dict[str, Calls]]) -> Iterator[list[str]]:
    for who, kinds in found.items():
        for kind, calls in kinds.items():
            clock, computed = [one[0] for one in calls], [one[1] for one in calls]
            middle, slow, own = report.middle(clock), report.part(clock, 0.99), report.middle(computed)
            stopped = f"{sum(not one[2] for one in calls)} of {len(calls)}"
            cells = [database, who, kind, f"{middle:.1f}", f"{slow:.1f}", f"{own:.1f}", stopped]
            yield [*cells, report.at_most(10, middle, " ms p50"), report.at_most(100, slow, " ms p99")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=50, help="questions of each kind")
    parser.add_argument("--on", nargs="+", choices=["SQLite", "PostgreSQL"], default=["SQLite", "PostgreSQL"])
    given = parser.parse_args()
    lines: list[list[str]] = []
    busy = []
    for database in given.on:
        lines += rows(database, measured(database, given.messages, given.rounds))
        busy.append(f"{os.getloadavg()[0]:.1f} after {database}")
    title = f"Search: 20 hits among {given.messages:,} messages, one call at a time in the process, without HTTP"
    report.show(title, HEAD, lines, [f"Load of the machine, with the bench's own of 1: {', '.join(busy)}."])


if __name__ == "__main__":
    main()
