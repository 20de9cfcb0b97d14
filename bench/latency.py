"""Latency: 1,000 sockets in one room, 20 and 100 messages a second, from a message's sending to its last receiver.

Hubbub as shipped, every message committed before it is told, beside a bare loop of `socket.send()` that writes a frame
of the same length to each socket and does nothing else. Messages are sent by the clock: a late answer does not delay
the next one. The same crowd on the same core takes the time of both; its own reading is part of the figure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from bench import machine, report
from bench.crowds.sockets import Target

HEAD = [
    "sockets:",
    "messages a second:",
    "server",
    "p50 ms:",
    "p99 ms:",
    "not with everyone:",
    "busy (server / crowd):",
]
HEAD += ["to reach"]
BODY = "STAMP The kettle is on, the biscuits are on the table. Who is coming? Bring a chair and a cup."
POST = json.dumps({"type": "post", "room": "ROOM", "client_id": "CLIENT_ID", "body": BODY})


def hubbub(sockets: int, rate: float, seconds: float) -> dict[str, float]:
    with machine.hubbub(machine.Population(sockets)) as site:
        return measured(site.target(), rate=rate, seconds=seconds, message=POST)


def raw(sockets: int, rate: float, seconds: float, frame: int) -> dict[str, float]:
    port = machine.free_port()
    words = [port, sockets, seconds, frame, rate]
    run = [sys.executable, "-m", "bench.raw", *map(str, words)]
    with machine.server(run, port, machine.environment()) as server:
        target = Target([port], [server], [["", ""]] * sockets)
        return measured(target, rate=rate, seconds=seconds)


def measured(target: Target, **options: object) -> dict[str, float]:
    found = machine.crowd("latency", target, **options)
    times = found.pop("milliseconds")
    return found | {
        "p50": report.part(times, 0.5),
        "p99": report.part(times, 0.99),
        "missing": found["sent"] - len(times),
    }


def rows(sockets: int, rate: float, found: dict[str, dict[str, float]]) -> Iterator[list[str]]:
    for server, one in found.items():
        cells = [f"{sockets:,}", f"{rate:g}", server, f"{one['p50']:.1f}", f"{one['p99']:.1f}", f"{one['missing']:.0f}"]
        asked = server == "Hubbub" and rate == 20 and sockets >= 1_000
        yield [*cells, report.busy(one), goals(one) if asked else ""]


def goals(found: dict[str, float]) -> str:
    return f"p50 {report.at_most(15, found['p50'])}, p99 {report.at_most(60, found['p99'])}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=1_000)
    parser.add_argument("--rates", type=float, nargs="+", default=[20, 100])
    parser.add_argument("--seconds", type=float, default=15)
    given = parser.parse_args()
    lines: list[list[str]] = []
    tired: list[str] = []
    for rate in given.rates:
        ours = hubbub(given.sockets, rate, given.seconds)
        theirs = raw(given.sockets, rate, given.seconds, round(ours["frame"]))
        found = {"raw `send()` in Python": theirs, "Hubbub": ours}
        lines += rows(given.sockets, rate, found)
        tired += report.warnings({f"{name} at {rate:g} a second": one for name, one in found.items()})
    report.show("Latency: from sending a message to its last receiver", HEAD, lines, tired)


if __name__ == "__main__":
    main()
