"""Whom a message is queued for, how deliveries are taken, and what is kept of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from hubbub.models import Delivery, Membership, Message, Subscription, ThreadFollower
from hubbub.operations import deliveries
from hubbub.operations.deliveries import claim, clean_deliveries, queue_room, settle
from hubbub.operations.keeping import keep_room
from hubbub.operations.messages import post_message
from hubbub.queries import Busy
from tests.operations.test_subscriptions import browser
from tests.support.cast import Cast
from tests.support.push import subscribe


@pytest.fixture
def subscribed(cast: Cast, settings: Any) -> Cast:
    """Everybody takes pushes, in a browser that is called as they are."""
    settings.HUBBUB = {**settings.HUBBUB, "PUSH_DELAY": 0}
    for person in cast.people:
        subscribe(person, browser(person.username))
    return cast


def queued(cast: Cast) -> set[tuple[str, str]]:
    """Who, and why."""
    queue_room(cast.tea.pk)
    return set(Delivery.objects.values_list("browser", "cause"))


def test_a_mention_is_queued_whatever_one_hears_of(subscribed: Cast) -> None:
    keep_room(subscribed.rosa, "tea", notify="nothing")
    Membership.objects.filter(person=subscribed.priya).update(muted=True)
    post_message(subscribed.jonas, "tea", "@rosa @priya @jonas @eve")
    assert queued(subscribed) == {("rosa", "mention"), ("priya", "mention")}


def test_who_hears_everything_hears_it_unless_the_room_is_muted(subscribed: Cast) -> None:
    for person in (subscribed.rosa, subscribed.priya):
        keep_room(person, "tea", notify="all")
    Membership.objects.filter(person=subscribed.priya).update(muted=True)
    post_message(subscribed.jonas, "tea", "Hello")
    assert queued(subscribed) == {("rosa", "all")}


def test_a_call_to_everybody_is_one_to_all_but_its_author(subscribed: Cast) -> None:
    post_message(subscribed.jonas, "tea", "Hello")
    Message.objects.update(calls="all")
    assert queued(subscribed) == {(name, "call") for name in ("mina", "priya", "rosa")}


def test_what_stands_in_a_thread_goes_to_who_follows_it(subscribed: Cast) -> None:
    keep_room(subscribed.priya, "tea", notify="all")
    post_message(subscribed.jonas, "tea", "The root")
    root = Message.objects.get()
    queue_room(subscribed.tea.pk)
    Delivery.objects.all().delete()
    for person, follows in ((subscribed.rosa, True), (subscribed.mina, False)):
        ThreadFollower.objects.create(message=root, person=person, following=follows)
    post_message(subscribed.jonas, "tea", "The reply")
    Message.objects.filter(number=2).update(thread=1, in_room=False)
    assert queued(subscribed) == {("rosa", "thread")}


@pytest.mark.parametrize("change", [{"kind": "system"}, {"body": "", "deleted": timezone.now()}])
def test_what_the_room_says_itself_and_what_is_deleted_calls_for_nobody(
    subscribed: Cast, change: dict[str, Any]
) -> None:
    keep_room(subscribed.rosa, "tea", notify="all")
    post_message(subscribed.jonas, "tea", "Hello")
    Message.objects.update(**change)
    assert queued(subscribed) == set()


def test_looking_twice_queues_once(subscribed: Cast) -> None:
    post_message(subscribed.jonas, "tea", "@rosa")
    assert queued(subscribed) == queued(subscribed)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("messages", [1, 50])
def test_looking_at_a_room_asks_a_fixed_number_of_queries(
    subscribed: Cast, django_assert_num_queries: Any, messages: int
) -> None:
    post_message(subscribed.jonas, "tea", "Hello")
    queue_room(subscribed.tea.pk)
    keep_room(subscribed.rosa, "tea", notify="all")
    for _ in range(messages):
        post_message(subscribed.jonas, "tea", "@rosa")
    with django_assert_num_queries(10):
        queue_room(subscribed.tea.pk)
    assert Delivery.objects.count() == messages


def waiting(*browsers: str) -> None:
    """One delivery each, in the order in which they are due."""
    now = timezone.now()
    for seconds, name in enumerate(reversed(browsers), 1):
        row = Subscription.objects.get(label=name)
        due = now - dt.timedelta(seconds=seconds)
        Delivery.objects.create(person=row.person, subscription=row, browser=name, cause="test", due=due)


def everything(hosts: Any) -> list[bool]:
    return [True] * len(hosts)


def names(claims: list[deliveries.Claim]) -> list[str]:
    return [Delivery.objects.get(pk=one.delivery).browser for one in claims]


def test_the_oldest_is_taken_first_and_by_nobody_else(subscribed: Cast) -> None:
    waiting("rosa", "jonas")
    assert names(claim(everything)) == ["rosa", "jonas"]
    assert claim(everything) == []


def test_only_what_may_be_asked_now_is_taken(subscribed: Cast) -> None:
    Subscription.objects.filter(label="jonas").update(host="elsewhere.example")
    waiting("rosa", "jonas", "mina")
    busy = Busy(frozenset({"push.example.net"}))
    assert names(claim(everything, busy)) == ["jonas"]
    assert names(claim(everything, Busy(people=frozenset({subscribed.rosa.pk})))) == ["mina"]
    assert names(claim(lambda ways: [False])) == []


def test_what_is_not_due_is_not_taken(subscribed: Cast) -> None:
    waiting("rosa")
    Delivery.objects.update(due=timezone.now() + dt.timedelta(seconds=1))
    assert claim(everything) == []


def test_another_attempt_comes_when_it_is_due(subscribed: Cast) -> None:
    waiting("rosa")
    [first] = claim(everything)
    settle([(first, deliveries.Outcome("waiting", "busy", 0))])
    [second] = claim(everything)
    assert (first.attempt, second.attempt) == (1, 2)


def settled_as(name: str, *states: str) -> None:
    """One delivery after the other to this browser."""
    for state in states:
        waiting(name)
        settle([(one, deliveries.Outcome(state)) for one in claim(everything)])


@pytest.mark.parametrize(
    ("states", "stays"),
    [(["failed"] * 9, True), (["failed"] * 10, False), (["failed"] * 9 + ["sent"] + ["failed"] * 9, True)],
)
def test_a_browser_that_nothing_reaches_for_ten_times_is_forgotten(
    subscribed: Cast, states: list[str], stays: bool
) -> None:
    settled_as("rosa", *states)
    assert Subscription.objects.filter(label="rosa").exists() == stays
    assert Subscription.objects.count() == 4 + stays


def test_a_host_is_one_whatever_its_port(cast: Cast) -> None:
    for port in (443, 8443):
        subscribe(cast.rosa, browser(f"at-{port}", endpoint=f"https://push.example.net:{port}/{port}"))
    assert set(Subscription.objects.values_list("host", flat=True)) == {"push.example.net"}


def test_of_a_person_the_last_hundred_are_kept_and_nothing_older_than_a_week(subscribed: Cast) -> None:
    now = timezone.now()
    for name, count in (("rosa", 103), ("jonas", 2)):
        row = Subscription.objects.get(label=name)
        settled = {"state": "sent", "settled": now, "due": now, "cause": "test", "person": row.person}
        Delivery.objects.bulk_create(Delivery(subscription=row, browser=name, **settled) for _ in range(count))
    waiting("rosa")
    Delivery.objects.filter(browser="jonas").update(settled=now - dt.timedelta(days=8))
    clean_deliveries()
    left = Delivery.objects.values_list("browser", "state")
    assert sorted(left) == sorted([("rosa", "sent")] * 100 + [("rosa", "waiting")])
