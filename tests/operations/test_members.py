"""Who is in a room: joining, leaving, adding, removing, roles."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from hubbub import queries, wire
from hubbub.errors import Conflict, Denied, Invalid, NotFound, ReadOnly
from hubbub.models import Membership, Room
from hubbub.operations.keeping import keep_room
from hubbub.operations.messages import post_message
from hubbub.operations.rooms import (
    add_member,
    change_room,
    join_room,
    leave_room,
    remove_member,
    start_direct,
)
from hubbub.operations.site import change_site
from tests.operations.conftest import News
from tests.support.cast import Cast


def fresh(room: Room) -> Room:
    return Room.objects.get(pk=room.pk)


def role(room: Room, who: str) -> str | None:
    return Membership.objects.filter(room=room, person__username=who).values_list("role", flat=True).first()


def test_anyone_may_join_a_public_room(cast: Cast, news: News) -> None:
    room = join_room(cast.eve, "tea")
    assert (role(room, "eve"), fresh(room).member_count) == ("member", 5)
    [joined] = news.of(wire.Joined)
    assert (joined.person, joined.rev, joined.rev) == (cast.eve.pk, cast.tea.rev + 1, fresh(room).rev)


def test_who_joins_is_told_the_rooms_new_head(cast: Cast, news: News) -> None:
    room = join_room(cast.eve, "tea")
    [summary] = json.loads(news.of(wire.Joined)[0].frame)["added"]
    assert summary["rev"] == fresh(room).rev


def test_who_joins_has_read_what_was_said_before(cast: Cast, news: News) -> None:
    post_message(cast.mina, "tea", "Before you came, @eve")
    join_room(cast.eve, "tea")
    summary = queries.summary(cast.eve, cast.tea.pk)
    assert (summary.read, summary.number, summary.mentions) == (1, 1, 0)
    [joined] = news.of(wire.Joined)
    assert (joined.read, joined.mentions) == (1, 0)


def test_joining_twice_is_joining_once(cast: Cast, news: News) -> None:
    join_room(cast.eve, "tea")
    rev = fresh(cast.tea).rev
    join_room(cast.eve, "tea")
    assert (fresh(cast.tea).rev, len(news.of(wire.Joined))) == (rev, 1)


def test_a_private_room_cannot_be_joined_and_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        join_room(cast.eve, "treasury")


def test_who_leaves_is_told_to_all_in_the_rooms_order(cast: Cast, news: News) -> None:
    leave_room(cast.rosa, "tea")
    [item] = news.of_room(cast.tea.pk)
    assert (item.removed, item.rev) == ([cast.rosa.pk], cast.tea.rev + 1)
    assert json.loads(item.frame)["room_state"]["members"] == fresh(cast.tea).member_count == 3


def test_one_cannot_leave_where_one_is_not(cast: Cast) -> None:
    with pytest.raises(NotFound):
        leave_room(cast.eve, "tea")


def test_the_last_owner_stays_until_there_is_another(cast: Cast) -> None:
    with pytest.raises(Denied):
        leave_room(cast.jonas, "laser-cutter")
    add_member(cast.jonas, "laser-cutter", "priya", "owner")
    leave_room(cast.jonas, "laser-cutter")
    assert role(cast.laser_cutter, "jonas") is None


def test_the_last_one_may_leave(cast: Cast) -> None:
    for who in ("mina", "priya"):
        remove_member(cast.jonas, "laser-cutter", who)
    leave_room(cast.jonas, "laser-cutter")
    assert fresh(cast.laser_cutter).member_count == 0


def test_a_moderator_adds_members_but_no_owners(cast: Cast) -> None:
    assert add_member(cast.priya, "tea", "eve").role == "member"
    remove_member(cast.priya, "tea", "eve")
    with pytest.raises(Denied):
        add_member(cast.priya, "tea", "eve", "owner")
    assert role(cast.tea, "eve") is None


def test_adding_twice_is_adding_once(cast: Cast, news: News) -> None:
    add_member(cast.mina, "tea", "eve")
    add_member(cast.mina, "tea", "eve")
    assert len(news.of(wire.Joined)) == 1
    assert fresh(cast.tea).member_count == 5


def test_a_new_role_is_told_to_who_has_it(cast: Cast, news: News) -> None:
    add_member(cast.mina, "tea", "jonas", "moderator")
    [item] = news.of(wire.Joined)
    assert (item.person, json.loads(item.frame)["added"][0]["role"]) == (cast.jonas.pk, "moderator")
    assert item.role == "moderator"
    [event] = news.of_room(cast.tea.pk)
    assert event.roles == {cast.jonas.pk: "moderator"}


REFUSED: dict[str, tuple[Callable[[Cast], object], type[Exception]]] = {
    "a member adds": (lambda cast: add_member(cast.jonas, "tea", "eve"), Denied),
    "a member removes": (lambda cast: remove_member(cast.jonas, "tea", "rosa"), Denied),
    "a moderator removes an owner": (lambda cast: remove_member(cast.priya, "tea", "mina"), Denied),
    "a moderator changes a role": (lambda cast: add_member(cast.priya, "tea", "jonas", "moderator"), Denied),
    "a moderator raises himself": (lambda cast: add_member(cast.priya, "tea", "priya", "owner"), Denied),
    "the last owner steps down": (lambda cast: add_member(cast.mina, "tea", "mina", "member"), Denied),
    "an unknown role": (lambda cast: add_member(cast.mina, "tea", "eve", "king"), Invalid),
    "an unknown person": (lambda cast: add_member(cast.mina, "tea", "nobody-here"), NotFound),
    "a name with NUL": (lambda cast: remove_member(cast.mina, "tea", "nul\x00"), NotFound),
    "one who is not in it": (lambda cast: remove_member(cast.mina, "tea", "eve"), NotFound),
    "by one who is not in it": (lambda cast: add_member(cast.eve, "treasury", "eve"), NotFound),
}


@pytest.mark.parametrize("what", REFUSED)
def test_who_may_not_may_not_and_nothing_changes(cast: Cast, news: News, what: str) -> None:
    act, refusal = REFUSED[what]
    before = list(Membership.objects.order_by("pk").values_list("person", "role"))
    with pytest.raises(refusal):
        act(cast)
    assert list(Membership.objects.order_by("pk").values_list("person", "role")) == before
    assert not news


def test_nobody_is_added_to_an_archived_room(cast: Cast) -> None:
    change_room(cast.mina, "tea", archived=True)
    with pytest.raises(ReadOnly):
        add_member(cast.mina, "tea", "eve")


def test_members_are_named_in_order_with_their_roles(cast: Cast) -> None:
    found = [(member.username, member.role) for member in queries.members(cast.tea)]
    assert found == [("jonas", "member"), ("mina", "owner"), ("priya", "moderator"), ("rosa", "member")]


@pytest.mark.parametrize("notify", ["all", "mentions", "nothing"])
def test_one_chooses_what_to_hear_of(cast: Cast, news: News, notify: str) -> None:
    keep_room(cast.rosa, "tea", notify=notify)
    found = queries.summary(cast.rosa, cast.tea.pk)
    assert found.notify == found.notify_choice == notify
    assert json.loads(news.of(wire.PersonEvent)[0].frame)["rooms"]["tea"]["notify"] == notify


@pytest.mark.parametrize("level", ["all", "mentions", "nothing"])
def test_who_chooses_nothing_hears_what_the_site_says(cast: Cast, level: str) -> None:
    change_site(cast.mina, notify=level)
    found = queries.summary(cast.rosa, cast.tea.pk)
    assert (found.notify, found.notify_choice) == (level, "default")


@pytest.mark.parametrize("level", ["all", "mentions", "nothing"])
def test_of_a_direct_room_one_hears_everything_whatever_the_site_says(cast: Cast, level: str) -> None:
    change_site(cast.mina, notify=level)
    room, _ = start_direct(cast.rosa, ["jonas"])
    assert queries.summary(cast.rosa, room.pk).notify == "all"
    keep_room(cast.rosa, room.name, notify="nothing")
    assert queries.summary(cast.rosa, room.pk).notify == "nothing"


def test_a_choice_is_taken_back(cast: Cast) -> None:
    keep_room(cast.rosa, "tea", notify="nothing")
    keep_room(cast.rosa, "tea", notify="default")
    assert queries.summary(cast.rosa, cast.tea.pk).notify == "mentions"


def test_an_unknown_choice_is_refused(cast: Cast) -> None:
    with pytest.raises((Invalid, Conflict)):
        keep_room(cast.rosa, "tea", notify="loudly")
