"""Messages that somebody keeps for later, and where somebody is mentioned."""

from __future__ import annotations

import json

import pytest

from hubbub import queries, wire
from hubbub.errors import Conflict, NotFound
from hubbub.models import Person, Room
from hubbub.operations import saving
from hubbub.operations.messages import delete_message, edit_message, post_message
from hubbub.operations.rooms import add_member, leave_room, remove_member
from hubbub.operations.saving import save
from tests.operations.conftest import News
from tests.support.cast import Cast


def kept(person: Person, before: int | None = None, limit: int = 30) -> list[str]:
    return [one.message.body for one in queries.saved(person, before, limit).found]


def mentions(person: Person, before: int | None = None, limit: int = 30) -> list[str]:
    return [one.message.body for one in queries.mentioning(person, before, limit).found]


# Saved


@pytest.fixture
def said(cast: Cast) -> Cast:
    """Two messages in the tea room, one at the laser cutter."""
    for room, body in (("tea", "One"), ("tea", "Two"), ("laser-cutter", "Three")):
        post_message(cast.jonas, room, body)
    return cast


def test_what_is_saved_is_listed_the_latest_saved_first(said: Cast) -> None:
    for room, number in (("tea", 2), ("laser-cutter", 1), ("tea", 1)):
        save(said.mina, room, number)
    assert kept(said.mina) == ["One", "Three", "Two"]
    assert kept(said.jonas) == []


def test_pages_of_what_is_saved_join_without_a_hole(said: Cast) -> None:
    for room, number in (("tea", 2), ("laser-cutter", 1), ("tea", 1)):
        save(said.mina, room, number)
    first = queries.saved(said.mina, None, 2)
    second = queries.saved(said.mina, first.next, 2)
    assert [one.message.body for one in (*first.found, *second.found)] == ["One", "Three", "Two"]
    assert second.next is None


def test_saving_is_told_to_oneself_only_and_takes_no_rev(said: Cast, news: News) -> None:
    rev = Room.objects.get(pk=said.tea.pk).rev
    save(said.rosa, "tea", 2)
    save(said.rosa, "tea", 2, on=False)
    frames = [json.loads(item.frame) for item in news.of(wire.PersonEvent)]
    assert frames == [{"type": "saved", "room": "tea", "number": 2, "saved": saved} for saved in (True, False)]
    assert {item.person for item in news.of(wire.PersonEvent)} == {said.rosa.pk}
    assert (news.of_room(said.tea.pk), Room.objects.get(pk=said.tea.pk).rev) == ([], rev)


def test_a_greeting_names_what_is_saved(said: Cast) -> None:
    for room, number in (("tea", 2), ("laser-cutter", 1), ("tea", 1)):
        save(said.mina, room, number)
    [(hello, _), (other, _)] = queries.greetings([said.mina, said.jonas])
    assert (hello.saved, other.saved) == ({"tea": [1, 2], "laser-cutter": [1]}, {})


def test_who_leaves_a_room_sees_nothing_of_it_until_they_are_back(said: Cast) -> None:
    save(said.rosa, "tea", 2)
    leave_room(said.rosa, "tea")
    assert kept(said.rosa) == []
    assert queries.saved_numbers([said.rosa.pk]) == {}
    with pytest.raises(NotFound):
        save(said.rosa, "tea", 1)
    add_member(said.mina, "tea", "rosa")
    assert kept(said.rosa) == ["Two"]


def test_what_is_deleted_is_saved_by_nobody(said: Cast) -> None:
    save(said.mina, "tea", 2)
    delete_message(said.jonas, "tea", 2)
    assert (kept(said.mina), queries.saved_numbers([said.mina.pk])) == ([], {})
    with pytest.raises(NotFound):
        save(said.mina, "tea", 2)


def test_saving_twice_is_saving_once_and_there_is_an_end_to_it(said: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST_SAVED", 2)
    for number in (1, 2, 2):
        save(said.mina, "tea", number)
    with pytest.raises(Conflict, match="Take one of them off first"):
        save(said.mina, "laser-cutter", 1)
    assert kept(said.mina) == ["Two", "One"]


# Mentions


def test_mentions_by_name_and_with_everybody_are_listed_the_newest_first(cast: Cast) -> None:
    for body in ("@mina One", "@all Two, @mina", "@rosa Three", "@mina @rosa Four"):
        post_message(cast.jonas, "tea", body)
    post_message(cast.jonas, "laser-cutter", "@all Five")
    assert mentions(cast.mina) == ["@all Five", "@mina @rosa Four", "@all Two, @mina", "@mina One"]
    assert mentions(cast.rosa) == ["@mina @rosa Four", "@rosa Three", "@all Two, @mina"]
    assert mentions(cast.jonas) == []


def test_pages_of_mentions_join_without_a_hole(cast: Cast) -> None:
    bodies = [f"@{'all' if number % 3 else 'mina'} {number}" for number in range(7)]
    for body in bodies:
        post_message(cast.jonas, "tea", body)
    found: list[str] = []
    before = None
    for size in (3, 3, 1):
        page = queries.mentioning(cast.mina, before, 3)
        assert len(page.found) == size
        found, before = [*found, *(one.message.body for one in page.found)], page.next
    assert (found, before) == (bodies[::-1], None)


def test_mentions_go_with_the_room_the_text_and_the_message(cast: Cast) -> None:
    for body in ("@rosa One", "@rosa Two", "@all Three", "@all Four"):
        post_message(cast.jonas, "tea", body)
    edit_message(cast.jonas, "tea", 1, "One")
    delete_message(cast.jonas, "tea", 3)
    assert mentions(cast.rosa) == ["@all Four", "@rosa Two"]
    remove_member(cast.mina, "tea", "rosa")
    assert mentions(cast.rosa) == []


def test_who_comes_later_was_not_called(cast: Cast) -> None:
    post_message(cast.jonas, "tea", "@all One")
    add_member(cast.mina, "tea", "eve")
    post_message(cast.jonas, "tea", "@all Two")
    assert mentions(cast.eve) == ["@all Two"]
