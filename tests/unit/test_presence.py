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


def watched(*rooms: int) -> Here:
    """Rooms that this process serves: person 1 is in them."""
    here = Here()
    for room in rooms:
        here.presence.enter(room, 1)
    here.after(1)
    return here


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
    here = watched(1)
    here.presence.hear("other", {1: [7]}, True)
    here.presence.enter(1, 8)
    assert here.presence.online(1) == [1, 7, 8]
    assert here.after(1) == [Change(1, [7, 8], [], 3)]


def test_someone_on_two_processes_leaves_with_the_last() -> None:
    here = watched(1)
    here.presence.hear("other", {1: [7]}, True)
    here.presence.enter(1, 7)
    here.after(1)
    here.presence.leave(1, 7)
    assert here.after(1) == []
    here.presence.hear("other", {1: []}, False)
    assert here.after(1) == [Change(1, [], [7], 1)]


def test_a_partial_heartbeat_changes_only_its_rooms() -> None:
    here = watched(1, 2)
    here.presence.hear("other", {1: [7], 2: [8]}, True)
    here.presence.hear("other", {1: [9]}, False)
    assert (here.presence.online(1), here.presence.online(2)) == ([1, 9], [1, 8])


def test_a_full_heartbeat_says_everything() -> None:
    here = watched(1, 2)
    here.presence.hear("other", {1: [7], 2: [8]}, True)
    here.after(1)
    here.presence.hear("other", {2: [8]}, True)
    assert here.after(1) == [Change(1, [], [7], 1)]


def test_a_process_that_falls_silent_is_forgotten_after_its_lease() -> None:
    here = watched(1)
    here.presence.hear("other", {1: [7]}, True)
    here.after(1)
    assert here.after(LEASE - 1) == []
    assert here.after(0.1) == [Change(1, [], [7], 1)]
    assert here.presence.online(1) == [1]


def test_a_heartbeat_renews_the_lease() -> None:
    here = watched(1)
    here.presence.hear("other", {1: [7]}, True)
    here.after(LEASE - 1)
    here.presence.hear("other", {}, False)
    assert here.after(LEASE - 1) == []


def test_a_good_bye_takes_everyone_of_that_process_along() -> None:
    here = watched(1)
    here.presence.hear("other", {1: [7]}, True)
    here.after(1)
    here.presence.hear("other", {}, True)
    assert here.after(1) == [Change(1, [], [7], 1)]


def test_of_a_room_that_is_not_served_here_nothing_is_kept() -> None:
    here = watched(1)
    here.presence.hear("other", {1: [7], 2: [7]}, True)
    here.after(1)
    here.presence.leave(1, 1)
    assert here.after(1) == [Change(1, [], [1, 7], 0)]
    assert [process.rooms for process in here.presence._elsewhere.values()] == [{}]


def test_two_processes_tell_each_other_of_a_room_that_they_share_as_soon_as_it_is_new_to_one() -> None:
    early, late = watched(1), Here()
    told = early.presence.beat()
    assert told
    late.presence.hear("early", *told)
    late.presence.enter(1, 7)
    for _ in range(2):
        converse(early, late)
    assert early.presence.online(1) == late.presence.online(1) == [1, 7]
    converse(early, late)
    assert early.presence.beat() is late.presence.beat() is None


def converse(early: Here, late: Here) -> None:
    """What each says in a second, the other hears."""
    for name, one, other in (("early", early, late), ("late", late, early)):
        if told := one.presence.beat():
            other.presence.hear(name, *told)


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
    here = watched(1)
    here.presence.hear("other", {1: list(range(1, MOST_NAMED + 1))}, True)
    here.after(1)
    here.presence.enter(1, 999)
    assert here.after(1) == [Change(1, [], [], MOST_NAMED + 1)]
    assert here.presence.online(1) == []


def test_when_a_crowd_thins_out_everyone_is_named_again() -> None:
    here = watched(1)
    here.presence.hear("other", {1: list(range(1, MOST_NAMED + 1))}, True)
    here.presence.enter(1, 999)
    here.after(1)
    here.presence.leave(1, 999)
    [change] = here.after(1)
    assert change.joined == list(range(1, MOST_NAMED + 1))


def test_an_empty_presence_keeps_nothing() -> None:
    here = Here()
    here.presence.enter(1, 7)
    here.after(1)
    here.presence.leave(1, 7)
    here.after(1)
    assert not here.presence._here
    assert not here.presence._told
