"""Who goes when, out of a process that ends."""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.live.connection import Connection
from hubbub.live.leaving import Leaving
from tests.support.stage import Tape


class Parting:
    """So many sockets, a clock and a chance; who goes is gone at once."""

    def __init__(self, sockets: int, *, replaced: bool = False) -> None:
        self.now = 100.0
        self.chance = 0.5
        self.here = [Connection(person, "session", Tape()) for person in range(sockets)]
        self.leaving = Leaving(lambda: self.now, lambda: self.chance, sockets, replaced=replaced)

    def after(self, seconds: float) -> Sequence[Connection]:
        self.now += seconds
        gone = self.leaving.turn(self.here)
        self.here = [one for one in self.here if one not in gone]
        return gone


def test_a_crowd_goes_evenly_over_four_seconds() -> None:
    parting = Parting(100)
    assert [len(parting.after(0.5)) for _ in range(9)] == [12, 13, 12, 13, 12, 13, 12, 13, 0]


def test_a_few_have_a_quarter_of_a_second_each() -> None:
    parting = Parting(2)
    assert [len(parting.after(0.125)) for _ in range(4)] == [0, 1, 0, 1]


def test_nobody_is_nobody() -> None:
    assert not Parting(0).after(0)


def test_who_comes_meanwhile_goes_too() -> None:
    parting = Parting(4)
    parting.after(0.75)
    parting.here.append(Connection(9, "session", Tape()))
    parting.after(0.25)
    assert not parting.here


def test_who_goes_by_themselves_is_not_waited_for() -> None:
    parting = Parting(8)
    parting.after(1)
    del parting.here[1:]
    assert not parting.after(0.5)
    assert len(parting.after(0.5)) == 1


def test_own_posts_come_first_and_no_more_commands_are_taken() -> None:
    parting = Parting(1)
    [writer] = parting.here
    writer.posts.add("a post")
    assert not parting.after(0.25)
    assert writer.parting
    writer.posts.clear()
    assert parting.after(0.05) == [writer]


def test_a_post_that_never_ends_is_not_waited_for() -> None:
    parting = Parting(1)
    parting.here[0].posts.add("a post")
    assert not parting.after(1.2)
    assert parting.after(0.1)


def test_the_hint_is_after_the_restart_and_never_the_same_for_all() -> None:
    parting = Parting(100)
    assert parting.leaving.hint() == 6.5
    parting.after(3)
    parting.chance = 0.9
    assert parting.leaving.hint() == 3.9
    parting.after(5)
    assert parting.leaving.hint() == 0.9


def test_where_others_serve_they_can_come_back_at_once() -> None:
    assert Parting(100, replaced=True).leaving.hint() == 0.5
