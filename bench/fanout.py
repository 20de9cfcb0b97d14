"""Fan-out: one room, 200 and 1,000 sockets, 100-character messages.

Hubbub as shipped (SQLite, every message committed before it is told), beside the room of the Channels tutorial on the
same uvicorn and beside a bare loop of `send()` to as many sockets. `python -m bench.fanout`
"""

from __future__ import annotations

import argparse
import json
import sys

from bench import machine

TEXT = "The kettle is on, the biscuits are on the table, and the bandsaw is free until eleven. Who is coming? x"[:100]


def hubbub(sockets: int, under_way: int, seconds: float) -> dict[str, float]:
    post = {"type": "post", "room": "bench", "client_id": "CLIENT_ID", "body": TEXT}
    with machine.hubbub(sockets) as (port, tokens):
        return machine.crowd(
            port=port,
            path="/ws/chat/",
            tokens=tokens,
            sockets=sockets,
            seconds=seconds,
            under_way=under_way,
            greeting=['"type":"hello"', '"type":"subscribed"'],
            opening=json.dumps({"type": "subscribe", "room": "bench"}),
            message=json.dumps(post),
            marker='"type":"message"',
        )


def tutorial(sockets: int, under_way: int, seconds: float) -> dict[str, float]:
    port = machine.free_port()
    uvicorn = [sys.executable, "-m", "uvicorn", "bench.tutorial:application", "--port", str(port)]
    uvicorn += ["--ws", "websockets-sansio", "--loop", "uvloop", "--log-level", "error", "--lifespan", "off"]
    with machine.server(uvicorn, port, machine.environment()):
        return machine.crowd(
            port=port,
            path="/ws/chat/bench/",
            sockets=sockets,
            seconds=seconds,
            under_way=under_way,
            message=json.dumps({"message": TEXT}),
            marker='"message"',
        )


def raw(sockets: int, under_way: int, seconds: float) -> dict[str, float]:
    port = machine.free_port()
    loop = [sys.executable, "-m", "bench.raw", str(port), str(sockets), str(seconds)]
    with machine.server(loop, port, machine.environment()):
        return machine.crowd(port=port, sockets=sockets, seconds=seconds + 1, marker='"marker"')


def table(sockets: list[int], under_way: list[int], seconds: float) -> list[str]:
    lines = ["| sockets | under way | server | deliveries a second | against the tutorial | against raw `send()` |"]
    lines += ["|---:|---:|---|---:|---:|---:|"]
    for count in sockets:
        plain = raw(count, 0, seconds)["rate"]
        lines.append(f"| {count:,} | | raw `send()` loop | {plain:,.0f} | | 1.00 |")
        for busy in under_way:
            lines += rows(count, busy, seconds, plain)
    return lines


def rows(sockets: int, under_way: int, seconds: float, plain: float) -> list[str]:
    theirs, ours = tutorial(sockets, under_way, seconds), hubbub(sockets, under_way, seconds)
    found = {"Channels tutorial": theirs, "Hubbub": ours}
    return [
        f"| {sockets:,} | {under_way} | {name}{missing(result)} | {result['rate']:,.0f} "
        f"| {result['rate'] / theirs['rate']:.1f} | {result['rate'] / plain:.2f} |"
        for name, result in found.items()
    ]


def missing(result: dict[str, float]) -> str:
    lost = result["expected"] - result["deliveries"]
    return f" (lost {lost:,.0f})" if lost else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, nargs="+", default=[200, 1_000])
    parser.add_argument("--under-way", type=int, nargs="+", default=[8, 64])
    parser.add_argument("--seconds", type=float, default=5)
    given = parser.parse_args()
    print("\n".join(table(given.sockets, given.under_way, given.seconds)))
    print("\nRepeat it: make bench")


if __name__ == "__main__":
    main()
