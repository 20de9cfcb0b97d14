"""When a push is tried again."""

from __future__ import annotations

import pytest

from hubbub.outbound.retries import is_worth_another, retry_after, seconds_until_next


def test_it_waits_three_times_as_long_after_each_attempt_and_gives_up_after_six() -> None:
    waits = [seconds_until_next(attempt, chance=lambda: 0) for attempt in range(1, 8)]
    assert waits == [5, 15, 45, 135, 405, None, None]


def test_waits_are_spread_by_a_half() -> None:
    assert seconds_until_next(1, chance=lambda: 1) == 7.5


@pytest.mark.parametrize(("asked_for", "waits"), [(None, 5), (1, 5), (90, 90), (10_000, 3_600)])
def test_a_service_may_ask_for_longer_up_to_an_hour(asked_for: float | None, waits: float) -> None:
    assert seconds_until_next(1, asked_for, chance=lambda: 0) == waits


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_some_refusals_are_of_the_moment(status: int) -> None:
    assert is_worth_another(status)


@pytest.mark.parametrize("status", [300, 301, 400, 401, 403, 404, 410, 413])
def test_others_are_final(status: int) -> None:
    assert not is_worth_another(status)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("9" * 5_000, 999_999_999),
        ("Thu, 01 Jan 1970 00:20:00 GMT", 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("Thu, 99 Jan 1970 00:20:00 GMT", None),
    ],
)
def test_how_long_a_service_asks_to_wait(value: str, seconds: float | None) -> None:
    assert retry_after(value, now=1_000) == seconds
