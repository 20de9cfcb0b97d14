"""Fan-out: one room, 200 and 1,000 sockets, 100-character messages, 1, 8 and 64 of them under way.

Hubbub as shipped (SQLite, every message committed before it is told), beside the room of the Channels tutorial on the
same uvicorn, and beside two bare loops of `send()`: one in Python (`socket.send`, without an event loop) and one in C.
Their frames are as long as Hubbub's, which is measured, and each goes out in a write of its own.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from bench import report, rooms
from bench.rooms import Found

HEAD = ["sockets:", "under way:", "server", "deliveries a second:", "× tutorial:", "× raw Python:", "× raw C:"]
HEAD += ["busy (server / crowd):", "to reach"]
NO_COMPILER = "There is no C compiler (cc) here, so the loop in C is left out."


def figures(sockets: int, under_way: list[int], seconds: float) -> dict[tuple[str, int], Found]:
    """By server and messages under way, which are 0 where the server sends by itself."""
    found = {("Hubbub", busy): rooms.hubbub(sockets, busy, seconds) for busy in under_way}
    found |= {("Channels tutorial", busy): rooms.tutorial(sockets, busy, seconds) for busy in under_way}
    frame = round(found["Hubbub", under_way[-1]]["frame"])
    found["raw `send()` in Python", 0] = rooms.raw(sockets, seconds, frame)
    if in_c := rooms.raw_in_c(sockets, seconds, frame):
        found["raw `send()` in C", 0] = in_c
    return found


def rows(sockets: int, found: dict[tuple[str, int], Found]) -> Iterator[list[str]]:
    for (server, under_way), one in found.items():
        ratios = against(found, under_way, one["rate"])
        cells = [f"{sockets:,}", f"{under_way or ''}", server + missing(one), f"{one['rate']:,.0f}"]
        cells += [f"{ratios[name]:.2f}" if name in ratios else "" for name in ("tutorial", "Python", "C")]
        yield [*cells, report.busy(one), goals(server, sockets, under_way, ratios)]


def against(found: dict[tuple[str, int], Found], under_way: int, rate: float) -> dict[str, float]:
    rivals = {"tutorial": ("Channels tutorial", under_way)}
    rivals |= {language: (f"raw `send()` in {language}", 0) for language in ("Python", "C")}
    return {name: rate / found[key]["rate"] for name, key in rivals.items() if key in found}


def goals(server: str, sockets: int, under_way: int, ratios: dict[str, float]) -> str:
    """What the order asks of 1,000 sockets."""
    if server != "Hubbub" or sockets < 1_000:
        return ""
    raw = {name: ratio for name, ratio in ratios.items() if name != "tutorial"}
    wanted = {1: 0.4, 64: 4.0}.get(under_way)
    told = [report.at_least(wanted, ratio, f" × raw {name}") for name, ratio in raw.items()] if wanted else []
    if under_way == 64:
        told.insert(0, report.at_least(200, ratios["tutorial"], " × tutorial"))
    return ", ".join(told)


def missing(found: Found) -> str:
    return f" (lost {found['lost']:,.0f})" if found["lost"] else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, nargs="+", default=[200, 1_000])
    parser.add_argument("--under-way", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--seconds", type=float, default=5)
    given = parser.parse_args()
    found = {sockets: figures(sockets, given.under_way, given.seconds) for sockets in given.sockets}
    lines = [row for sockets, those in found.items() for row in rows(sockets, those)]
    notes = [*told(found), *report.warnings(named(found))]
    report.show("Fan-out: deliveries a second in one room, 100-character messages", HEAD, lines, notes)


def told(found: dict[int, dict[tuple[str, int], Found]]) -> list[str]:
    frames = {
        round(one["frame"]) for those in found.values() for (server, _), one in those.items() if server == "Hubbub"
    }
    has_c = any(server.endswith("C") for those in found.values() for server, _ in those)
    return [f"A frame of Hubbub, and of the raw loops: {max(frames)} bytes.", *([] if has_c else [NO_COMPILER])]


def named(found: dict[int, dict[tuple[str, int], Found]]) -> dict[str, Found]:
    return {
        f"{server} at {sockets:,} sockets, {under_way} under way": one
        for sockets, those in found.items()
        for (server, under_way), one in those.items()
    }


if __name__ == "__main__":
    main()
