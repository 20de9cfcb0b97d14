"""A million people at once, computed: processes, Valkeys, PostgreSQLs and bytes. `python -m bench.simulate`

What people do is assumed (`bench/world.py`), to be changed on the command line. What it costs is measured: every
constant comes from `bench/measured.json`, with the command that measured it (`python -m bench.measured` does it again).
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from bench import report
from bench.world import Hour, World, busiest_hour

MEASURED = Path(__file__).with_name("measured.json")
Constants = Mapping[str, float]


@dataclass(frozen=True)
class Design:
    """Where sockets land: anywhere, or mostly where their rooms are. And who hears of who is here.

    `to_everyone`: every process hears every 15 seconds of all people of all others. Otherwise only changes are told.
    Of a read mark only the other processes hear where that person has a socket.
    """

    name: str
    anywhere: bool
    to_everyone: bool


DESIGNS = [
    Design("anywhere, as built", anywhere=True, to_everyone=True),
    Design("anywhere, addressed", anywhere=True, to_everyone=False),
    Design("by room, addressed", anywhere=False, to_everyone=False),
]
HEAD_CHECK, RECHECK, BEAT, PING = 5, 15, 15, 25
TYPING_BYTES = 110
MOST_PROCESSES = 4_096


def serving(world: World, design: Design, processes: int) -> Callable[[int], float]:
    """How many processes serve a room of a size: those on which at least one of its sockets is (an expected value)."""

    def landed(sockets: float) -> float:
        return processes * -math.expm1(sockets * math.log1p(-1 / processes)) if processes > 1 else 1

    def serve(size: int) -> float:
        sockets = size * world.sockets_each
        if design.anywhere:
            return landed(sockets)
        home = math.ceil(size * processes / world.people)
        return min(landed(sockets), home + landed(sockets * (1 - world.at_home)))

    return serve


@dataclass(frozen=True)
class Bus:
    """What the processes tell each other in a second: messages out and in, and people in rooms that heartbeats name."""

    told: float
    heard: float
    beats_passed: float
    beats_heard: float
    beats_kept: float
    bytes: float


def bus(hour: Hour, cost: Constants, design: Design, n: int) -> Bus:
    world, rooms, now = hour.world, hour.rooms, hour.now
    serve = serving(world, design, n)
    of_a_message = 1 + world.typing_frames
    of_rooms = sum(one.count * one.rate * of_a_message * serve(one.size) for one in rooms)
    of_people = now["reads"] * (world.sockets_each - 1) * (1 - 1 / n)
    named = now["places"] / BEAT if design.to_everyone else now["churn"]
    keepers = served(hour, serve) / sum(one.count for one in rooms)
    return Bus(
        told=now["posts"] * of_a_message + of_people + n,
        heard=of_rooms + of_people + n * n,
        beats_passed=named * max(0, n - keepers),
        beats_heard=named * keepers,
        beats_kept=now["places"] * keepers,
        bytes=(of_rooms + of_people) * cost["message_bytes"] + named * n * cost["heartbeat_bytes"],
    )


def served(hour: Hour, serve: Callable[[int], float]) -> float:
    """Rooms, each counted once for every process that serves it."""
    return sum(one.count * serve(one.size) for one in hour.rooms)


@dataclass(frozen=True)
class Load:
    """What one arrangement needs: cores of Hubbub by what they do, cores of the others, GiB."""

    processes: int
    bus: Bus
    hubbub: dict[str, float]
    valkey: float
    postgresql: float
    memory: float

    @property
    def cores(self) -> float:
        return sum(self.hubbub.values())


def load(hour: Hour, cost: Constants, design: Design, n: int) -> Load:
    """What `n` processes need together."""
    world, now = hour.world, hour.now
    news = bus(hour, cost, design, n)
    everywhere = served(hour, serving(world, design, n))
    micro = {
        "writing to sockets": writes(world, now) * cost["delivery"] + now["badges"] * cost["badge"],
        "telling and hearing": news.told * cost["tell"] + news.heard * cost["hear"],
        "who is here": news.beats_heard * cost["heartbeat_hear"] + news.beats_passed * cost["heartbeat_pass"],
        "connecting": now["connects"] * cost["connect"],
        "posts and read marks": asked(now, cost, "hubbub"),
        "regular checks": checked(now, cost, everywhere, "hubbub"),
    }
    postgresql = asked(now, cost, "postgresql") + checked(now, cost, everywhere, "postgresql")
    kept = now["sockets"] * (cost["socket_kib"] + world.page_kib) * 1_024 + news.beats_kept * cost["heartbeat_kept"]
    return Load(
        processes=n,
        bus=news,
        hubbub={name: figure / 1e6 for name, figure in micro.items()},
        valkey=(news.told * cost["valkey_publish"] + news.heard * cost["valkey_deliver"]) / 1e6,
        postgresql=postgresql / 1e6,
        memory=kept / 2**30,
    )


def writes(world: World, now: Mapping[str, float]) -> float:
    """Writes to sockets: every frame, as if none left together."""
    answers = now["posts"] + now["reads"] * world.sockets_each + now["sockets"] / PING
    return answers + sum(now[name] for name in ("deliveries", "typing", "badges", "presence"))


def asked(now: Mapping[str, float], cost: Constants, whose: str) -> float:
    return now["posts"] * cost[f"post_{whose}"] + now["reads"] * cost[f"read_mark_{whose}"]


def checked(now: Mapping[str, float], cost: Constants, everywhere: float, whose: str) -> float:
    """The heads of all rooms that a process serves, and the rooms of all its people, at regular intervals."""
    return everywhere / HEAD_CHECK * cost[f"head_{whose}"] + now["places"] / RECHECK * cost[f"membership_{whose}"]


# How many


def arrange(world: World, cost: Constants, design: Design) -> Load | None:
    """The fewest processes (one core each) that keep up, or nothing when more of them make it no better."""
    hour = busiest_hour(world)
    processes = 1
    while processes <= MOST_PROCESSES:
        found = load(hour, cost, design, processes)
        wanted = math.ceil(found.cores / world.used)
        if wanted <= processes:
            return found
        processes = max(processes + 1, min(wanted, processes * 2))
    return None


def most_people(world: World, cost: Constants, design: Design) -> World:
    """This world, or the largest smaller one that a design can serve at all, to within a fifth."""
    while arrange(world, cost, design) is None:
        world = replace(world, people=round(world.people / 1.2))
    return world


# Telling


def columns(world: World, cost: Constants) -> Iterator[tuple[str, dict[str, str]]]:
    for design in DESIGNS:
        possible = most_people(world, cost, design)
        found = arrange(possible, cost, design)
        if found:
            yield design.name, lines(possible, found, cost)


def lines(world: World, found: Load, cost: Constants) -> dict[str, str]:
    now = busiest_hour(world).now
    valkeys, databases = (math.ceil(cores / world.used) for cores in (found.valkey, found.postgresql))
    cores = found.processes + valkeys + databases
    figures = {
        "people": world.people,
        "messages a second": now["posts"],
        "deliveries of messages a second": now["deliveries"],
        "all frames to sockets a second": writes(world, now),
        "MB a second to browsers": sent(now, cost) / 1e6,
        "processes, a core each": found.processes,
        "GiB of all processes": found.memory,
        "bus: messages told a second": found.bus.told,
        "bus: messages heard a second": found.bus.heard,
        "bus: MB a second": found.bus.bytes / 1e6,
        "Valkeys, a core each": valkeys,
        "cores of PostgreSQL": databases,
        "commits a second, at most": now["posts"] + now["reads"],
        "messages stored a day": world.people * world.messages_a_day,
        f"machines of {world.machine_cores} cores": math.ceil(cores / world.machine_cores),
    }
    if world.price_core or world.price_gib:
        figures["price"] = cores * world.price_core + found.memory * world.price_gib
    shares = {f"of the processes' work: {what}": f"{part / found.cores:.0%}" for what, part in found.hubbub.items()}
    return {name: f"{figure:,.0f}" for name, figure in figures.items()} | shares


def sent(now: Mapping[str, float], cost: Constants) -> float:
    """Bytes of messages, badges and typing; what else is written is small."""
    messages, badges = now["deliveries"] * cost["message_bytes"], now["badges"] * cost["badge_bytes"]
    return messages + badges + now["typing"] * TYPING_BYTES


def constants(file: Path) -> Constants:
    return {name: float(one["value"]) for name, one in json.loads(file.read_text())["constants"].items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measured", type=Path, default=MEASURED, help="the file of the constants")
    for field in fields(World):
        option = f"--{field.name.replace('_', '-')}"
        parser.add_argument(option, type=type(field.default), default=field.default)
    given = vars(parser.parse_args())
    cost = constants(given.pop("measured"))
    found = dict(columns(World(**given), cost))
    rows = [[what, *(one[what] for one in found.values())] for what in next(iter(found.values()))]
    report.show("The busiest hour of a day, computed", ["", *(f"{name}:" for name in found)], rows)


if __name__ == "__main__":
    main()
