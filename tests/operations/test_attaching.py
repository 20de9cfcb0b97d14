"""Messages that carry files: which they may carry, that a file is sent once, and what is left of it afterwards."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

import pytest

from hubbub import queries, wire
from hubbub.errors import Conflict, Invalid, Refused
from hubbub.models import Message, Person, Room, Upload
from hubbub.models.uploads import storage
from hubbub.operations.messages import NewPost, Posted, delete_message, edit_message, post_message, post_messages
from tests.operations.conftest import News
from tests.support.api import counted_queries
from tests.support.cast import Cast
from tests.support.files import brought


def post(person: Person, files: Sequence[int], body: str = "", room: str = "tea", **fields: Any) -> Posted | Refused:
    fields.setdefault("client_id", uuid.uuid4())
    return post_messages([NewPost(person.pk, room, body=body, uploads=tuple(files), **fields)])[0]


def posted(person: Person, files: Sequence[int], body: str = "", **fields: Any) -> wire.Message:
    outcome = post(person, files, body, **fields)
    assert isinstance(outcome, Posted), outcome
    return outcome.message


def test_a_message_carries_files_in_the_order_in_which_they_were_named(cast: Cast) -> None:
    one, two = brought(cast.jonas, cast.tea, "one.txt"), brought(cast.jonas, cast.tea, "two.txt")
    message = posted(cast.jonas, [two.pk, one.pk], "Two files")
    assert [upload.name for upload in message.uploads] == ["two.txt", "one.txt"]
    assert message == queries.page(Room.objects.get(pk=cast.tea.pk)).messages[0]


def test_what_is_told_of_files_is_what_is_stored(cast: Cast, news: News) -> None:
    message = posted(cast.jonas, [brought(cast.jonas, cast.tea).pk])
    [item] = news.of_room(cast.tea.pk)
    assert json.loads(item.frame)["message"] == json.loads(wire.encode(message))


def test_a_message_with_a_file_needs_no_words(cast: Cast) -> None:
    assert posted(cast.jonas, [brought(cast.jonas, cast.tea).pk], "").body == ""
    assert isinstance(post(cast.jonas, [], ""), Invalid)


def test_words_may_be_taken_away_where_a_file_stays(cast: Cast) -> None:
    posted(cast.jonas, [brought(cast.jonas, cast.tea).pk], "Look")
    assert len(edit_message(cast.jonas, "tea", 1, "").uploads) == 1
    post_message(cast.jonas, "tea", "Words")
    with pytest.raises(Invalid):
        edit_message(cast.jonas, "tea", 2, " ")


def test_a_file_is_sent_once(cast: Cast) -> None:
    file = brought(cast.jonas, cast.tea)
    both = [NewPost(cast.jonas.pk, "tea", uuid.uuid4(), "", uploads=(file.pk,)) for _ in range(2)]
    first, second = post_messages(both)
    assert isinstance(first, Posted)
    assert isinstance(second, Invalid)
    assert isinstance(post(cast.jonas, [file.pk]), Invalid)


def test_only_ones_own_files_of_this_room_are_sent(cast: Cast) -> None:
    others, elsewhere = brought(cast.rosa, cast.tea), brought(cast.jonas, cast.laser_cutter)
    for wanted in ([others.pk], [elsewhere.pk], [0], [-1], [2**53]):
        assert isinstance(post(cast.jonas, wanted), Invalid)
    assert not Message.objects.exists()


def test_a_message_carries_ten_files_and_not_one_twice(cast: Cast) -> None:
    files = [brought(cast.jonas, cast.tea).pk for _ in range(11)]
    assert isinstance(post(cast.jonas, files), Invalid)
    assert isinstance(post(cast.jonas, [files[0], files[0]]), Invalid)
    assert len(posted(cast.jonas, files[:10]).uploads) == 10


def test_a_refused_post_keeps_the_file(cast: Cast) -> None:
    file = brought(cast.jonas, cast.tea)
    post_message(cast.jonas, "tea", "one", client_id=uuid.UUID(int=1))
    assert isinstance(post(cast.jonas, [file.pk], client_id=uuid.UUID(int=1)), Conflict)
    assert len(posted(cast.jonas, [file.pk]).uploads) == 1


def test_a_retry_carries_the_same_files(cast: Cast) -> None:
    one, two = brought(cast.jonas, cast.tea), brought(cast.jonas, cast.tea)
    first = posted(cast.jonas, [one.pk], client_id=uuid.UUID(int=1))
    assert posted(cast.jonas, [one.pk], client_id=uuid.UUID(int=1)) == first
    for other in ([], [two.pk], [one.pk, two.pk]):
        assert isinstance(post(cast.jonas, other, client_id=uuid.UUID(int=1)), Conflict | Invalid)


def test_a_retry_of_a_deleted_message_gives_what_is_left_of_it(cast: Cast) -> None:
    file = brought(cast.jonas, cast.tea)
    posted(cast.jonas, [file.pk], client_id=uuid.UUID(int=1))
    delete_message(cast.jonas, "tea", 1)
    assert posted(cast.jonas, [file.pk], client_id=uuid.UUID(int=1)).deleted


def test_a_deleted_message_leaves_no_file(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    file = brought(cast.jonas, cast.tea)
    posted(cast.jonas, [file.pk], "Look")
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_message(cast.jonas, "tea", 1).uploads == []
    assert not storage().exists(file.file.name)
    assert not Upload.objects.exists()
    assert Message.objects.get().upload_count == 0


def test_a_batch_without_files_asks_nothing_about_them(cast: Cast) -> None:
    with counted_queries() as queries:
        post_message(cast.jonas, "tea", "Words")
    assert not [query for query in queries if "hubbub_upload" in query]


def test_a_batch_with_files_asks_two_statements_more(cast: Cast) -> None:
    files = [brought(cast.jonas, cast.tea).pk for _ in range(10)]
    posts = [NewPost(cast.jonas.pk, "tea", uuid.uuid4(), "", uploads=(file,)) for file in files]
    with counted_queries() as queries:
        post_messages(posts)
    assert len([query for query in queries if "hubbub_upload" in query]) == 2


def test_who_asks_for_too_many_files_spoils_nobody_elses_post(cast: Cast) -> None:
    file = brought(cast.jonas, cast.tea)
    greedy = [
        NewPost(one.pk, "tea", uuid.uuid4(), "", uploads=tuple(range(9_000))) for one in [cast.rosa, cast.eve] * 2
    ]
    few = [NewPost(cast.eve.pk, "tea", uuid.uuid4(), "", uploads=tuple(range(10))) for _ in range(10)]
    with counted_queries() as queries:
        *refused, mine = post_messages(
            [*greedy, *few, NewPost(cast.jonas.pk, "tea", uuid.uuid4(), "", uploads=(file.pk,))]
        )
    assert all(isinstance(one, Refused) for one in refused)
    assert isinstance(mine, Posted)
    [asked] = [query for query in queries if 'FROM "hubbub_upload"' in query]
    assert asked.count("%s") == 1
