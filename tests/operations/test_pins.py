"""Messages that a room keeps in view."""

from __future__ import annotations

import pytest

from hubbub import queries
from hubbub.errors import Conflict, Denied, NotFound, ReadOnly
from hubbub.models import Message, Room
from hubbub.operations import pins
from hubbub.operations.messages import delete_message, edit_message, post_message
from hubbub.operations.pins import pin
from hubbub.operations.rooms import change_room, start_direct
from tests.operations.conftest import News
from tests.support.cast import Cast


@pytest.fixture
def said(cast: Cast) -> Cast:
    """Three messages in the tea room."""
    for body in ("One", "Two", "Three"):
        post_message(cast.jonas, "tea", body)
    return cast


def room(cast: Cast) -> Room:
    return Room.objects.get(pk=cast.tea.pk)


def test_a_pinned_message_says_so_and_the_room_counts_it(said: Cast) -> None:
    assert pin(said.mina, "tea", 2).pinned
    assert room(said).pins == 1
    [found] = queries.pins(room(said))
    assert (found.message.body, found.by and found.by.username) == ("Two", "mina")


def test_the_count_is_told_at_one_rev_and_the_message_at_the_next(said: Cast, news: News) -> None:
    rev = room(said).rev
    message = pin(said.mina, "tea", 2)
    assert [(item.rev, item.message) for item in news.of_room(said.tea.pk)] == [(rev + 1, 0), (rev + 2, 2)]
    assert (room(said).state_rev, room(said).rev, message.rev) == (rev + 1, rev + 2, rev + 2)
    assert b'"pins":1' in news.of_room(said.tea.pk)[0].frame


def test_who_was_away_gets_both(said: Cast) -> None:
    rev = room(said).rev
    pin(said.mina, "tea", 2)
    found = queries.missed(said.tea.pk, rev, 3, [])
    assert [(item.rev, item.message) for item in found.items] == [(rev + 1, 0), (rev + 2, 2)]


def test_pins_are_listed_the_latest_pinned_first(said: Cast) -> None:
    for number in (3, 1, 2):
        pin(said.priya, "tea", number)
    assert [one.message.number for one in queries.pins(room(said))] == [2, 1, 3]


def test_doing_it_twice_is_doing_it_once(said: Cast) -> None:
    assert [pin(said.mina, "tea", 2).pinned for _ in range(2)] == [True, True]
    assert room(said).pins == 1
    assert [pin(said.mina, "tea", 2, on=False).pinned for _ in range(2)] == [False, False]
    assert room(said).pins == 0


def test_deleting_unpins(said: Cast, news: News) -> None:
    pin(said.mina, "tea", 2)
    gone = delete_message(said.jonas, "tea", 2)
    assert (gone.pinned, room(said).pins, queries.pins(room(said))) == (False, 0, [])
    assert [item.message for item in news.of_room(said.tea.pk)[-2:]] == [0, 2]


def test_an_edited_message_stays_pinned(said: Cast) -> None:
    pin(said.mina, "tea", 2)
    assert edit_message(said.jonas, "tea", 2, "Zwei").pinned


def test_members_of_a_room_do_not_pin_and_both_in_a_direct_one_do(said: Cast) -> None:
    with pytest.raises(Denied):
        pin(said.jonas, "tea", 2)
    direct, _ = start_direct(said.jonas, ["rosa"])
    post_message(said.jonas, direct.name, "The door code is 4711")
    assert pin(said.rosa, direct.name, 1).pinned


def test_what_is_not_there_is_not_pinned(said: Cast) -> None:
    delete_message(said.jonas, "tea", 2)
    for number in (2, 4):
        with pytest.raises(NotFound):
            pin(said.mina, "tea", number)


def test_nothing_is_pinned_in_an_archived_room(said: Cast) -> None:
    change_room(said.mina, "tea", archived=True)
    with pytest.raises(ReadOnly):
        pin(said.mina, "tea", 2)


def test_a_room_keeps_a_hundred_pins(said: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins, "MOST_PINS", 2)
    for number in (1, 2):
        pin(said.mina, "tea", number)
    with pytest.raises(Conflict, match="Unpin one of them first"):
        pin(said.mina, "tea", 3)
    pin(said.mina, "tea", 1, on=False)
    assert pin(said.mina, "tea", 3).pinned
    assert Message.objects.filter(pinned__isnull=False).count() == room(said).pins == 2
