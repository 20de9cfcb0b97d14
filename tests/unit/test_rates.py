"""A rate: as many at once as it says, then one after the other; both sides of each edge."""

from __future__ import annotations

import pytest

from hubbub import rates
from hubbub.rates import FINEST, Rate

POSTS = Rate(20, 10)
NOW = 1_800_000_000.0  # the present as a float, where it is coarse


def taken(rate: Rate, times: int, now: float, spent: float = 0) -> tuple[int, float]:
    """How many of some attempts at one moment pass, and what is kept then."""
    passed = 0
    for _ in range(times):
        if not rates.wait(rate, spent, now):
            passed, spent = passed + 1, rates.spend(rate, spent, now)
    return passed, spent


@pytest.mark.parametrize("rate", [POSTS, Rate(1, 60), Rate(3, 10), Rate(7, 1), Rate(200, 10), Rate(1000, 7)])
def test_exactly_so_many_pass_at_once(rate: Rate) -> None:
    assert taken(rate, rate.count - 1, NOW)[0] == rate.count - 1
    passed, spent = taken(rate, rate.count + 5, NOW)
    assert passed == rate.count
    assert rates.wait(rate, spent, NOW) == pytest.approx(rate.interval, abs=1e-3)


def test_one_passes_when_the_wait_is_over_and_not_before() -> None:
    _, spent = taken(POSTS, 20, NOW)
    assert rates.wait(POSTS, spent, NOW) == 0.5
    assert rates.wait(POSTS, spent, NOW + 0.5 - 2 * FINEST) > 0
    assert rates.wait(POSTS, spent, NOW + 0.5) == 0
    assert taken(POSTS, 5, NOW + 0.5, spent)[0] == 1


def test_all_are_back_after_its_seconds() -> None:
    _, spent = taken(POSTS, 20, NOW)
    assert taken(POSTS, 30, NOW + 9.5, spent)[0] == 19
    assert taken(POSTS, 30, NOW + 10, spent)[0] == 20
    assert taken(POSTS, 30, NOW + 3600, spent)[0] == 20


def test_in_the_long_run_no_more_pass_than_come_back() -> None:
    passed, spent = 0, 0.0
    for step in range(1000):
        more, spent = taken(POSTS, 3, NOW + step / 10, spent)
        passed += more
    assert 20 + 2 * 99 <= passed <= 20 + 2 * 100


def test_who_took_more_than_a_rate_elsewhere_pays_for_one() -> None:
    spent = rates.spend(POSTS, 0, NOW, 500)
    assert rates.wait(POSTS, spent, NOW) == 0.5
    assert taken(POSTS, 30, NOW + 10, spent)[0] == 20


def test_clocks_of_two_machines_that_differ_a_little_change_little() -> None:
    _, spent = taken(POSTS, 20, NOW + 2)
    assert rates.wait(POSTS, spent, NOW) == 2.5
    assert rates.spend(POSTS, spent, NOW) == NOW + 10


def test_a_clock_that_is_set_back_far_forgives() -> None:
    _, spent = taken(POSTS, 20, NOW)
    assert taken(POSTS, 30, NOW - 3600, spent)[0] == 20


@pytest.mark.parametrize("text", ["20", "0/10", "20/0", "20/", "/10", "a/b", "20/10 ", "1e3/10", "", "٢/١"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="like 20/10"):
        rates.parse(text)


def test_a_rate_is_read() -> None:
    assert rates.parse("20/10") == Rate(20, 10)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.001, "1 second"),
        (1, "1 second"),
        (11.2, "12 seconds"),
        (60, "1 minute"),
        (61, "61 seconds"),
        (300, "5 minutes"),
        (301, "6 minutes"),
        (3_600, "1 hour"),
        (5_400, "90 minutes"),
        (21_600, "6 hours"),
    ],
)
def test_a_wait_is_said_in_words(seconds: float, words: str) -> None:
    assert rates.spoken(seconds) == words
