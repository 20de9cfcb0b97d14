"""Several processes: 1,000 sockets in one room, half of them in each of two processes (PostgreSQL and Redis), against
all in one (PostgreSQL). Every server is on the same core, so the work is counted and not the speed: CPU seconds, user
and system, of all Hubbub processes for each delivery.

Once with messages by the clock, the same number in both, and once with eight under way, where each goes as fast as it
can. The writer's socket is in the first process. PostgreSQL and Redis run beside, on any core, and are not counted.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from bench import latency, machine, report, rooms
from tests.support.services import PostgreSQL, Valkey

HEAD = ["messages", "processes:", "deliveries:", "lost:", "CPU seconds:", "CPU µs a delivery:", "× one process:"]
HEAD += ["busy (servers / crowd):", "to reach"]
UNDER_WAY = 8


def by_the_clock(site: machine.Site, rate: float, seconds: float) -> dict[str, Any]:
    found = machine.crowd("latency", site.target(), rate=rate, seconds=seconds, message=latency.POST)
    return found | {"lost": found["sent"] * len(site.target().people) - found["deliveries"]}


def pairs(sockets: int, rate: float, seconds: float) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What is sent, and what was found with one process and with two."""
    with PostgreSQL() as postgresql, Valkey() as valkey:
        alone = {"DATABASE_URL": postgresql.create_database()}
        both = {"DATABASE_URL": postgresql.create_database(), "REDIS_URL": valkey.url}
        population = machine.Population(sockets)
        with machine.hubbub(population, alone) as one:
            paced, full = [by_the_clock(one, rate, seconds)], [rooms.talk(one, UNDER_WAY, seconds)]
        with machine.hubbub(population, both, processes=2) as two:
            paced.append(by_the_clock(two, rate, seconds))
            full.append(rooms.talk(two, UNDER_WAY, seconds))
    yield f"{rate:g} a second", paced
    yield f"{UNDER_WAY} under way", full


def rows(sent: str, found: list[dict[str, Any]]) -> Iterator[list[str]]:
    costs = [one["server_cpu"] / one["deliveries"] for one in found]
    for processes, (one, cost) in enumerate(zip(found, costs, strict=True), 1):
        ratio = cost / costs[0]
        cells = [sent, f"{processes}", f"{one['deliveries']:,.0f}", f"{one['lost']:,.0f}", f"{one['server_cpu']:.2f}"]
        cells += [f"{cost * 1e6:.2f}", f"{ratio:.2f}", report.busy(one)]
        yield [*cells, report.at_most(1.25, ratio, " ×") if processes == 2 else ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=1_000)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args()
    found = dict(pairs(given.sockets, given.rate, given.seconds))
    lines = [row for sent, those in found.items() for row in rows(sent, those)]
    names = {f"{sent}, processes: {nth}": one for sent, those in found.items() for nth, one in enumerate(those, 1)}
    report.show("Workers: the work of two processes against one", HEAD, lines, report.warnings(names))


if __name__ == "__main__":
    main()
