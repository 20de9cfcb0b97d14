"""Calling all who are in a room, or who are here: who may, whom it mentions, how it is counted and taken back."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

import pytest

from hubbub import queries, wire
from hubbub.errors import Conflict, Denied, RateLimited, Refused, TooLarge
from hubbub.models import Membership, Mention, Message, Person, Room
from hubbub.operations.messages import NewPost, delete_message, edit_message, post_messages
from hubbub.operations.reading import mark_read
from hubbub.operations.rooms import start_direct
from hubbub.rates import Rate
from tests.operations.conftest import News
from tests.support.cast import Cast

THREE = Rate(3, 600)


def call(by: Person, body: str, room: str = "tea", *, rate: Rate | None = None, **fields: Any) -> wire.Message:
    [outcome] = post_messages([NewPost(by.pk, room, uuid.uuid4(), body, **fields)], call_rate=rate)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome.message


def unread(cast: Cast) -> dict[str, int]:
    members = (cast.mina, cast.jonas, cast.priya, cast.rosa)
    return {person.username: queries.summary(person, cast.tea.pk).mentions for person in members}


def guests(room: Room, count: int) -> list[int]:
    """More members than there are in the cast."""
    made = Person.objects.bulk_create([Person(username=f"g{n}", key=f"g{n}", name="Guest") for n in range(count)])
    Membership.objects.bulk_create([Membership(room=room, person=guest, rev=0) for guest in made])
    room.member_count += count
    room.save()
    return [guest.pk for guest in made]


# Everybody


def test_all_mentions_everybody_but_its_author_and_stores_no_row_for_each(cast: Cast) -> None:
    message = call(cast.jonas, "@all The kettle is on, @mina")
    assert (message.calls, message.mentions) == ("all", [])
    assert unread(cast) == {"mina": 1, "jonas": 0, "priya": 1, "rosa": 1}
    assert not Mention.objects.exists()


def test_all_is_told_as_one_call(cast: Cast, news: News) -> None:
    call(cast.jonas, "@all Tea")
    [item] = news.of_room(cast.tea.pk)
    assert (item.called, item.author, item.mentioned) == (1, cast.jonas.pk, [])


def test_reading_up_to_a_call_takes_it_off_the_count(cast: Cast) -> None:
    call(cast.jonas, "@all One")
    call(cast.jonas, "@all Two, @mina")
    assert mark_read(cast.mina, "tea", 1).mentions == 1
    assert mark_read(cast.mina, "tea", 2).mentions == 0


def test_the_room_list_and_the_read_mark_count_the_same(cast: Cast) -> None:
    for body in ("@all", "@mina", "@all @mina", "nobody"):
        call(cast.jonas, body)
    assert unread(cast)["mina"] == mark_read(cast.mina, "tea", 0).mentions == 3


@pytest.mark.parametrize("body", ["`@all`", "```\n@all\n```", "mail@all", "@all-hands", "@allow", "/@all"])
def test_what_only_looks_like_a_call_is_none(cast: Cast, body: str) -> None:
    assert call(cast.jonas, body).calls == ""


@pytest.mark.parametrize("body", ["@ALL", "**@all**", "Oh (@all)", "> @all", "@here and @all", "@\uff41\uff4c\uff4c"])
def test_a_call_is_one_however_it_stands(cast: Cast, body: str) -> None:
    assert call(cast.jonas, body).calls == "all"


# Who is here


def test_here_mentions_those_who_are_here_and_in_the_room(cast: Cast, news: News) -> None:
    message = call(cast.jonas, "@here @priya", present=[cast.mina.pk, cast.jonas.pk, cast.eve.pk])
    assert (message.calls, message.mentions) == ("here", sorted([cast.mina.pk, cast.priya.pk]))
    assert unread(cast) == {"mina": 1, "jonas": 0, "priya": 1, "rosa": 0}
    assert news.of_room(cast.tea.pk)[0].called == 0


def test_a_retry_of_here_calls_nobody_twice(cast: Cast) -> None:
    post = NewPost(cast.jonas.pk, "tea", uuid.uuid4(), "@here", present=[cast.mina.pk])
    later = NewPost(cast.jonas.pk, "tea", post.client_id, "@here", present=[cast.rosa.pk])
    assert [outcome.new for outcome in post_messages([post, later])] == [True, False]  # type: ignore[union-attr]
    assert unread(cast) == {"mina": 1, "jonas": 0, "priya": 0, "rosa": 0}


def test_more_than_five_hundred_who_are_here_are_called_with_all(cast: Cast) -> None:
    present = guests(cast.tea, 501)
    with pytest.raises(TooLarge, match=r"More than 500 people are here\. Write @all"):
        call(cast.jonas, "@here", present=present, confirmed=True)
    assert len(call(cast.jonas, "@here", present=present[:500], confirmed=True).mentions) == 500


# Many people are not called by accident


@pytest.mark.parametrize(("extra", "asked"), [(17, False), (18, True)], ids=["20 others", "21 others"])
def test_above_twenty_people_the_author_is_asked_first(cast: Cast, extra: int, asked: bool) -> None:
    present = [*guests(cast.tea, extra), cast.mina.pk, cast.priya.pk, cast.rosa.pk]
    for body in ("@all", "@here"):
        if asked:
            with pytest.raises(Conflict, match="calls 21 people") as refused:
                call(cast.jonas, body, present=present)
            assert refused.value.fields == {"calls": "21"}
        assert call(cast.jonas, body, present=present, confirmed=asked).calls


def test_nobody_is_asked_in_a_direct_room(cast: Cast) -> None:
    room, _ = start_direct(cast.mina, ["jonas"])
    guests(room, 30)
    assert call(cast.mina, "@all", room.name).calls == "all"


@pytest.mark.parametrize(
    ("calling", "who", "may"),
    [
        ("everyone", "rosa", True),
        ("moderators", "rosa", False),
        ("moderators", "priya", True),
        ("moderators", "mina", True),
        ("nobody", "mina", False),
    ],
)
def test_a_room_says_who_may_call(cast: Cast, calling: str, who: str, may: bool) -> None:
    Room.objects.filter(pk=cast.tea.pk).update(calling=calling)
    person = getattr(cast, who)
    if may:
        assert call(person, "@all").calls == "all"
    else:
        with pytest.raises(Denied, match="Name the people you mean"):
            call(person, "@all")
    assert call(person, "`@all`").calls == ""


def test_the_owner_of_the_site_may_call_where_moderators_may(cast: Cast) -> None:
    Room.objects.filter(pk=cast.laser_cutter.pk).update(calling="moderators")
    assert call(cast.mina, "@all", "laser-cutter").calls == "all"


def test_calls_are_counted_in_all_rooms_together_and_refused_beyond_the_rate(cast: Cast) -> None:
    for room in ("tea", "laser-cutter", "tea"):
        call(cast.priya, "@all", room, rate=THREE)
    with pytest.raises(RateLimited) as refused:
        call(cast.priya, "@here", rate=THREE)
    assert 190 < (refused.value.retry_after or 0) <= 200
    assert call(cast.priya, "without one", rate=THREE).calls == ""
    assert call(cast.jonas, "@all", rate=THREE).calls == "all"


def test_what_is_refused_for_another_reason_costs_no_call(cast: Cast) -> None:
    guests(cast.tea, 30)
    for _ in range(5):
        with pytest.raises(Conflict):
            call(cast.jonas, "@all", rate=THREE)
    for _ in range(3):
        call(cast.jonas, "@all", rate=THREE, confirmed=True)


# Edited and deleted


def test_deleting_takes_a_call_back(cast: Cast, news: News) -> None:
    call(cast.jonas, "@all")
    gone = delete_message(cast.jonas, "tea", 1)
    assert gone.calls == ""
    assert news.of_room(cast.tea.pk)[-1].called == -1
    assert set(unread(cast).values()) == {0}


@pytest.mark.parametrize(
    ("before", "after", "called", "mentioned", "unmentioned"),
    [
        ("Tea", "@all Tea", 1, [], []),
        ("@all Tea", "Tea", -1, [], []),
        ("@all Tea", "Tea @mina", -1, ["mina"], []),
        ("@mina Tea", "@all Tea @mina", 1, [], ["mina"]),
        ("@all Tea", "@all Coffee", 0, [], []),
        ("Tea", "@here Tea", 0, ["rosa"], []),
        ("@here Tea", "@here Coffee", 0, [], []),
        ("@here Tea", "Coffee", 0, [], ["rosa"]),
        ("@here Tea", "@all Tea", 1, [], ["rosa"]),
        ("@all Tea", "@here Tea", -1, ["rosa"], []),
    ],
)
def test_an_edit_moves_calls(
    cast: Cast, news: News, before: str, after: str, called: int, mentioned: list[str], unmentioned: list[str]
) -> None:
    call(cast.jonas, before, present=[cast.rosa.pk])
    edit_message(cast.jonas, "tea", 1, after, present=[cast.rosa.pk])
    item = news.of_room(cast.tea.pk)[-1]
    assert (item.called, names(cast, item.mentioned), names(cast, item.unmentioned)) == (called, mentioned, unmentioned)
    assert Message.objects.get().calls == next((word for word in ("all", "here") if f"@{word}" in after), "")


def names(cast: Cast, ids: Collection[int]) -> list[str]:
    return [person.username for person in cast.people if person.pk in ids]


def test_who_comes_after_a_call_is_not_called_by_an_edit_of_it(cast: Cast) -> None:
    call(cast.jonas, "@here", present=[cast.rosa.pk])
    assert edit_message(cast.jonas, "tea", 1, "@here!", present=[cast.mina.pk]).mentions == [cast.rosa.pk]


def test_an_edit_that_calls_is_asked_about_and_counted_like_a_new_message(cast: Cast) -> None:
    guests(cast.tea, 30)
    for _ in range(4):
        call(cast.jonas, "Tea")
    with pytest.raises(Conflict, match="calls 33 people"):
        edit_message(cast.jonas, "tea", 1, "@all")
    for number in (1, 2, 3):
        edit_message(cast.jonas, "tea", number, "@all", confirmed=True, call_rate=THREE)
    with pytest.raises(RateLimited):
        edit_message(cast.jonas, "tea", 4, "@all", confirmed=True, call_rate=THREE)
    assert edit_message(cast.jonas, "tea", 3, "@all again", call_rate=THREE).calls == "all"


# Asked


def test_whom_a_message_mentions(cast: Cast) -> None:
    everybody = queries.mentions_of(row(call(cast.jonas, "@all").number))
    some = queries.mentions_of(row(call(cast.jonas, "@here @mina", present=[cast.rosa.pk]).number))
    everyone = (cast.mina, cast.jonas, cast.priya, cast.rosa)
    assert [everybody.include(one.pk) for one in everyone] == [True, False, True, True]
    assert [some.include(one.pk) for one in everyone] == [True, False, False, True]


def row(number: int) -> Message:
    return Message.objects.get(number=number)


def test_a_hub_that_missed_a_call_counts_it(cast: Cast) -> None:
    since = Room.objects.get(pk=cast.tea.pk).rev
    call(cast.jonas, "@all")
    found = queries.missed(cast.tea.pk, since, 0, [cast.mina.pk])
    assert [(item.called, item.author) for item in found.items] == [(1, cast.jonas.pk)]
    assert [item.called for item in queries.missed(cast.tea.pk, since, 1, [cast.mina.pk]).items] == [0]
