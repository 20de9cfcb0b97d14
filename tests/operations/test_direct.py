"""Direct rooms: exactly these people, made once."""

from __future__ import annotations

from functools import partial

import pytest

from hubbub import queries
from hubbub.errors import Denied, Invalid, NotFound
from hubbub.models import Room
from hubbub.operations.messages import delete_message, post_message
from hubbub.operations.rooms import add_member, change_room, join_room, leave_room, start_direct
from tests.support.cast import Cast
from tests.support.threads import at_once


def test_two_people_have_one_direct_room_whoever_starts_it(cast: Cast) -> None:
    room, new = start_direct(cast.mina, ["jonas"])
    again, old = start_direct(cast.jonas, ["mina"])
    assert (room, new, old) == (again, True, False)
    assert (room.kind, room.member_count) == ("direct", 2)


def test_other_people_have_another_room(cast: Cast) -> None:
    rooms = {start_direct(cast.mina, names)[0].pk for names in (["jonas"], ["rosa"], ["jonas", "rosa"])}
    assert len(rooms) == 3


def test_naming_oneself_or_somebody_twice_changes_nothing(cast: Cast) -> None:
    assert start_direct(cast.mina, ["jonas", "mina", "JONAS"])[0] == start_direct(cast.mina, ["jonas"])[0]


def test_it_is_titled_with_the_others(cast: Cast) -> None:
    room, _ = start_direct(cast.mina, ["jonas", "rosa"])
    summary = queries.summary(cast.jonas, room.pk)
    assert summary.title == "Mina Alvarez, Rosa Lind"
    assert [person.username for person in summary.people] == ["mina", "rosa"]


@pytest.mark.parametrize("names", [[], ["mina"]])
def test_nobody_talks_with_himself_alone(cast: Cast, names: list[str]) -> None:
    with pytest.raises(Invalid):
        start_direct(cast.mina, names)


def test_an_unknown_name_makes_no_room(cast: Cast) -> None:
    with pytest.raises(NotFound):
        start_direct(cast.mina, ["jonas", "nobody-here"])
    assert not Room.objects.filter(kind="direct").exists()


def test_others_do_not_find_it(cast: Cast) -> None:
    room, _ = start_direct(cast.mina, ["jonas"])
    for ask in (queries.visible_room, queries.membership_in):
        with pytest.raises(NotFound):
            ask(cast.eve, room.name)
    with pytest.raises(NotFound):
        join_room(cast.eve, room.name)


def test_nobody_leaves_is_added_or_renames_it(cast: Cast) -> None:
    room, _ = start_direct(cast.mina, ["jonas"])
    for act in (
        partial(leave_room, cast.mina, room.name),
        partial(add_member, cast.mina, room.name, "eve"),
        partial(change_room, cast.mina, room.name, title="Us"),
    ):
        with pytest.raises(Denied):
            act()


def test_each_deletes_only_what_is_his_own_there(cast: Cast) -> None:
    room, _ = start_direct(cast.mina, ["jonas"])
    post_message(cast.jonas, room.name, "Hello")
    with pytest.raises(Denied):
        delete_message(cast.mina, room.name, 1)
    assert delete_message(cast.jonas, room.name, 1).deleted


@pytest.mark.django_db(transaction=True)
def test_it_is_made_once_also_when_both_start_it_at_the_same_moment(cast: Cast) -> None:
    starts = [partial(start_direct, cast.mina, ["jonas"]), partial(start_direct, cast.jonas, ["mina"])] * 4
    found = at_once(*starts)
    assert len({room.pk for room, _ in found}) == 1
    assert [new for _, new in found].count(True) == 1
    assert Room.objects.get(kind="direct").member_count == 2
