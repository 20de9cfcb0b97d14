"""Memory: idle sockets of people who are signed in and in five of 200 rooms each, every socket another person's.

Resident memory of the server process before and after the crowd came, divided by its sockets, beside a Channels
consumer under the same uvicorn that accepts a socket and nothing else.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from bench import machine, report, rooms
from bench.crowds.sockets import Target

HEAD = ["sockets:", "server", "MiB before:", "MiB after:", "KiB a socket:", "sockets lost:", "to reach"]
ROOMS, ROOMS_EACH = 200, 5
GREETED = [['"type":"hello"', ""]]


def hubbub(sockets: int) -> dict[str, float]:
    with machine.hubbub(machine.Population(sockets, ROOMS, ROOMS_EACH)) as site:
        return machine.crowd("idle", site.target(GREETED))


def plain(sockets: int) -> dict[str, float]:
    port = machine.free_port()
    with machine.server(rooms.under_uvicorn("bench.plain:application", port), port, machine.environment()) as server:
        return machine.crowd("idle", Target([port], [server], [["", ""]] * sockets))


def rows(sockets: int) -> Iterator[list[str]]:
    for server, measure in {"a consumer that only accepts": plain, "Hubbub": hubbub}.items():
        found = measure(sockets)
        mebibytes = [f"{found[when] / 1_024:,.0f}" for when in ("before", "after")]
        asked = server == "Hubbub" and sockets >= 5_000
        goal = report.at_most(30, found["each"] if not found["gone"] else float("inf"), " KiB") if asked else ""
        yield [f"{sockets:,}", server, *mebibytes, f"{found['each']:.1f}", f"{found['gone']:.0f}", goal]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, nargs="+", default=[1_000, 5_000])
    given = parser.parse_args()
    lines = [row for sockets in given.sockets for row in rows(sockets)]
    report.show("Memory: idle sockets, signed in, five rooms each", HEAD, lines)


if __name__ == "__main__":
    main()
