"""The simulation adds up: what is delivered is the sum over the rooms, wherever the sockets are."""

from __future__ import annotations

import json

import pytest

from bench.simulate import DESIGNS, MEASURED, Design, arrange, bus, constants, load, serving
from bench.world import World, busiest_hour, draw_sizes

WORLD = World(people=3_000, largest=1_000)
COST = constants(MEASURED)
HOUR = busiest_hour(WORLD)


def test_the_same_seed_makes_the_same_world() -> None:
    assert busiest_hour(WORLD) == HOUR


def test_everyone_is_in_their_rooms() -> None:
    places = sum(size * count for size, count in draw_sizes(WORLD).items())
    assert WORLD.people * WORLD.groups_each <= places <= WORLD.people * WORLD.groups_each + WORLD.largest


def test_messages_and_deliveries_are_the_sums_over_the_rooms() -> None:
    told = sum(room.count * room.rate for room in HOUR.rooms)
    heard = sum(room.count * room.rate * (room.size * WORLD.sockets_each - 1) * room.open for room in HOUR.rooms)
    assert told == pytest.approx(HOUR.now["posts"])
    assert told + heard == pytest.approx(HOUR.now["deliveries"])


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_a_large_room_is_served_everywhere_and_a_small_one_where_its_people_are(design: Design) -> None:
    serve = serving(WORLD, design, 50)
    assert 1 <= serve(2) <= 2 * WORLD.sockets_each
    assert serve(2) < serve(200) <= serve(3_000) <= 50
    assert serving(WORLD, design, 1)(100) == 1


def test_what_is_told_to_everyone_grows_with_the_processes() -> None:
    as_built, addressed = (bus(HOUR, COST, design, 20) for design in DESIGNS[:2])
    assert as_built.beats_passed > 10 * addressed.beats_passed
    assert as_built.bytes > addressed.bytes


def test_the_processes_that_are_needed_can_do_the_work() -> None:
    for design in DESIGNS:
        found = arrange(WORLD, COST, design)
        assert found
        assert found.cores <= found.processes * WORLD.used
        assert found == load(HOUR, COST, design, found.processes)


def test_every_constant_says_what_measured_it() -> None:
    for one in json.loads(MEASURED.read_text())["constants"].values():
        assert one["command"].startswith("python -m bench.measured")
