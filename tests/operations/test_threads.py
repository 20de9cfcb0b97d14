"""Threads: what an answer changes, who follows and has read what, and what of it is told to whom."""

from __future__ import annotations

import json
import uuid
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubbub import queries, wire
from hubbub.errors import Conflict, Invalid, NotFound, Refused
from hubbub.models import Message, Person, Room, ThreadFollower
from hubbub.operations.messages import delete_message, edit_message, post_message
from hubbub.operations.posting import NewPost, Posted, post_messages
from hubbub.operations.rooms import leave_room, remove_member
from hubbub.operations.threads import follow_thread, mark_thread_read
from tests.operations.conftest import News
from tests.support.api import counted_queries
from tests.support.cast import Cast
from tests.support.threads import at_once

ID = uuid.UUID("6ba7b810-9dad-41d1-80b4-00c04fd430c8")


@pytest.fixture
def root(cast: Cast) -> wire.Message:
    """Said by Jonas in the tea room: its first message."""
    return post_message(cast.jonas, "tea", "Which kettle?")


def answer(person: Person, body: str = "The blue one", *, to: int = 1, **more: Any) -> wire.Message:
    [outcome] = post_messages([NewPost(person.pk, "tea", more.pop("client_id", uuid.uuid4()), body, thread=to, **more)])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome.message


def message(cast: Cast, number: int = 1) -> wire.Message:
    return queries.message(Message.objects.get(room=cast.tea, number=number).pk)


def replies(cast: Cast) -> wire.Replies:
    found = message(cast).replies
    assert found
    return found


def tea(cast: Cast) -> Room:
    return Room.objects.get(pk=cast.tea.pk)


def unread(person: Person) -> list[tuple[int, int, int]]:
    """(number of the root, read, last) of what their next greeting says."""
    [(hello, _)] = queries.greetings([Person.objects.select_related("user").get(pk=person.pk)])
    return [(mark.number, mark.read, mark.last) for mark in hello.threads]


# An answer


def test_an_answer_is_a_message_of_the_room_and_changes_its_root_with_a_rev_of_its_own(
    cast: Cast, root: wire.Message
) -> None:
    first = answer(cast.mina)
    assert (first.number, first.rev, first.thread, first.in_room) == (2, root.rev + 1, 1, False)
    found = message(cast)
    assert found.rev == tea(cast).rev == root.rev + 2
    assert found.replies == wire.Replies(1, [first.author], first.created, 2)


def test_a_root_shows_the_last_three_who_answered(cast: Cast, root: wire.Message) -> None:
    for person in (cast.mina, cast.rosa, cast.priya, cast.mina, cast.jonas):
        answer(person)
    found = replies(cast)
    assert (found.count, found.number) == (5, 6)
    assert [person.username for person in found.people] == ["jonas", "mina", "priya"]


def test_an_answer_to_an_answer_stands_in_the_same_thread(cast: Cast, root: wire.Message) -> None:
    answer(cast.mina)
    assert answer(cast.rosa, to=2).thread == 1
    assert replies(cast).count == 2


def test_the_room_shows_what_stands_in_it_and_counts_everything(cast: Cast, root: wire.Message) -> None:
    answer(cast.mina)
    assert (tea(cast).last_number, tea(cast).last_shown) == (2, 1)
    answer(cast.mina, in_room=True)
    assert (tea(cast).last_number, tea(cast).last_shown) == (3, 3)


def test_who_answers_in_a_thread_has_not_read_the_room(cast: Cast, root: wire.Message) -> None:
    answer(cast.rosa)
    assert queries.summary(cast.rosa, cast.tea.pk).read == 0
    answer(cast.rosa, in_room=True)
    assert queries.summary(cast.rosa, cast.tea.pk).read == 3


@pytest.mark.parametrize("thread", [0, -1, 2, 99, 2**53])
def test_a_thread_hangs_on_a_message_of_the_room(cast: Cast, root: wire.Message, thread: int) -> None:
    post_message(cast.mina, "laser-cutter", "Elsewhere")
    with pytest.raises(Invalid, match="not in this room"):
        answer(cast.mina, to=thread)
    assert tea(cast).last_number == 1


def test_no_thread_hangs_on_a_notice(cast: Cast, root: wire.Message) -> None:
    Message.objects.update(kind="system")
    for act in (answer, lambda person: follow_thread(person, "tea", 1)):
        with pytest.raises(Invalid, match="No thread can hang on a notice"):
            act(cast.mina)


def test_only_an_answer_can_stay_out_of_the_room(cast: Cast) -> None:
    [refused] = post_messages([NewPost(cast.mina.pk, "tea", ID, "Psst", in_room=False)])
    assert isinstance(refused, Invalid)


def test_a_retry_is_free_and_one_for_another_place_is_a_conflict(cast: Cast, root: wire.Message) -> None:
    post_message(cast.jonas, "tea", "Another root")
    first = answer(cast.mina, client_id=ID)
    assert answer(cast.mina, client_id=ID) == first
    assert answer(cast.mina, client_id=ID, to=first.number) == first, "the same thread, named by its answer"
    for changed in ({"to": 2}, {"in_room": True}):
        with pytest.raises(Conflict):
            answer(cast.mina, client_id=ID, **changed)
    with pytest.raises(Conflict):
        post_message(cast.mina, "tea", "The blue one", client_id=ID)
    assert replies(cast).count == 1


def test_answers_of_one_batch_change_their_root_once(cast: Cast, root: wire.Message, news: News) -> None:
    posts = [NewPost(who.pk, "tea", uuid.uuid4(), "Yes", thread=1) for who in (cast.mina, cast.rosa, cast.mina)]
    post_messages([*posts, NewPost(cast.mina.pk, "tea", uuid.uuid4(), "Meanwhile")])
    assert [(item.rev - root.rev, item.message, item.shown) for item in news.of_room(cast.tea.pk)] == [
        (1, 2, 5), (2, 3, 5), (3, 4, 5), (4, 5, 5), (5, 1, 5),
    ]  # fmt: skip
    assert (replies(cast).count, replies(cast).number, message(cast).rev) == (3, 4, tea(cast).rev)


def test_without_a_thread_a_batch_asks_and_writes_nothing_more(cast: Cast, root: wire.Message) -> None:
    with counted_queries() as plain:
        post_message(cast.mina, "tea", "Hello")
    assert not [statement for statement in plain if "hubbub_threadfollower" in statement or "COALESCE" in statement]


def test_a_deleted_root_keeps_its_thread_and_takes_answers(cast: Cast, root: wire.Message) -> None:
    answer(cast.mina)
    delete_message(cast.jonas, "tea", 1)
    assert (message(cast).body, replies(cast).count) == ("", 1)
    answer(cast.rosa)
    assert replies(cast).count == 2


# Taking back


def test_a_deleted_answer_is_counted_no_more(cast: Cast, root: wire.Message, news: News) -> None:
    first = answer(cast.mina)
    answer(cast.rosa)
    news.clear()
    delete_message(cast.rosa, "tea", 3)
    assert replies(cast) == wire.Replies(1, [first.author], first.created, 2)
    rev = tea(cast).rev
    assert [(item.message, item.rev) for item in news.of_room(cast.tea.pk)] == [(3, rev - 1), (1, rev)]
    assert json.loads(news.of_room(cast.tea.pk)[1].frame)["message"]["replies"]["count"] == 1


def test_who_had_not_read_a_deleted_answer_is_told_that_nothing_is_unread(
    cast: Cast, root: wire.Message, news: News
) -> None:
    answer(cast.mina)
    mark_thread_read(cast.jonas, "tea", 1, 2)
    answer(cast.rosa)
    news.clear()
    delete_message(cast.rosa, "tea", 3)
    item = news.of_room(cast.tea.pk)[-1]
    assert (item.followers, item.reply) == (sorted([cast.jonas.pk, cast.mina.pk]), 2)
    told = {item.person: json.loads(item.frame) for item in news.of(wire.PersonEvent)}
    frame = {"type": "thread", "room": "tea", "number": 1, "following": True, "read": 2, "last": 2}
    assert told == {cast.jonas.pk: frame, cast.mina.pk: frame}


def test_who_has_more_to_read_is_told_which_answer_is_the_last(cast: Cast, root: wire.Message, news: News) -> None:
    for _ in range(2):
        answer(cast.mina)
    news.clear()
    delete_message(cast.mina, "tea", 3)
    item = news.of_room(cast.tea.pk)[-1]
    assert (item.followers, item.reply, news.of(wire.PersonEvent)) == ([cast.jonas.pk], 2, [])


def test_the_only_answer_leaves_nothing_unread_and_nobody_outside_hears_of_it(
    cast: Cast, root: wire.Message, news: News
) -> None:
    answer(cast.mina, "@rosa knows")
    leave_room(cast.rosa, "tea")
    news.clear()
    delete_message(cast.mina, "tea", 2)
    item = news.of_room(cast.tea.pk)[-1]
    assert (item.followers, item.reply) == ([cast.jonas.pk], 0)
    assert [(item.person, json.loads(item.frame)["last"]) for item in news.of(wire.PersonEvent)] == [(cast.jonas.pk, 0)]


def test_a_thread_without_answers_is_none_and_a_deletion_counts_once(cast: Cast, root: wire.Message) -> None:
    answer(cast.mina)
    for _ in range(2):
        delete_message(cast.mina, "tea", 2)
    assert message(cast).replies is None
    answer(cast.mina)
    assert replies(cast).count == 1


def test_who_has_another_answer_is_still_shown(cast: Cast, root: wire.Message) -> None:
    for _ in range(2):
        answer(cast.mina)
    delete_message(cast.mina, "tea", 2)
    assert [person.username for person in replies(cast).people] == ["mina"]
    assert ThreadFollower.objects.get(person=cast.mina).replied == 3


# Following and reading


def test_the_author_of_the_root_hears_of_the_first_answer(cast: Cast, root: wire.Message, news: News) -> None:
    answer(cast.mina)
    assert unread(cast.jonas) == [(1, 1, 2)]
    assert (unread(cast.mina), unread(cast.rosa)) == ([], [])
    item = news.of_room(cast.tea.pk)[-1]
    assert (item.message, item.followers, item.reply) == (1, [cast.jonas.pk], 2)


def test_who_answers_follows_and_has_read_what_is_there(cast: Cast, root: wire.Message, news: News) -> None:
    answer(cast.mina)
    answer(cast.rosa)
    assert (unread(cast.mina), unread(cast.rosa)) == ([(1, 2, 3)], [])
    assert [json.loads(item.frame) for item in news.of(wire.PersonEvent) if item.person == cast.rosa.pk] == [
        {"type": "thread", "room": "tea", "number": 1, "following": True, "read": 3, "last": 3}
    ]


def test_who_is_named_in_a_thread_follows_it_from_there(cast: Cast, root: wire.Message, news: News) -> None:
    answer(cast.mina)
    answer(cast.mina, "@priya, was it you?")
    assert unread(cast.priya) == [(1, 2, 3)]
    edit_message(cast.mina, "tea", 2, "@rosa chose it")
    assert unread(cast.rosa) == [(1, 1, 3)]
    [told] = [json.loads(item.frame) for item in news.of(wire.PersonEvent) if item.person == cast.rosa.pk]
    assert (told["type"], told["following"], told["read"], told["last"]) == ("thread", True, 1, 3)


def test_who_stopped_following_hears_no_more_until_they_answer(cast: Cast, root: wire.Message) -> None:
    answer(cast.mina)
    follow_thread(cast.jonas, "tea", 1, on=False)
    answer(cast.mina, "@jonas?")
    assert unread(cast.jonas) == []
    answer(cast.jonas)
    answer(cast.mina)
    assert unread(cast.jonas) == [(1, 4, 5)]


def test_reading_moves_forward_only_and_not_past_the_end(cast: Cast, root: wire.Message, news: News) -> None:
    for _ in range(3):
        answer(cast.mina)
    news.clear()
    marks = [mark_thread_read(cast.jonas, "tea", 1, upto).read for upto in (3, 2, 99)]
    assert marks == [3, 3, 4]
    assert [json.loads(item.frame)["read"] for item in news] == [3, 4]
    assert unread(cast.jonas) == []


def test_any_message_of_a_thread_names_it(cast: Cast, root: wire.Message) -> None:
    answer(cast.mina)
    assert mark_thread_read(cast.jonas, "tea", 2, 2) == wire.ThreadMark("tea", 1, True, 2, 2)
    assert follow_thread(cast.rosa, "tea", 2) == wire.ThreadMark("tea", 1, True, 2, 2)


def test_following_begins_at_the_end_and_twice_is_once(cast: Cast, root: wire.Message, news: News) -> None:
    answer(cast.mina)
    news.clear()
    marks = [follow_thread(cast.rosa, "tea", 1) for _ in range(2)]
    assert marks == [wire.ThreadMark("tea", 1, True, 2, 2)] * 2
    assert len(news) == 1
    answer(cast.mina)
    assert unread(cast.rosa) == [(1, 2, 3)]


def test_who_only_passes_by_leaves_no_mark(cast: Cast, root: wire.Message) -> None:
    answer(cast.mina)
    assert mark_thread_read(cast.rosa, "tea", 1, 2) == wire.ThreadMark("tea", 1, False, 0, 2)
    assert not ThreadFollower.objects.filter(person=cast.rosa).exists()


def test_of_many_unread_threads_a_person_reads_the_latest_and_no_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("hubbub.queries.threads")
    monkeypatch.setattr(module, "MOST_UNREAD", 2)
    for _ in range(4):
        post_message(cast.mina, "tea", "Which kettle?")
    for number in (3, 1, 4, 2):
        answer(cast.jonas, "@rosa @priya", to=number)
    with CaptureQueriesContext(connection) as captured:
        found = module.unread_threads([cast.rosa.pk, cast.priya.pk])
    assert {person: [mark.number for mark in marks] for person, marks in found.items()} == {
        one.pk: [2, 4] for one in (cast.rosa, cast.priya)
    }
    [asked] = captured
    with connection.cursor() as cursor:
        cursor.execute(asked["sql"])
        assert len(cursor.fetchall()) == 4


@pytest.mark.django_db(transaction=True)
def test_following_at_the_same_moment_is_once(cast: Cast, root: wire.Message) -> None:
    follow = partial(follow_thread, cast.rosa, "tea", root.number)
    assert {mark.following for mark in at_once(*[follow] * 8)} == {True}
    assert ThreadFollower.objects.filter(person=cast.rosa).count() == 1


def test_who_stops_following_what_they_never_followed_leaves_nothing(cast: Cast, root: wire.Message) -> None:
    assert not follow_thread(cast.rosa, "tea", root.number, on=False).following
    assert not ThreadFollower.objects.filter(person=cast.rosa).exists()


def test_who_is_not_in_the_room_neither_follows_nor_reads(cast: Cast, root: wire.Message) -> None:
    answer(cast.mina)
    remove_member(cast.mina, "tea", "jonas")
    for act in (follow_thread, lambda *thread: mark_thread_read(*thread, 1)):
        for who in (cast.jonas, cast.eve):
            with pytest.raises(NotFound, match="no such room"):
                act(who, "tea", 1)
    assert unread(cast.jonas) == []


def test_a_hub_that_missed_an_answer_hears_who_follows(cast: Cast, root: wire.Message) -> None:
    answer(cast.mina)
    found = queries.missed(cast.tea.pk, root.rev, 1, [cast.jonas.pk])
    assert [(item.message, item.followers, item.reply) for item in found.items] == [(2, [], 0), (1, [cast.jonas.pk], 2)]
    known = queries.missed(cast.tea.pk, root.rev, 2, [cast.jonas.pk])
    assert known.items[-1].followers == []


def test_a_greeting_names_a_hundred_threads_the_latest_first(cast: Cast) -> None:
    roots = [NewPost(cast.jonas.pk, "tea", uuid.uuid4(), f"Root {n}") for n in range(102)]
    post_messages(roots)
    for outcome in post_messages([NewPost(cast.mina.pk, "tea", uuid.uuid4(), "Yes", thread=n + 1) for n in range(102)]):
        assert isinstance(outcome, Posted)
    found = unread(cast.jonas)
    assert [number for number, _, _ in found] == list(range(102, 2, -1))
