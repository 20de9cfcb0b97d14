"""Whom the simulation is about: people, the rooms that they are in, and what happens there in a second. All assumed.

Sizes of rooms are drawn from a bounded Pareto law, which has many small rooms and few huge ones: half of all group
rooms have five people or fewer, and the largest has tens of thousands. That the law is a Pareto, and its exponent, is
an assumption. Activity grows more slowly than size, as most people in a large room only read.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class World:
    """What is assumed of people, of the busiest hour of a day, and of machines."""

    people: int = 1_000_000
    sockets_each: float = 1.2
    direct_each: int = 6
    groups_each: int = 6
    exponent: float = 1.2
    smallest: int = 3
    largest: int = 100_000
    messages_a_day: float = 40
    busiest_hour: float = 0.12
    direct_share: float = 0.5
    activity: float = 0.6
    open_direct: float = 0.5
    open_group: float = 0.1
    looking: float = 0.6
    typing_frames: float = 2
    session_minutes: float = 45
    at_home: float = 0.9
    used: float = 0.6
    page_kib: float = 25
    machine_cores: int = 16
    price_core: float = 0
    price_gib: float = 0
    seed: int = 1


@dataclass(frozen=True)
class Rooms:
    """Rooms of one size: how many, the messages a second in each, and who of the members has it open at a message."""

    size: int
    count: int
    rate: float
    open: float


@dataclass(frozen=True)
class Hour:
    """The busiest one of a world's day: its rooms, and what happens in a second wherever the sockets are."""

    world: World
    rooms: list[Rooms]
    now: dict[str, float]


def busiest_hour(world: World) -> Hour:
    rooms = draw_rooms(world)
    return Hour(world, rooms, per_second(world, rooms))


def draw_rooms(world: World) -> list[Rooms]:
    sizes = draw_sizes(world)
    rate = posts(world)
    weight = sum(count * size**world.activity for size, count in sizes.items())
    per_weight = rate * (1 - world.direct_share) / weight
    direct = world.people * world.direct_each // 2
    return [
        Rooms(2, direct, rate * world.direct_share / direct, world.open_direct),
        *(Rooms(size, count, per_weight * size**world.activity, world.open_group) for size, count in sizes.items()),
    ]


def posts(world: World) -> float:
    """Messages a second in the busiest hour."""
    return world.people * world.messages_a_day * world.busiest_hour / 3_600


def draw_sizes(world: World) -> Counter[int]:
    """Group rooms by size, until everyone is in as many as they should be in."""
    chance = random.Random(world.seed)
    most = min(world.largest, world.people)
    share = 1 - (world.smallest / most) ** world.exponent
    sizes: Counter[int] = Counter()
    places = world.people * world.groups_each
    while places > 0:
        size = int(world.smallest * (1 - share * chance.random()) ** (-1 / world.exponent))
        sizes[size] += 1
        places -= size
    return sizes


def with_badge(world: World, rooms: list[Rooms], people: int = 5_000) -> float:
    """The part of all sockets that is told of unread messages in a second, from a sample of people and their rooms."""
    chance = random.Random(world.seed)
    direct, *groups = rooms
    places = [room.size * room.count for room in groups]
    chosen = chance.choices(groups, places, k=people * world.groups_each)
    heard = [room.rate * (1 - room.open) for room in chosen]
    each = world.groups_each
    own = world.direct_each * direct.rate * (1 - direct.open)
    return sum(1 - math.exp(-own - sum(heard[n * each : (n + 1) * each])) for n in range(people)) / people


def per_second(world: World, rooms: list[Rooms]) -> dict[str, float]:
    """What does not depend on where the sockets are."""
    sockets = world.people * world.sockets_each
    each = world.sockets_each
    churn = 2 / (world.session_minutes * 60)
    all_open = 1 / (world.direct_each + world.groups_each)
    heard = sum(one.count * one.rate * (one.size * each - 1) * one.open for one in rooms)
    seen = {one: 1 - math.exp(-churn * one.size * each) for one in rooms}
    return {
        "sockets": sockets,
        "places": sockets * (world.direct_each + world.groups_each),
        "churn": sockets * churn * (world.direct_each + world.groups_each),
        "posts": posts(world),
        "deliveries": posts(world) + heard,
        "typing": heard * world.typing_frames,
        "badges": sockets * with_badge(world, rooms),
        "presence": sum(one.count * seen[one] * one.size * each * all_open for one in rooms),
        "reads": heard * world.looking,
        "connects": sockets * churn / 2,
    }
