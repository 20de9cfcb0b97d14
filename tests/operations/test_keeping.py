"""How somebody keeps a room for themselves: mute, favourites and their order, the welcome that is put away."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hubbub import queries, wire
from hubbub.errors import Invalid, NotFound
from hubbub.models import Membership, Person
from hubbub.operations.keeping import keep_room, order_rooms
from hubbub.operations.messages import post_message
from hubbub.operations.preferences import change_preferences
from hubbub.operations.reading import mark_read
from hubbub.operations.rooms import change_room, join_room
from tests.operations.conftest import News
from tests.support.cast import Cast


def positions(person: Person) -> dict[str, int]:
    return dict(Membership.objects.filter(person=person).values_list("room__name", "position"))


def told(news: News, person: Person) -> list[dict[str, Any]]:
    return [json.loads(item.frame)["rooms"] for item in news.of(wire.PersonEvent) if item.person == person.pk]


@pytest.mark.parametrize("change", [{"muted": True}, {"favourite": True}, {"muted": True, "favourite": True}], ids=str)
def test_a_room_is_kept_as_its_member_likes(cast: Cast, change: dict[str, bool]) -> None:
    keep_room(cast.jonas, "tea", **change)  # type: ignore[arg-type]  some of its arguments
    found = queries.summary(cast.jonas, cast.tea.pk)
    assert {"muted": found.muted, "favourite": found.favourite} == {"muted": False, "favourite": False} | change
    assert not queries.summary(cast.rosa, cast.tea.pk).muted


def test_what_is_not_named_stays(cast: Cast) -> None:
    keep_room(cast.jonas, "tea", muted=True, favourite=True, notify="all")
    keep_room(cast.jonas, "tea", favourite=False)
    found = queries.summary(cast.jonas, cast.tea.pk)
    assert (found.muted, found.favourite, found.notify) == (True, False, "all")


def test_only_ones_own_pages_are_told(cast: Cast, news: News) -> None:
    keep_room(cast.jonas, "TEA", muted=True)
    [item] = news
    assert isinstance(item, wire.PersonEvent)
    assert (item.person, item.room, item.mentions) == (cast.jonas.pk, cast.tea.pk, -1)
    assert told(news, cast.jonas)[0]["tea"]["muted"] is True


def test_different_news_of_one_room_or_of_none_push_nothing_out(cast: Cast, news: News) -> None:
    post_message(cast.mina, "tea", "Hello")
    mark_read(cast.jonas, "tea", 1)
    keep_room(cast.jonas, "tea", muted=True)
    order_rooms(cast.jonas, ["tea"])
    change_preferences(cast.jonas, {"sound": True})
    about = [(item.room, item.about) for item in news.of(wire.PersonEvent)]
    assert len(set(about)) == len(about) == 4


def test_it_is_no_change_of_the_room(cast: Cast) -> None:
    keep_room(cast.jonas, "tea", muted=True)
    rev = cast.tea.rev
    cast.tea.refresh_from_db()
    assert cast.tea.rev == rev


@pytest.mark.parametrize("room", ["treasury", "no-such-room", "nul\x00"])
def test_who_is_not_in_a_room_keeps_nothing(cast: Cast, room: str) -> None:
    with pytest.raises(NotFound):
        keep_room(cast.jonas, room, muted=True)


# Their order


def test_rooms_stand_in_the_order_that_one_gives_them(cast: Cast, news: News) -> None:
    order_rooms(cast.mina, ["treasury", "TEA", "laser-cutter"])
    assert positions(cast.mina) == {"treasury": 1, "tea": 2, "laser-cutter": 3}
    [rooms] = told(news, cast.mina)
    assert {name: kept["position"] for name, kept in rooms.items()} == positions(cast.mina)
    assert set(positions(cast.priya).values()) == {0}


def test_only_what_moved_is_told(cast: Cast, news: News) -> None:
    order_rooms(cast.mina, ["treasury", "tea"])
    order_rooms(cast.mina, ["treasury", "laser-cutter", "tea"])
    order_rooms(cast.mina, ["treasury", "laser-cutter", "tea"])
    assert [set(rooms) for rooms in told(news, cast.mina)] == [{"treasury", "tea"}, {"laser-cutter", "tea"}]


def test_a_favourite_has_no_place_yet(cast: Cast) -> None:
    order_rooms(cast.mina, ["treasury", "tea"])
    keep_room(cast.mina, "tea", favourite=True)
    keep_room(cast.mina, "treasury", favourite=False)
    assert positions(cast.mina) == {"treasury": 1, "tea": 0, "laser-cutter": 0}


def test_an_order_of_no_rooms_is_nothing(cast: Cast, news: News) -> None:
    order_rooms(cast.mina, [])
    assert not news


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        (["tea", "tea"], Invalid),
        (["tea", "TEA"], Invalid),
        (["laser-cutter", "treasury"], NotFound),
        (["no-such-room"], NotFound),
        (["nul\x00"], NotFound),
    ],
)
def test_an_order_that_cannot_be_changes_nothing(cast: Cast, names: list[str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        order_rooms(cast.jonas, names)
    assert set(positions(cast.jonas).values()) == {0}


# The welcome


def test_who_comes_is_welcomed_until_they_put_it_away(cast: Cast, news: News) -> None:
    change_room(cast.mina, "tea", welcome="Bring your own cup.")
    join_room(cast.eve, "tea")
    assert queries.summary(cast.eve, cast.tea.pk).welcome
    keep_room(cast.eve, "tea", welcomed=True)
    assert not queries.summary(cast.eve, cast.tea.pk).welcome
    assert told(news, cast.eve)[-1]["tea"]["welcome"] is False


def test_who_was_there_before_there_was_a_welcome_is_not_welcomed(cast: Cast) -> None:
    change_room(cast.mina, "tea", welcome="Bring your own cup.")
    assert not queries.summary(cast.jonas, cast.tea.pk).welcome


def test_a_welcome_that_is_taken_back_is_shown_to_nobody(cast: Cast) -> None:
    change_room(cast.mina, "tea", welcome="Bring your own cup.")
    join_room(cast.eve, "tea")
    change_room(cast.mina, "tea", welcome="")
    assert not queries.summary(cast.eve, cast.tea.pk).welcome
