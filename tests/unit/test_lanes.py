"""How much is under way at once."""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.operations.deliveries import Way
from hubbub.outbound.lanes import Lanes
from hubbub.queries import NOBODY, Busy


def to(hosts: str) -> Sequence[Way]:
    """To these hosts, each for somebody else."""
    return [Way(100 + number, host) for number, host in enumerate(hosts)]


def of(people: Sequence[int]) -> Sequence[Way]:
    """For these people, each to another host."""
    return [Way(person, f"host-{number}") for number, person in enumerate(people)]


def test_a_host_takes_its_share_and_no_more() -> None:
    lanes = Lanes(most=10, most_to_a_host=2)
    assert lanes.choose(to("aaab")) == [True, True, False, True]
    lanes.enter(Way(1, "a"))
    assert lanes.choose(to("aab")) == [True, False, True]


def test_so_does_a_person_whatever_the_hosts() -> None:
    lanes = Lanes(most=10, most_for_a_person=2)
    assert lanes.choose(of([1, 1, 1, 2])) == [True, True, False, True]
    lanes.enter(Way(1, "elsewhere"))
    assert lanes.choose(of([1, 1, 2])) == [True, False, True]


def test_choosing_takes_nothing() -> None:
    lanes = Lanes(most=1, most_to_a_host=1)
    assert lanes.choose(to("a")) == lanes.choose(to("a")) == [True]


def test_all_together_take_no_more_than_there_is() -> None:
    lanes = Lanes(most=3, most_to_a_host=2)
    assert lanes.choose(to("abcd")) == [True, True, True, False]
    for way in to("abc"):
        lanes.enter(way)
    assert (lanes.free, lanes.choose(to("d"))) == (0, [False])


def test_what_leaves_makes_room() -> None:
    lanes = Lanes(most=9, most_to_a_host=1, most_for_a_person=1)
    lanes.enter(Way(1, "a"))
    assert lanes.busy == Busy(frozenset({"a"}), frozenset({1}))
    lanes.leave(Way(1, "a"))
    assert (lanes.busy, lanes.free) == (NOBODY, 9)
