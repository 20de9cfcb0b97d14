"""News of a person goes where they are, and a moment later to where they turn out to be."""

from __future__ import annotations

import pytest

from hubbub import wire
from hubbub.live.addresses import KEPT, Addresses


def read(person: int, number: int, room: int = 1) -> wire.PersonEvent:
    return wire.PersonEvent(person, b"%d" % number, room, 0)


class Scene:
    def __init__(self) -> None:
        self.now = 100.0
        self.places: dict[int, list[str]] = {}
        self.addresses = Addresses(lambda: self.now, lambda person: self.places.get(person, []))

    def passes(self, seconds: float) -> None:
        self.now += seconds
        self.addresses.tick()


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_it_goes_to_the_processes_that_have_a_socket_of_the_person(scene: Scene) -> None:
    scene.places = {1: ["here", "there"]}
    assert [*scene.addresses.of(read(1, 5))] == ["here", "there"]
    assert [*scene.addresses.of(read(2, 5))] == []


def test_a_process_that_says_late_that_it_has_them_hears_the_latest_of_each_room(scene: Scene) -> None:
    for event in (read(1, 5), read(1, 6), read(1, 2, room=9), read(2, 6)):
        scene.addresses.of(event)
    assert scene.addresses.missed({1, 3}) == [read(1, 6), read(1, 2, room=9)]


def test_the_latest_is_told_last(scene: Scene) -> None:
    for event in (read(1, 5), read(1, 2, room=9), read(1, 6)):
        scene.addresses.of(event)
    assert scene.addresses.missed({1}) == [read(1, 2, room=9), read(1, 6)]


def test_what_was_told_longer_ago_is_forgotten(scene: Scene) -> None:
    scene.addresses.of(read(1, 5))
    scene.passes(KEPT)
    scene.addresses.of(read(1, 2, room=9))
    scene.passes(1)
    assert scene.addresses.missed([1]) == [read(1, 2, room=9)]
    scene.passes(KEPT)
    assert scene.addresses.missed([1]) == []
