"""Who may write in a room, and how often: read-only and announcement rooms, slow mode."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hubbub.errors import Invalid, RateLimited, ReadOnly, Refused
from hubbub.models import Membership, Person, Room
from hubbub.operations.messages import NewPost, Posted, delete_message, edit_message, post_message, post_messages, react
from hubbub.operations.rooms import add_member, change_room
from hubbub.rates import Rate
from tests.operations.conftest import News
from tests.support.cast import Cast


def post(person: Person, room: str = "tea", client_id: uuid.UUID | None = None) -> Posted | Refused:
    [outcome] = post_messages([NewPost(person.pk, room, client_id or uuid.uuid4(), "Hello")], rate=Rate(100, 10))
    return outcome


def passed(seconds: float, person: Person, room: str = "tea") -> None:
    """Somebody wrote so much earlier than they did."""
    membership = Membership.objects.get(person=person, room__name=room)
    membership.posted -= seconds
    membership.save()


# Who may write


@pytest.mark.parametrize(
    ("posting", "writers"),
    [("everyone", {"mina", "priya", "jonas", "rosa"}), ("moderators", {"mina", "priya"}), ("nobody", set())],
)
def test_who_may_write_is_the_rooms_own_rule(cast: Cast, posting: str, writers: set[str]) -> None:
    change_room(cast.mina, "tea", posting=posting)
    outcomes = {one.username: post(one) for one in (cast.mina, cast.priya, cast.jonas, cast.rosa)}
    assert {who for who, outcome in outcomes.items() if isinstance(outcome, Posted)} == writers
    assert all(isinstance(outcomes[who], ReadOnly) for who in outcomes.keys() - writers)


def test_the_owner_of_the_site_announces_wherever_they_are_in(cast: Cast) -> None:
    change_room(cast.jonas, "laser-cutter", posting="moderators")
    assert isinstance(post(cast.mina, "laser-cutter"), Posted)
    assert isinstance(post(cast.priya, "laser-cutter"), ReadOnly)


def test_who_may_not_write_may_react_and_delete_but_not_edit(cast: Cast) -> None:
    post_message(cast.jonas, "tea", "one")
    change_room(cast.mina, "tea", posting="nobody")
    assert react(cast.rosa, "tea", 1, "👍").reactions[0].count == 1
    with pytest.raises(ReadOnly):
        edit_message(cast.jonas, "tea", 1, "two")
    assert delete_message(cast.jonas, "tea", 1).deleted


def test_a_moderator_edits_what_they_announced_until_they_are_none(cast: Cast) -> None:
    change_room(cast.mina, "tea", posting="moderators")
    post_message(cast.priya, "tea", "one")
    assert edit_message(cast.priya, "tea", 1, "two").body == "two"
    add_member(cast.mina, "tea", "priya", role="member")
    with pytest.raises(ReadOnly):
        edit_message(cast.priya, "tea", 1, "three")


def test_a_retry_of_what_was_taken_is_answered_though_nobody_may_write_now(cast: Cast) -> None:
    client_id = uuid.uuid4()
    first = post(cast.jonas, client_id=client_id)
    change_room(cast.mina, "tea", posting="nobody", slow=60)
    again = post(cast.jonas, client_id=client_id)
    assert isinstance(first, Posted)
    assert isinstance(again, Posted)
    assert (again.new, again.message) == (False, first.message)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"posting": "friends"}, "posting"),
        ({"posting": ""}, "posting"),
        ({"slow": -1}, "slow"),
        ({"slow": 21_601}, "slow"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(cast: Cast, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_room(cast.mina, "tea", **change)
    assert refused.value.fields.keys() == {field}


def test_everybody_is_told_of_a_new_rule(cast: Cast, news: News) -> None:
    room = change_room(cast.mina, "tea", posting="moderators", slow=21_600)
    [item] = news.of_room(room.pk)
    state = json.loads(item.frame)["room_state"]
    assert (state["posting"], state["slow"]) == ("moderators", 21_600)
    assert item.rev == room.rev == room.state_rev


# How often


@pytest.fixture
def slow(cast: Cast) -> Room:
    return change_room(cast.mina, "tea", slow=30)


def test_a_member_waits_between_two_messages(cast: Cast, slow: Room) -> None:
    assert isinstance(post(cast.jonas), Posted)
    refused = post(cast.jonas)
    assert isinstance(refused, RateLimited)
    assert refused.retry_after is not None
    assert 29 < refused.retry_after <= 30
    assert refused.message.startswith("Slow mode is on in this room: one message every 30 seconds. Wait 30 seconds ")


def test_one_passes_when_the_wait_is_over_and_not_before(cast: Cast, slow: Room) -> None:
    post(cast.jonas)
    passed(29.5, cast.jonas)
    early = post(cast.jonas)
    assert isinstance(early, RateLimited)
    assert (early.retry_after or 0) <= 0.5
    passed(0.5, cast.jonas)
    assert isinstance(post(cast.jonas), Posted)


def test_each_member_waits_for_themselves(cast: Cast, slow: Room) -> None:
    assert all(isinstance(post(one), Posted) for one in (cast.jonas, cast.rosa))
    assert all(isinstance(post(one), RateLimited) for one in (cast.jonas, cast.rosa))


def test_owners_and_moderators_and_the_owner_of_the_site_wait_for_nothing(cast: Cast, slow: Room) -> None:
    change_room(cast.jonas, "laser-cutter", slow=30)
    for person, room in (
        (cast.mina, "tea"),
        (cast.priya, "tea"),
        (cast.jonas, "laser-cutter"),
        (cast.mina, "laser-cutter"),
    ):
        assert [isinstance(post(person, room), Posted) for _ in range(2)] == [True, True]


def test_two_of_one_batch_are_as_two_that_come_one_after_the_other(cast: Cast, slow: Room) -> None:
    outcomes = post_messages([NewPost(cast.jonas.pk, "tea", uuid.uuid4(), "Hello") for _ in range(3)])
    assert [isinstance(outcome, Posted) for outcome in outcomes] == [True, False, False]


def test_a_refused_message_does_not_begin_the_wait_again(cast: Cast, slow: Room) -> None:
    post(cast.jonas)
    passed(20, cast.jonas)
    assert isinstance(post(cast.jonas), RateLimited)
    passed(10, cast.jonas)
    assert isinstance(post(cast.jonas), Posted)


def test_slow_mode_counts_what_was_written_before_it_began(cast: Cast) -> None:
    post(cast.jonas)
    change_room(cast.mina, "tea", slow=30)
    assert isinstance(post(cast.jonas), RateLimited)


def test_another_room_is_not_slow(cast: Cast, slow: Room) -> None:
    add_member(cast.mina, "laser-cutter", "rosa")
    post(cast.rosa)
    assert isinstance(post(cast.rosa, "laser-cutter"), Posted)


def test_a_clock_that_was_set_back_makes_nobody_wait_for_it(cast: Cast, slow: Room) -> None:
    post(cast.jonas)
    passed(-3600, cast.jonas)
    assert isinstance(post(cast.jonas), Posted)


def test_what_is_brought_in_from_earlier_waits_for_nothing(cast: Cast, slow: Room) -> None:
    earlier = timezone.now() - timedelta(days=1)
    posts = [NewPost(cast.jonas.pk, "tea", uuid.uuid4(), "Hello", created=earlier) for _ in range(2)]
    assert all(isinstance(outcome, Posted) for outcome in post_messages(posts))
    assert isinstance(post(cast.jonas), Posted)


def test_rules_cost_one_question_where_members_write_and_none_elsewhere(cast: Cast, slow: Room) -> None:
    asked = []
    for person, room in ((cast.jonas, "laser-cutter"), (cast.priya, "tea"), (cast.jonas, "tea")):
        with CaptureQueriesContext(connection) as captured:
            assert isinstance(post(person, room), Posted)
        asked.append(len(captured))
    assert asked == [asked[0], asked[0], asked[0] + 1]


# What spoils nothing for others


@pytest.mark.parametrize("sign", ["@", "#", ":"])
def test_who_names_too_many_is_refused_and_spoils_nobody_elses_post(cast: Cast, sign: str) -> None:
    names = [f"{sign}a{number}{':' * (sign == ':')}" for number in range(800)]
    many = [by(cast.rosa, " ".join(names).replace("a", f"a{one}")) for one in range(45)]
    *refused, fits, mine = post_messages([*many, by(cast.rosa, " ".join(names[:100])), by(cast.jonas, "Hello")])
    assert all(isinstance(one, Invalid) for one in refused)
    assert isinstance(fits, Posted)
    assert isinstance(mine, Posted)


def by(person: Person, body: str) -> NewPost:
    return NewPost(person.pk, "tea", uuid.uuid4(), body)
