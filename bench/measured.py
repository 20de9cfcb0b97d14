"""The constants of the simulation, measured here and now: `python -m bench.measured [NAME …]`

Each is written to `bench/measured.json` with the command that measures it again. Times are CPU times, which other work
on the machine disturbs less than it does the clock.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import asking, carrier, connect, memory, pieces, report, rooms
from bench.simulate import MEASURED

SOCKETS = 1_000
Found = Iterator[tuple[str, float, str]]


def delivery() -> Found:
    """One message at a time to 1,000 sockets: a frame of its own to each, the commit shared among them."""
    found = rooms.hubbub(SOCKETS, 1, 5)
    yield "delivery", found["server_cpu"] / found["deliveries"] * 1e6, "CPU µs"
    yield "message_bytes", found["frame"], "bytes"


def connecting() -> Found:
    found = connect.come_and_go(SOCKETS, 0)["first"]
    yield "connect", found["server_cpu"] / SOCKETS * 1e6, "CPU µs"


def sockets() -> Found:
    yield "socket_kib", memory.hubbub(SOCKETS)["each"], "KiB"


def bus() -> Found:
    """What each further process that hears costs Valkey is the difference of four and one."""
    one, four = carrier.measure(1, 4_000), carrier.measure(4, 4_000)
    deliver = (four.valkey - one.valkey) / 3
    yield "tell", (one.tell + four.tell) / 2, "CPU µs"
    yield "hear", (one.hear + four.hear) / 2, "CPU µs"
    yield "valkey_deliver", deliver, "CPU µs"
    yield "valkey_publish", one.valkey - deliver, "CPU µs"


def hub() -> Found:
    for name, value in (pieces.badges() | pieces.heartbeats()).items():
        yield name, value, "bytes" if name.endswith(("bytes", "kept")) else "CPU µs"


def database() -> Found:
    for name, (hubbub, postgresql) in asking.measure().items():
        yield f"{name}_hubbub", hubbub, "CPU µs"
        yield f"{name}_postgresql", postgresql, "CPU µs"


MEASUREMENTS: dict[str, Callable[[], Found]] = {
    "delivery": delivery,
    "connecting": connecting,
    "sockets": sockets,
    "bus": bus,
    "hub": hub,
    "database": database,
}


def refresh(file: Path, names: list[str]) -> None:
    """Measure again, and keep the rest of the file as it is."""
    kept = json.loads(file.read_text())["constants"] if file.exists() else {}
    for measurement in names:
        command = f"python -m bench.measured {measurement}"
        for name, value, unit in MEASUREMENTS[measurement]():
            kept[name] = {"value": float(f"{value:.4g}"), "unit": unit, "command": command, "machine": machine()}
        file.write_text(json.dumps({"constants": dict(sorted(kept.items()))}, indent=2) + "\n")


def machine() -> str:
    """What ran it, and how busy it was: above one for each core, other work was in the way."""
    today = datetime.datetime.now(datetime.UTC).date()
    return f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {today}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*MEASUREMENTS, []], help="all, when none is named")
    parser.add_argument("--measured", type=Path, default=MEASURED, help="the file that is written")
    parser.add_argument("--show", action="store_true", help="measure nothing, and show what was found last")
    given = parser.parse_args()
    if not given.show:
        refresh(given.measured, given.names or list(MEASUREMENTS))
    found = json.loads(given.measured.read_text())["constants"]
    lines = [[name, f"{one['value']:g}", one["unit"], f"`{one['command']}`"] for name, one in found.items()]
    report.show("Measured", ["constant", "value:", "", "by"], lines)


if __name__ == "__main__":
    main()
