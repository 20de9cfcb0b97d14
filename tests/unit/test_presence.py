"""Who is here, over tabs, processes and silence."""

from __future__ import annotations

from hubbub.live.presence import BEAT, LEASE, MOST_NAMED, Change, Presence


class Here:
    """A presence with a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.presence = Presence(lambda: self.now)

    def after(self, seconds: float) -> list[Change]:
        self.now += seconds
        return self.presence.tick()


def test_coming_and_going_is_told_once() -> None:
    here = Here()
    here.presence.enter(1, 7)
    assert here.after(1) == [Change(1, [7], [], 1)]
    assert here.after(1) == []
    here.presence.leave(1, 7)
    assert here.after(1) == [Change(1, [], [7], 0)]


def test_two_tabs_are_one_person() -> None:
    here = Here()
    here.presence.enter(1, 7)
    here.after(1)
    here.presence.enter(1, 7)
    here.presence.leave(1, 7)
    assert here.after(1) == []
    assert here.presence.online(1) == [7]


def test_a_reload_within_a_second_is_not_told() -> None:
    here = Here()
    here.presence.enter(1, 7)
    here.after(1)
    here.presence.leave(1, 7)
    here.presence.enter(1, 7)
    assert here.after(0.5) == []


def test_rooms_are_apart() -> None:
    here = Here()
    here.presence.enter(1, 7)
    here.presence.enter(2, 8)
    assert here.after(1) == [Change(1, [7], [], 1), Change(2, [8], [], 1)]


def test_people_on_another_process_are_here_too() -> None:
    here = Here()
    here.presence.hear("other", {1: [7]}, True)
    here.presence.enter(1, 8)
    assert here.presence.online(1) == [7, 8]
    assert here.after(1) == [Change(1, [7, 8], [], 2)]


def test_someone_on_two_processes_leaves_with_the_last() -> None:
    here = Here()
    here.presence.hear("other", {1: [7]}, True)
    here.presence.enter(1, 7)
    here.after(1)
    here.presence.leave(1, 7)
    assert here.after(1) == []
    here.presence.hear("other", {1: []}, False)
    assert here.after(1) == [Change(1, [], [7], 0)]


def test_a_partial_heartbeat_changes_only_its_rooms() -> None:
    here = Here()
    here.presence.hear("other", {1: [7], 2: [8]}, True)
    here.presence.hear("other", {1: [9]}, False)
    assert (here.presence.online(1), here.presence.online(2)) == ([9], [8])


def test_a_full_heartbeat_says_everything() -> None:
    here = Here()
    here.presence.hear("other", {1: [7], 2: [8]}, True)
    here.after(1)
    here.presence.hear("other", {2: [8]}, True)
    assert here.after(1) == [Change(1, [], [7], 0)]


def test_a_process_that_falls_silent_is_forgotten_after_its_lease() -> None:
    here = Here()
    here.presence.hear("other", {1: [7]}, True)
    here.after(1)
    assert here.after(LEASE - 1) == []
    assert here.after(0.1) == [Change(1, [], [7], 0)]
    assert here.presence.online(1) == []


def test_a_heartbeat_renews_the_lease() -> None:
    here = Here()
    here.presence.hear("other", {1: [7]}, True)
    here.after(LEASE - 1)
    here.presence.hear("other", {}, False)
    assert here.after(LEASE - 1) == []


def test_a_good_bye_takes_everyone_of_that_process_along() -> None:
    here = Here()
    here.presence.hear("other", {1: [7]}, True)
    here.after(1)
    here.presence.hear("other", {}, True)
    assert here.after(1) == [Change(1, [], [7], 0)]


def test_a_beat_says_everything_when_it_is_due_and_what_changed_in_between() -> None:
    here = Here()
    here.presence.enter(1, 7)
    assert here.presence.beat() == ({1: [7]}, True)
    assert here.presence.beat() is None
    here.presence.enter(2, 7)
    assert here.presence.beat() == ({2: [7]}, False)
    here.now = BEAT
    assert here.presence.beat() == ({1: [7], 2: [7]}, True)


def test_an_empty_room_is_told_as_empty() -> None:
    here = Here()
    here.presence.enter(1, 7)
    here.presence.beat()
    here.presence.leave(1, 7)
    assert here.presence.beat() == ({1: []}, False)


def test_in_a_crowd_only_the_count_is_told() -> None:
    here = Here()
    here.presence.hear("other", {1: list(range(MOST_NAMED))}, True)
    here.after(1)
    here.presence.enter(1, 999)
    assert here.after(1) == [Change(1, [], [], MOST_NAMED + 1)]
    assert here.presence.online(1) == []


def test_when_a_crowd_thins_out_everyone_is_named_again() -> None:
    here = Here()
    here.presence.hear("other", {1: list(range(MOST_NAMED))}, True)
    here.presence.enter(1, 999)
    here.after(1)
    here.presence.leave(1, 999)
    [change] = here.after(1)
    assert change.joined == list(range(MOST_NAMED))


def test_an_empty_presence_keeps_nothing() -> None:
    here = Here()
    here.presence.enter(1, 7)
    here.after(1)
    here.presence.leave(1, 7)
    here.after(1)
    assert not here.presence._here
    assert not here.presence._told
