"""How far somebody has read, and what is left."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction

from hubbub import queries, wire
from hubbub.errors import NotFound
from hubbub.models import Membership, Person
from hubbub.operations import statements
from hubbub.operations.keeping import keep_room
from hubbub.operations.messages import delete_message, post_message
from hubbub.operations.reading import Mark, Reading, mark_read, mark_reads, mark_unread
from tests.operations.conftest import News
from tests.support.api import counted_queries
from tests.support.cast import Cast


def unread(cast: Cast, person: Person) -> int:
    return queries.summary(person, cast.tea.pk).mentions


@pytest.fixture
def said(cast: Cast) -> Cast:
    """Five messages in the tea room, the second and the fourth mention Jonas and Rosa."""
    for number in range(1, 6):
        post_message(cast.mina, "tea", "@jonas @rosa" if number in (2, 4) else "Hello")
    return cast


def test_unread_is_what_came_after_the_mark(said: Cast) -> None:
    assert mark_read(said.jonas, "tea", 3) == (3, 1)
    summary = queries.summary(said.jonas, said.tea.pk)
    assert (summary.number, summary.read, summary.mentions) == (5, 3, 1)


def test_each_has_a_mark_of_ones_own(said: Cast) -> None:
    mark_read(said.jonas, "tea", 5)
    assert unread(said, said.jonas) == 0
    assert unread(said, said.rosa) == 2


def test_the_mark_never_moves_back(said: Cast, news: News) -> None:
    mark_read(said.jonas, "tea", 4)
    assert mark_read(said.jonas, "tea", 2) == (4, 0)
    assert len(news.of(wire.PersonEvent)) == 1


def test_the_mark_does_not_pass_the_end(said: Cast) -> None:
    assert mark_read(said.jonas, "tea", 2**53) == (5, 0)


def test_it_is_told_to_the_reader_only(said: Cast, news: News) -> None:
    mark_read(said.jonas, "tea", 2)
    [item] = news
    assert isinstance(item, wire.PersonEvent)
    assert (item.person, item.room, item.read, item.mentions) == (said.jonas.pk, said.tea.pk, 2, 1)
    assert json.loads(item.frame) == {"type": "read", "room": "tea", "number": 2, "mentions": 1}


def test_marking_unread_moves_the_mark_back_and_counts_again(said: Cast, news: News) -> None:
    mark_read(said.jonas, "tea", 5)
    assert mark_unread(said.jonas, "tea", 2) == (1, 2)
    item = news.of(wire.PersonEvent)[-1]
    frame = {"type": "read", "room": "tea", "number": 1, "mentions": 2, "back": True}
    assert (json.loads(item.frame), item.mentions, len(news.of(wire.PersonEvent))) == (frame, 2, 2)


def test_what_stands_before_a_message_marked_unread_is_read(said: Cast) -> None:
    assert mark_unread(said.jonas, "tea", 4) == (3, 1)


def test_reading_on_moves_a_mark_forward_that_was_moved_back(said: Cast) -> None:
    mark_unread(said.mina, "tea", 1)
    assert mark_read(said.mina, "tea", 3).number == 3


@pytest.mark.parametrize(("who", "number"), [("jonas", 6), ("eve", 1)])
def test_what_is_not_there_is_not_marked_unread(said: Cast, who: str, number: int) -> None:
    with pytest.raises(NotFound):
        mark_unread(getattr(said, who), "tea", number)


def test_who_is_removed_meanwhile_marks_nothing_unread(said: Cast) -> None:
    def removing(execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if 'FROM "hubbub_message"' in sql:
            Membership.objects.filter(person=said.jonas).delete()
        return answer

    with connection.execute_wrapper(removing), pytest.raises(NotFound):
        mark_unread(said.jonas, "tea", 2)


def test_a_deleted_message_mentions_nobody(said: Cast) -> None:
    delete_message(said.mina, "tea", 2)
    assert unread(said, said.jonas) == 1


def test_a_room_that_one_is_not_in_is_not_read(said: Cast) -> None:
    for room in ("tea", "treasury", "no-such-room", "nul\x00"):
        with pytest.raises(NotFound):
            mark_read(said.eve, room, 1)


def test_each_of_a_batch_has_an_outcome_and_a_refusal_is_alone(said: Cast, news: News) -> None:
    wanted = [(said.jonas, "tea", 3), (said.eve, "tea", 3), (said.priya, "treasury", 1), (said.rosa, "TEA", 2**53)]
    first, refused, empty, last = mark_reads([Reading(person.pk, room, number) for person, room, number in wanted])
    assert (first, empty, last) == (Mark(3, 1), Mark(0, 0), Mark(5, 0))
    assert isinstance(refused, NotFound)
    told = {(item.person, item.mentions) for item in news.of(wire.PersonEvent)}
    assert told == {(said.jonas.pk, 1), (said.rosa.pk, 0)}


def test_the_marks_of_one_person_are_one_and_the_farthest_counts(said: Cast, news: News) -> None:
    outcomes = mark_reads([Reading(said.jonas.pk, "tea", number) for number in (1, 4, 2)])
    assert outcomes == [Mark(4, 0)] * 3
    assert len(news.of(wire.PersonEvent)) == 1


def test_a_mark_that_stays_writes_nothing_and_tells_nobody(said: Cast, news: News) -> None:
    mark_read(said.jonas, "tea", 4)
    news.clear()
    with counted_queries() as statements:
        assert mark_reads([Reading(said.jonas.pk, "tea", number) for number in (0, 4)]) == [Mark(4, 0)] * 2
    assert not [statement for statement in statements if "UPDATE hubbub" in statement]
    assert news == []


def test_nobody_reads_nothing(said: Cast) -> None:
    assert mark_reads([]) == []


def test_reading_leaves_other_settings_alone(said: Cast) -> None:
    keep_room(said.jonas, "tea", notify="all")
    mark_read(said.jonas, "tea", 1)
    assert queries.summary(said.jonas, said.tea.pk).notify == "all"


def test_the_greeting_says_what_is_unread_everywhere(said: Cast) -> None:
    [(hello, rooms)] = queries.greetings([said.rosa])
    assert [(room.room, room.number, room.read, room.mentions) for room in hello.rooms] == [("tea", 5, 0, 2)]
    assert rooms == {said.tea.pk: hello.rooms[0]}
    assert hello.me == wire.Me(said.rosa.pk, "rosa", "Rosa Lind", False)


def test_people_who_are_greeted_together_each_hear_their_own(said: Cast) -> None:
    people = [said.mina, said.eve, said.jonas, said.mina]
    together = queries.greetings(people)
    assert together == [queries.greetings([person])[0] for person in people]
    assert [(hello.me.username, len(rooms)) for hello, rooms in together] == [
        ("mina", 3),
        ("eve", 0),
        ("jonas", 2),
        ("mina", 3),
    ]
    assert together[0][0].rooms is not together[3][0].rooms


@pytest.mark.parametrize(("shown", "mark", "left"), [(0, 5, 5), (0, 1, 1), (7, 5, 7), (7, 9, 9)])
def test_a_mark_that_moves_while_one_posts_is_not_undone(cast: Cast, shown: int, mark: int, left: int) -> None:
    """Posting has read it without a lock, and knows 3."""
    mine = Membership.objects.filter(room=cast.tea, person=cast.rosa)
    mine.update(read_number=3)
    with transaction.atomic():
        rooms = statements.lock_rooms([cast.tea.key])
        [writer] = statements.writers([(rooms[cast.tea.key], cast.rosa.pk)], lock=False).values()
        mine.update(read_number=mark)
        writer.shown = shown
        statements.keep_writers([writer])
    assert mine.get().read_number == left
