"""Who is typing, told not too often."""

from __future__ import annotations

from hubbub.live.typing import PAUSE, Typing


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_is_told_at_once_and_then_only_after_a_pause() -> None:
    clock = Clock()
    typing = Typing(clock)
    assert typing.is_news(1, 2)
    assert not typing.is_news(1, 2)
    clock.now = PAUSE - 0.01
    assert not typing.is_news(1, 2)
    clock.now = PAUSE
    assert typing.is_news(1, 2)


def test_each_person_and_each_room_has_a_pause_of_its_own() -> None:
    typing = Typing(Clock())
    assert [typing.is_news(*pair) for pair in ((1, 2), (1, 3), (2, 2))] == [True, True, True]


def test_what_is_older_than_a_pause_is_forgotten() -> None:
    clock = Clock()
    typing = Typing(clock)
    typing.is_news(1, 2)
    clock.now = PAUSE
    typing.tick()
    assert typing._told == {}


def test_what_is_younger_is_kept() -> None:
    clock = Clock()
    typing = Typing(clock)
    typing.is_news(1, 2)
    clock.now = PAUSE - 0.01
    typing.tick()
    assert not typing.is_news(1, 2)
