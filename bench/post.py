"""Posting: 100 sockets in 100 rooms, each with one and with four posts under way, and 16 clients over HTTP.

Counted are posts that were acknowledged, each after its commit (SQLite, `synchronous=FULL`), by a server on one core.
In the end the messages in the database are counted, too.
"""

from __future__ import annotations

import argparse
import sqlite3
from typing import Any

from bench import machine, report, rooms

HEAD = ["how", "clients:", "under way each:", "durable posts a second:", "acknowledged:", "in the database:"]
HEAD += ["busy (server / crowd):", "to reach"]


def by_socket(clients: int, under_way: int, seconds: float) -> dict[str, Any]:
    with machine.hubbub(machine.Population(clients, rooms=clients)) as site:
        found = machine.crowd("posts", site.target(), message=rooms.POST, under_way=under_way, seconds=seconds)
        return found | {"stored": stored(site)}


def by_http(clients: int, seconds: float) -> dict[str, Any]:
    with machine.hubbub(machine.Population(clients, rooms=clients)) as site:
        found = machine.crowd("http", site.target(), text=rooms.TEXT, seconds=seconds)
        return found | {"stored": stored(site)}


def stored(site: machine.Site) -> int:
    with sqlite3.connect(site.data / machine.DATABASE) as database:
        [[count]] = database.execute("SELECT count(*) FROM hubbub_message WHERE kind = 'user'")
    database.close()
    return int(count)


def row(how: str, clients: int, under_way: int, found: dict[str, Any], wanted: float) -> list[str]:
    cells = [how, f"{clients}", f"{under_way}", f"{found['rate']:,.0f}", f"{found['acknowledged']:,}"]
    return [*cells, f"{found['stored']:,}", report.busy(found), goal(found, wanted)]


def goal(found: dict[str, Any], wanted: float) -> str:
    """A speed at which something was lost or doubled is none."""
    return report.at_least(wanted, found["rate"] if found["acknowledged"] == found["stored"] else 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=100)
    parser.add_argument("--under-way", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=8)
    given = parser.parse_args()
    found = {f"{busy} under way": by_socket(given.sockets, busy, given.seconds) for busy in given.under_way}
    sockets = zip(given.under_way, found.values(), strict=True)
    lines = [row("socket", given.sockets, busy, one, 1_500) for busy, one in sockets]
    found["HTTP"] = by_http(given.clients, given.seconds)
    lines.append(row("HTTP", given.clients, 1, found["HTTP"], 300))
    report.show("Posting: acknowledged and committed", HEAD, lines, report.warnings(found))


if __name__ == "__main__":
    main()
