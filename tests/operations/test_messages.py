"""What people do with messages: post, edit, delete, react, and what of it is told."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest

from hubbub import queries, wire
from hubbub.errors import Conflict, Denied, Invalid, NotFound, RateLimited, ReadOnly, Refused, TooLarge
from hubbub.models import Mention, Message, Person, Revision, Room
from hubbub.operations.messages import NewPost, Posted, delete_message, edit_message, post_message, post_messages, react
from hubbub.operations.rooms import change_room, leave_room
from hubbub.rates import Rate
from tests.operations.conftest import News
from tests.support.cast import Cast

ID = uuid.UUID("6ba7b810-9dad-41d1-80b4-00c04fd430c8")


def head(cast: Cast) -> tuple[int, int]:
    room = Room.objects.get(pk=cast.tea.pk)
    return room.last_number, room.rev


def batch(cast: Cast, *posts: tuple[str, str, str]) -> list[Posted | Refused]:
    """Outcomes of (who, room, body)."""
    return post_messages([NewPost(getattr(cast, who).pk, room, uuid.uuid4(), body) for who, room, body in posts])


def unread(cast: Cast, person: Person) -> int:
    return queries.summary(person, cast.tea.pk).mentions


# Posting


def test_messages_are_numbered_from_one_and_take_a_rev_each(cast: Cast) -> None:
    rev = cast.tea.rev
    found = [post_message(cast.jonas, "tea", body) for body in ("one", "two", "three")]
    assert [(message.number, message.rev) for message in found] == [(1, rev + 1), (2, rev + 2), (3, rev + 3)]
    assert head(cast) == (3, rev + 3)


def test_a_message_says_all_there_is_to_know(cast: Cast) -> None:
    message = post_message(cast.jonas, "tea", "Hello", client_id=ID)
    assert message.author == wire.Person(cast.jonas.pk, "jonas", "Jonas Weber", False)
    assert (message.body, message.html, message.kind, message.client_id) == ("Hello", None, "user", ID)
    assert (message.edited, message.deleted, message.reply_to) == (None, None, None)
    assert message.reactions == message.mentions == message.uploads == []


def test_what_is_told_is_what_is_stored(cast: Cast, news: News) -> None:
    message = post_message(cast.jonas, "tea", "*Hello* @mina")
    [item] = news.of_room(cast.tea.pk)
    stored = queries.page(Room.objects.get(pk=cast.tea.pk)).messages[0]
    assert message == stored
    assert json.loads(item.frame)["message"] == json.loads(wire.encode(stored))
    assert (item.rev, item.number, item.mentioned) == (message.rev, 1, [cast.mina.pk])


def test_a_batch_has_one_outcome_each_and_what_is_refused_fails_alone(cast: Cast) -> None:
    good = [("jonas", "tea", "one"), ("mina", "treasury", "a"), ("rosa", "TEA", "two")]
    outcomes = batch(cast, good[0], ("eve", "tea", "?"), ("rosa", "tea", " "), *good[1:])
    kinds = [getattr(outcome, "code", None) or outcome.message.number for outcome in outcomes]  # type: ignore[union-attr]
    assert kinds == [1, "not_found", "invalid", 1, 2]
    assert [outcome.room for outcome in outcomes if isinstance(outcome, Posted)] == ["tea", "treasury", "tea"]


@pytest.mark.parametrize("room", ["no-such-room", "nul\x00", "", "x" * 1_000])
def test_a_room_that_cannot_be_fails_alone(cast: Cast, room: str) -> None:
    bad, good = batch(cast, ("jonas", room, "@mina #tea"), ("jonas", "tea", "one"))
    assert isinstance(bad, NotFound)
    assert isinstance(good, Posted)


def test_an_empty_batch_is_nothing(cast: Cast) -> None:
    assert post_messages([]) == []


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ("", Invalid),
        (" \n", Invalid),
        ("nul\x00", Invalid),
        ("\ud800", Invalid),
        ("x" * 8_001, TooLarge),
        ("\N{TEAPOT}" * 8_001, TooLarge),
    ],
    ids=["empty", "white", "NUL", "surrogate", "characters", "bytes"],
)
def test_a_text_that_cannot_be_stored_is_refused(cast: Cast, body: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        post_message(cast.jonas, "tea", body)
    assert head(cast)[0] == 0


def test_the_longest_text_is_kept_whole(cast: Cast) -> None:
    assert len(post_message(cast.jonas, "tea", "\N{TEAPOT}" * 8_000).body) == 8_000


def test_an_archived_room_takes_no_messages_edits_or_reactions(cast: Cast) -> None:
    post_message(cast.mina, "tea", "one")
    change_room(cast.mina, "tea", archived=True)
    for act in (
        lambda: post_message(cast.mina, "tea", "two"),
        lambda: edit_message(cast.mina, "tea", 1, "one!"),
        lambda: react(cast.mina, "tea", 1, "👍"),
    ):
        with pytest.raises(ReadOnly):
            act()


def test_who_writes_has_read(cast: Cast) -> None:
    post_message(cast.mina, "tea", "@jonas?")
    post_message(cast.jonas, "tea", "Yes")
    summary = queries.summary(cast.jonas, cast.tea.pk)
    assert (summary.read, summary.mentions) == (2, 0)


def test_who_writes_after_unread_messages_is_told_in_all_tabs_that_they_are_read(cast: Cast, news: News) -> None:
    post_message(cast.mina, "tea", "@jonas?")
    assert news.of(wire.PersonEvent) == []
    post_message(cast.jonas, "tea", "Yes")
    [item] = news.of(wire.PersonEvent)
    assert (item.person, item.room, item.mentions) == (cast.jonas.pk, cast.tea.pk, 0)
    assert json.loads(item.frame)["number"] == 2


@pytest.mark.parametrize("reply_to", [0, -1, 2, 3, 2**53])
def test_a_reply_looks_back(cast: Cast, reply_to: int) -> None:
    post_message(cast.mina, "tea", "one")
    [outcome] = post_messages([NewPost(cast.jonas.pk, "tea", ID, "two", reply_to)])
    assert isinstance(outcome, Invalid)
    [outcome] = post_messages([NewPost(cast.jonas.pk, "tea", ID, "two", 1)])
    assert isinstance(outcome, Posted)
    assert outcome.message.reply_to == 1


# Once


def test_a_retry_gets_the_first_message_back(cast: Cast, news: News) -> None:
    first = post_message(cast.jonas, "tea", "Hello", client_id=ID)
    again = post_message(cast.jonas, "tea", "Hello", client_id=ID)
    assert again == first
    assert (len(news.of_room(cast.tea.pk)), head(cast)[0]) == (1, 1)


def test_the_same_post_twice_in_one_batch_is_one(cast: Cast) -> None:
    outcomes = post_messages([NewPost(cast.jonas.pk, "tea", ID, "Hello")] * 3)
    told = [(outcome.message.number, outcome.new) for outcome in outcomes if isinstance(outcome, Posted)]
    assert told == [(1, True), (1, False), (1, False)]


def test_a_retry_after_an_edit_or_a_deletion_is_still_the_same_message(cast: Cast) -> None:
    post_message(cast.jonas, "tea", "Hello", client_id=ID)
    edit_message(cast.jonas, "tea", 1, "Hello!")
    assert post_message(cast.jonas, "tea", "Hello", client_id=ID).body == "Hello!"
    delete_message(cast.jonas, "tea", 1)
    assert post_message(cast.jonas, "tea", "Hello", client_id=ID).deleted


@pytest.mark.parametrize(("room", "body"), [("tea", "Other"), ("laser-cutter", "Hello")])
def test_a_key_that_was_used_for_something_else_is_a_conflict(cast: Cast, room: str, body: str) -> None:
    post_message(cast.jonas, "tea", "Hello", client_id=ID)
    with pytest.raises(Conflict):
        post_message(cast.jonas, room, body, client_id=ID)


def test_the_key_of_another_person_is_another_message(cast: Cast) -> None:
    post_message(cast.jonas, "tea", "Hello", client_id=ID)
    assert post_message(cast.rosa, "tea", "Hello", client_id=ID).number == 2


# Editing and deleting


def test_an_edit_keeps_the_earlier_text(cast: Cast, news: News) -> None:
    first = post_message(cast.jonas, "tea", "Helo")
    edited = edit_message(cast.jonas, "tea", 1, "Hello")
    assert (edited.body, edited.number, edited.rev, edited.created) == ("Hello", 1, first.rev + 1, first.created)
    assert edited.edited
    assert list(Revision.objects.values_list("body", flat=True)) == ["Helo"]
    assert [item.rev for item in news.of_room(cast.tea.pk)] == [first.rev, edited.rev]


def test_an_edit_moves_mentions(cast: Cast, news: News) -> None:
    post_message(cast.jonas, "tea", "@mina @priya")
    edit_message(cast.jonas, "tea", 1, "@priya @rosa")
    item = news.of_room(cast.tea.pk)[-1]
    assert (item.mentioned, item.unmentioned) == ([cast.rosa.pk], [cast.mina.pk])
    assert unread(cast, cast.mina) == 0
    assert unread(cast, cast.rosa) == 1


def test_deleting_leaves_a_stub_and_nothing_of_the_text(cast: Cast, news: News) -> None:
    post_message(cast.jonas, "tea", "A *secret* for @mina")
    edit_message(cast.jonas, "tea", 1, "Another *secret* for @mina")
    react(cast.rosa, "tea", 1, "👍")
    gone = delete_message(cast.jonas, "tea", 1)
    assert (gone.body, gone.html, gone.reactions, gone.mentions) == ("", None, [], [])
    assert b"secret" not in news[-1].frame  # type: ignore[union-attr]
    assert not Revision.objects.exists()
    assert not Mention.objects.exists()
    assert news.of_room(cast.tea.pk)[-1].unmentioned == [cast.mina.pk]


def test_a_deleted_message_is_not_edited_or_reacted_to(cast: Cast) -> None:
    post_message(cast.jonas, "tea", "Hello")
    delete_message(cast.jonas, "tea", 1)
    for act in (lambda: edit_message(cast.jonas, "tea", 1, "Back"), lambda: react(cast.jonas, "tea", 1, "👍")):
        with pytest.raises(NotFound):
            act()


def test_deleting_twice_keeps_the_first_time(cast: Cast) -> None:
    post_message(cast.jonas, "tea", "Hello")
    assert delete_message(cast.jonas, "tea", 1).deleted == delete_message(cast.mina, "tea", 1).deleted


ACTS: dict[str, Callable[[Cast, str], object]] = {
    "edit": lambda cast, who: edit_message(getattr(cast, who), "tea", 1, "Mine"),
    "delete": lambda cast, who: delete_message(getattr(cast, who), "tea", 1),
}
REFUSALS = [
    ("edit", "mina", Denied),
    ("edit", "rosa", Denied),
    ("edit", "eve", NotFound),
    ("delete", "rosa", Denied),
    ("delete", "eve", NotFound),
]


@pytest.mark.parametrize(("act", "who", "refusal"), REFUSALS)
def test_who_may_not_may_not(cast: Cast, act: str, who: str, refusal: type[Exception]) -> None:
    post_message(cast.jonas, "tea", "Hello")
    with pytest.raises(refusal):
        ACTS[act](cast, who)
    assert Message.objects.get().body == "Hello"


@pytest.mark.parametrize("who", ["jonas", "priya", "mina"])
def test_author_moderator_and_owner_delete(cast: Cast, who: str) -> None:
    post_message(cast.jonas, "tea", "Hello")
    ACTS["delete"](cast, who)
    assert Message.objects.get().deleted


def test_one_who_left_does_nothing_more_with_his_messages(cast: Cast) -> None:
    post_message(cast.rosa, "tea", "Hello")
    leave_room(cast.rosa, "tea")
    for act in ACTS.values():
        with pytest.raises(NotFound):
            act(cast, "rosa")


# Reactions


def test_reactions_are_counted_by_emoji_with_who(cast: Cast) -> None:
    post_message(cast.jonas, "tea", "Hello")
    for who in (cast.rosa, cast.mina, cast.rosa):
        message = react(who, "tea", 1, "👍")
    names = [wire.NamedPerson(cast.rosa.pk, "Rosa Lind"), wire.NamedPerson(cast.mina.pk, "Mina Alvarez")]
    assert message.reactions == [wire.Reaction("👍", 2, names)]


def test_a_reaction_is_taken_off_once_and_for_all(cast: Cast) -> None:
    post_message(cast.jonas, "tea", "Hello")
    react(cast.rosa, "tea", 1, "👍")
    for _ in range(2):
        assert react(cast.rosa, "tea", 1, "👍", on=False).reactions == []


@pytest.mark.parametrize("emoji", ["", "x", "👍👍", "\x00", "<b>"])
def test_only_one_emoji_is_a_reaction(cast: Cast, emoji: str) -> None:
    post_message(cast.jonas, "tea", "Hello")
    with pytest.raises((Invalid, TooLarge)):
        react(cast.rosa, "tea", 1, emoji)


def test_a_message_carries_twenty_emoji_and_no_more(cast: Cast) -> None:
    post_message(cast.jonas, "tea", "Hello")
    faces = [chr(0x1F600 + index) for index in range(21)]
    for face in faces[:20]:
        react(cast.rosa, "tea", 1, face)
    with pytest.raises(Conflict):
        react(cast.mina, "tea", 1, faces[20])
    assert react(cast.mina, "tea", 1, faces[0]).reactions[0].count == 2


# As often as one may

TWO_A_MINUTE = Rate(2, 60)


def at_most(cast: Cast, who: str, count: int) -> list[Posted | Refused]:
    posts = [NewPost(getattr(cast, who).pk, "tea", uuid.uuid4(), "Hello") for _ in range(count)]
    return post_messages(posts, rate=TWO_A_MINUTE)


def test_who_posts_too_often_is_told_when_to_go_on(cast: Cast) -> None:
    first, second, third = at_most(cast, "jonas", 3)
    assert isinstance(first, Posted)
    assert isinstance(second, Posted)
    assert isinstance(third, RateLimited)
    assert 29 < (third.retry_after or 0) <= 30
    assert head(cast)[0] == 2


def test_a_rate_is_of_a_person_in_all_batches_and_rooms(cast: Cast) -> None:
    at_most(cast, "mina", 2)
    elsewhere, other = (NewPost(cast.mina.pk, "treasury", ID, "a"), NewPost(cast.jonas.pk, "tea", ID, "b"))
    refused, posted = post_messages([elsewhere, other], rate=TWO_A_MINUTE)
    assert isinstance(refused, RateLimited)
    assert isinstance(posted, Posted)


def test_a_retry_and_a_refusal_cost_nothing_of_the_rate(cast: Cast) -> None:
    post = NewPost(cast.jonas.pk, "tea", ID, "Hello")
    post_messages([post, post, post], rate=TWO_A_MINUTE)
    post_messages([post, NewPost(cast.jonas.pk, "tea", uuid.uuid4(), "?", reply_to=9)], rate=TWO_A_MINUTE)
    assert [isinstance(one, Posted) for one in at_most(cast, "jonas", 2)] == [True, False]


def test_without_a_rate_there_is_no_limit(cast: Cast) -> None:
    posts = [NewPost(cast.jonas.pk, "tea", uuid.uuid4(), "Hello") for _ in range(50)]
    assert all(isinstance(one, Posted) for one in post_messages(posts))
