"""Rooms: made, renamed, archived."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubbub import queries, wire
from hubbub.errors import Conflict, Denied, Invalid, NotFound, ReadOnly, TooLarge
from hubbub.models import Membership, Room
from hubbub.operations.rooms import change_room, create_room, join_room
from tests.operations.conftest import News
from tests.support.cast import Cast


def roles(room: Room) -> dict[str, str]:
    return dict(Membership.objects.filter(room=room).values_list("person__username", "role"))


def test_whoever_makes_a_room_owns_it(cast: Cast) -> None:
    room = create_room(cast.rosa, "Garden", title="The garden", topic="Weeds", people=["mina", "rosa"])
    assert roles(room) == {"rosa": "owner", "mina": "member"}
    assert (room.name, room.title, room.topic) == ("Garden", "The garden", "Weeds")
    assert (room.kind, room.member_count) == ("public", 2)


def test_a_room_without_a_title_is_called_by_its_name(cast: Cast) -> None:
    assert create_room(cast.rosa, "garden").title == "garden"


def test_everyone_in_a_new_room_is_told_of_it(cast: Cast, news: News) -> None:
    room = create_room(cast.rosa, "garden", people=["jonas"])
    told = {item.person: json.loads(item.frame)["added"][0] for item in news.of(wire.Joined)}
    assert told.keys() == {cast.rosa.pk, cast.jonas.pk}
    assert (told[cast.rosa.pk]["role"], told[cast.jonas.pk]["role"]) == ("owner", "member")
    assert told[cast.jonas.pk]["rev"] == room.rev == 1


def test_the_owner_of_the_site_is_told_that_they_own_each_room(cast: Cast, news: News) -> None:
    create_room(cast.rosa, "garden", people=["mina"])
    told = {item.person: json.loads(item.frame)["added"][0] for item in news.of(wire.Joined)}
    assert told[cast.mina.pk]["role"] == "owner"


def test_telling_many_asks_no_more_than_telling_few(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        create_room(cast.rosa, "garden", people=["mina"])
    with CaptureQueriesContext(connection) as many:
        create_room(cast.rosa, "orchard", people=["mina", "jonas", "priya"])
    assert len(few) == len(many)


@pytest.mark.parametrize(
    "name", ["tea", "TEA", "\uff54\uff45\uff41", "t\u0435a"], ids=["same", "big", "wide", "Cyrillic"]
)
def test_a_name_that_looks_like_another_is_taken(cast: Cast, name: str) -> None:
    with pytest.raises(Conflict) as refused:
        create_room(cast.rosa, name)
    assert "room" in refused.value.fields


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": ""}, Invalid),
        ({"name": "two words"}, Invalid),
        ({"name": "admin"}, Invalid),
        ({"name": "x" * 51}, TooLarge),
        ({"name": "nul\x00"}, Invalid),
        ({"title": "\x07"}, Invalid),
        ({"title": "x" * 81}, TooLarge),
        ({"topic": "x" * 251}, TooLarge),
        ({"kind": "direct"}, Invalid),
        ({"kind": "secret"}, Invalid),
        ({"people": ["nobody-here"]}, NotFound),
        ({"people": ["nul\x00"]}, NotFound),
    ],
    ids=str,
)
def test_a_room_that_cannot_be_is_not_made(cast: Cast, wrong: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        create_room(cast.rosa, **{"name": "garden", **wrong})
    assert not Room.objects.filter(title="garden").exists()


def test_the_longest_name_title_and_topic_are_kept_whole(cast: Cast) -> None:
    room = create_room(cast.rosa, "x" * 50, title="y" * 80, topic="z" * 250)
    room.refresh_from_db()
    assert (len(room.name), len(room.title), len(room.topic)) == (50, 80, 250)


@pytest.mark.parametrize("who", ["mina", "priya"])
def test_owners_and_moderators_change_a_room(cast: Cast, news: News, who: str) -> None:
    before = cast.tea.rev
    room = change_room(getattr(cast, who), "tea", title="Tea and toast", topic="")
    [item] = news.of_room(room.pk)
    state = json.loads(item.frame)["room_state"]
    assert (state["title"], state["topic"], state["rev"], item.rev) == ("Tea and toast", "", before + 1, before + 1)
    assert "role" not in state


def test_what_is_not_named_stays(cast: Cast) -> None:
    change_room(cast.mina, "tea", topic="Oolong")
    cast.tea.refresh_from_db()
    assert (cast.tea.title, cast.tea.topic, cast.tea.archived) == ("Tea", "Oolong", False)


def test_a_refused_change_takes_no_rev(cast: Cast) -> None:
    with pytest.raises(Denied):
        change_room(cast.jonas, "tea", title="Coffee")
    rev = cast.tea.rev
    cast.tea.refresh_from_db()
    assert (cast.tea.rev, cast.tea.title) == (rev, "Tea")


def test_one_who_is_not_in_a_room_cannot_tell_it_from_one_that_does_not_exist(cast: Cast) -> None:
    sentences = []
    for name in ("treasury", "no-such-room", "nul\x00", "x" * 1_000):
        with pytest.raises(NotFound) as refused:
            change_room(cast.eve, name, title="Mine")
        sentences.append(refused.value.message)
    assert len(set(sentences)) == 1


def test_the_site_owner_acts_as_owner_where_he_is_a_member(cast: Cast) -> None:
    assert change_room(cast.mina, "laser-cutter", title="Lasers").title == "Lasers"


def test_an_archived_room_takes_nobody_in_and_can_be_brought_back(cast: Cast) -> None:
    change_room(cast.mina, "tea", archived=True)
    with pytest.raises(ReadOnly):
        join_room(cast.eve, "tea")
    change_room(cast.mina, "tea", archived=False)
    assert join_room(cast.eve, "tea").member_count == 5


def test_a_room_is_found_however_its_name_is_written(cast: Cast) -> None:
    assert queries.membership_in(cast.mina, "TEA").room == cast.tea


# The welcome


def test_a_welcome_is_markdown_and_safe(cast: Cast, news: News) -> None:
    room = change_room(cast.priya, "tea", welcome="  **Bring** your <b onclick='x'>cup</b>, see #tea\r\n")
    assert room.welcome == "**Bring** your <b onclick='x'>cup</b>, see #tea"
    assert room.welcome_html is not None
    assert "<strong>Bring</strong>" in room.welcome_html
    assert "<b " not in room.welcome_html
    [item] = news.of_room(room.pk)
    assert json.loads(item.frame)["room_state"]["welcome"] == room.rev == room.welcome_rev


def test_a_plain_welcome_needs_no_html_and_an_empty_one_is_none(cast: Cast) -> None:
    assert change_room(cast.mina, "tea", welcome="Hello").welcome_html is None
    room = change_room(cast.mina, "tea", welcome=" \n ")
    assert (room.welcome, room.welcome_html, room.welcome_rev) == ("", None, 0)


def test_the_rev_of_a_welcome_is_that_of_its_last_change(cast: Cast) -> None:
    first = change_room(cast.mina, "tea", welcome="Hello").welcome_rev
    assert change_room(cast.mina, "tea", welcome="Hello", topic="Other").welcome_rev == first
    assert change_room(cast.mina, "tea", welcome="Hello!").welcome_rev == first + 2


@pytest.mark.parametrize(("length", "fits"), [(2_000, True), (2_001, False)])
def test_a_welcome_has_up_to_2000_characters(cast: Cast, length: int, fits: bool) -> None:
    welcome = "\N{TEAPOT}" * length
    if fits:
        assert change_room(cast.mina, "tea", welcome=welcome).welcome == welcome
    else:
        with pytest.raises(TooLarge):
            change_room(cast.mina, "tea", welcome=welcome)


def test_a_list_of_rooms_does_not_carry_the_welcomes(cast: Cast) -> None:
    change_room(cast.mina, "tea", welcome="Bring your own cup.")
    with CaptureQueriesContext(connection) as captured:
        assert queries.greetings([cast.mina])
        assert queries.directory(cast.mina).rooms
    assert not [query["sql"] for query in captured if '"welcome"' in query["sql"]]
