"""Coming back: 2,000 people come into one room at once; all are cut at once, and come back at once with `since`.

While they are away messages are posted, and each of them must find exactly these in the answer. The time runs until the
last one has its whole answer. SQL statements are counted in a run of its own, by SQLite (`bench/counting.py`), because
counting takes time. "Per room, not per socket" is taken as: at most one statement for ten sockets.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from bench import machine, report, rooms

HEAD = ["what", "sockets:", "seconds until all are in:", "queries:", "queries a socket:", "busy (server / crowd):"]
HEAD += ["to reach"]
SHAKEN = [["\r\n\r\n", ""]]


def come_and_go(sockets: int, missed: int, *, counted: bool = False) -> dict[str, Any]:
    settings = {"DJANGO_SETTINGS_MODULE": "bench.counting"} if counted else {}
    with machine.hubbub(machine.Population(sockets), settings) as site:
        target = site.target(SHAKEN)
        target.people.append(site.people[-1])
        file = str(site.data / "statements") if counted else ""
        return machine.crowd("comeback", target, missed=missed, text=rooms.TEXT, statements=file)


def row(what: str, sockets: int, timed: dict[str, Any], queries: int, goal: str) -> list[str]:
    cells = [what, f"{sockets:,}", f"{timed['seconds']:.1f}", f"{queries:,}", f"{queries / sockets:.2f}"]
    return [*cells, report.busy(timed), goal]


def goal(sockets: int, timed: dict[str, Any], queries: int) -> str:
    """Queries per room, not per socket: far fewer than sockets."""
    if timed["right"] < sockets:
        return f"missed: only {timed['right']:,} have what they missed"
    seconds = report.at_most(10, timed["second"]["seconds"], " s")
    return f"{seconds}; {report.at_most(0.1, queries / sockets, ' queries a socket')}"


def breakdown(what: str, statements: list[str]) -> str:
    often = ", ".join(f"{count:,} × {name}" for name, count in Counter(statements).most_common(8))
    return f"{what}: {often}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=2_000)
    parser.add_argument("--missed", type=int, default=20, help="messages posted while everyone is away")
    given = parser.parse_args()
    timed = come_and_go(given.sockets, given.missed)
    counted = come_and_go(given.sockets, given.missed, counted=True)
    first, second = (counted[name]["statements"] for name in ("first", "second"))
    reached = goal(given.sockets, timed, len(second))
    lines = [
        row("connect and subscribe", given.sockets, timed["first"], len(first), ""),
        row(f"cut, {given.missed} messages, back", given.sockets, timed["second"], len(second), reached),
    ]
    notes = [breakdown("Coming", first), breakdown("Coming back", second)]
    notes += report.warnings({name: timed[name] for name in ("first", "second")})
    report.show("Coming back: everyone at once, in one room", HEAD, lines, notes)


if __name__ == "__main__":
    main()
