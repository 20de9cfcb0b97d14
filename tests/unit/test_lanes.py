"""How much is under way at once."""

from __future__ import annotations

from hubbub.outbound.lanes import Lanes


def test_a_host_takes_its_share_and_no_more() -> None:
    lanes = Lanes(most=10, most_to_a_host=2)
    assert lanes.choose(["a", "a", "a", "b"]) == [True, True, False, True]
    lanes.enter("a")
    assert lanes.choose(["a", "a", "b"]) == [True, False, True]


def test_choosing_takes_nothing() -> None:
    lanes = Lanes(most=1, most_to_a_host=1)
    assert lanes.choose(["a"]) == lanes.choose(["a"]) == [True]


def test_all_together_take_no_more_than_there_is() -> None:
    lanes = Lanes(most=3, most_to_a_host=2)
    assert lanes.choose(["a", "b", "c", "d"]) == [True, True, True, False]
    for host in "abc":
        lanes.enter(host)
    assert (lanes.free, lanes.choose(["d"])) == (0, [False])


def test_what_leaves_makes_room() -> None:
    lanes = Lanes(most=9, most_to_a_host=1)
    lanes.enter("a")
    assert lanes.full_hosts == {"a"}
    lanes.leave("a")
    assert (lanes.full_hosts, lanes.free) == (set(), 9)
