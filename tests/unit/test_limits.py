"""Limits in memory: exact here, known elsewhere after a telling, forgotten with the process that told them."""

from __future__ import annotations

import pytest

from hubbub import wire
from hubbub.live.limits import BEAT, LEASE, RATES, Limits, Spending
from hubbub.rates import Rate

MINA = "person 1"
JONAS = "person 2"


class Pair:
    """Two processes and one clock."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.here = Limits("here", lambda: self.now)
        self.there = Limits("there", lambda: self.now)

    def beat(self) -> list[wire.Usage]:
        """A second passes: each tells the other what there is to tell."""
        self.now += 1
        for limits in (self.here, self.there):
            limits.tick()
        told = [(self.there, self.here.beat()), (self.here, self.there.beat())]
        for hearer, usage in told:
            if usage:
                hearer.hear(carried(usage))
        return [usage for _, usage in told if usage]


def carried(usage: wire.Usage) -> wire.Usage:
    """As it arrives over the bus."""
    [item] = wire.unpack(wire.pack([usage]))
    assert isinstance(item, wire.Usage)
    return item


@pytest.fixture
def pair() -> Pair:
    made = Pair()
    made.beat()
    made.beat()
    return made


def taken(limits: Limits, times: int, key: str = MINA, most: int | None = 3) -> int:
    return sum(limits.sockets.take(key, most) for _ in range(times))


def test_so_many_sockets_and_no_more(pair: Pair) -> None:
    assert taken(pair.here, 5) == 3
    assert taken(pair.here, 5, JONAS) == 3
    pair.here.sockets.release(MINA)
    assert taken(pair.here, 5) == 1


def test_no_limit_is_none(pair: Pair) -> None:
    assert taken(pair.here, 2000, most=None) == 2000


def test_the_others_sockets_count_a_second_later(pair: Pair) -> None:
    assert taken(pair.here, 2) == 2
    pair.beat()
    assert taken(pair.there, 5) == 1
    pair.beat()
    assert taken(pair.here, 1) == 0
    pair.there.sockets.release(MINA)
    pair.beat()
    assert taken(pair.here, 5) == 1


def test_nothing_is_told_when_nothing_changed_but_all_with_the_beat(pair: Pair) -> None:
    taken(pair.here, 2)
    assert [usage.sockets for usage in pair.beat()] == [{MINA: 2}]
    assert pair.beat() == []
    pair.now += BEAT
    full = {MINA: 2}
    assert [(usage.sockets, usage.full) for usage in pair.beat()] == [(full, True), ({}, True)]


def test_a_process_that_is_new_hears_all_at_the_next_second(pair: Pair) -> None:
    taken(pair.here, 3)
    pair.beat()
    pair.there = Limits("there, again", lambda: pair.now)
    pair.beat()
    pair.beat()
    assert taken(pair.there, 1) == 0


def test_good_bye_frees_at_once(pair: Pair) -> None:
    taken(pair.here, 3)
    pair.beat()
    pair.there.hear(carried(pair.here.good_bye()))
    assert taken(pair.there, 5) == 3


def test_a_process_that_died_is_forgotten_when_its_lease_ends(pair: Pair) -> None:
    taken(pair.here, 3)
    pair.beat()
    pair.now += LEASE
    pair.there.tick()
    assert taken(pair.there, 1) == 0
    pair.now += 1
    pair.there.tick()
    assert taken(pair.there, 5) == 3


@pytest.mark.parametrize("kind", RATES)
def test_each_kind_passes_its_rate_exactly_and_people_do_not_share(pair: Pair, kind: str) -> None:
    rate, spending = RATES[kind], pair.here.spending
    assert not any(spending.take(kind, person) for person in (1, 2) for _ in range(rate.count))
    assert spending.take(kind, 1) == spending.take(kind, 2) == pytest.approx(rate.interval, abs=1e-3)
    pair.now += spending.take(kind, 1)
    assert (spending.take(kind, 1), spending.take(kind, 1) > 0) == (0, True)


def test_what_was_taken_on_another_process_is_taken_here(pair: Pair) -> None:
    for _ in range(30):
        pair.here.spending.take("typing", 1)
    pair.beat()
    assert pair.there.spending.take("typing", 1) == 0.334
    pair.now += 1
    assert [pair.there.spending.take("typing", 1) for _ in range(4)] == [0, 0, 0, 0.334]


def test_what_was_taken_is_told_once(pair: Pair) -> None:
    pair.here.spending.take("read", 1)
    pair.here.spending.take("read", 1)
    assert [usage.spent for usage in pair.beat()] == [{"read": {1: 2}}]
    assert pair.beat() == []


def test_a_kind_of_another_version_is_passed_over(pair: Pair) -> None:
    pair.here.hear(wire.Usage("there", {}, {"juggling": {1: 5}}, full=False))
    assert pair.here.spending.take("read", 1) == 0


def test_nobody_is_remembered_for_longer_than_their_rate() -> None:
    now = [0.0]
    spending = Spending(lambda: now[0], {"read": Rate(2, 10)})
    spending.take("read", 1)
    now[0] = 5
    spending.tick()
    assert spending._spent == {"read": {}}


def test_where_somebody_is_and_who_is_new_there(pair: Pair) -> None:
    pair.there.sockets.take(MINA, None)
    pair.there.sockets.take("address 10.0.0.1", None)
    usage = pair.there.beat()
    assert usage
    assert pair.here.hear(carried(usage)) == {1}
    assert pair.here.hear(carried(usage)) == set(), "known already"
    assert (pair.here.sockets.where(MINA), pair.here.sockets.where(JONAS)) == (["there"], [])
