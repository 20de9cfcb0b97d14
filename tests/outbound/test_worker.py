"""From a message to a notification: the worker looks, decides, sends, tries again. What it sends is read as a browser
reads it."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from hubbub import queries, webpush
from hubbub.models import Delivery, Message, Outgoing, Person, Preferences, Room, Subscription
from hubbub.operations import deliveries, subscriptions
from hubbub.operations.keeping import keep_room
from hubbub.operations.messages import NewPost, delete_message, edit_message, post_message, post_messages
from hubbub.operations.reading import mark_read
from hubbub.operations.rooms import remove_member, start_direct
from hubbub.operations.threads import follow_thread, mark_thread_read
from hubbub.outbound.worker import Worker
from hubbub.threads import in_thread
from tests.outbound.conftest import outcomes, work
from tests.support.cast import Cast
from tests.support.push import HANG, PushService, claims_of, subscribe
from tests.support.waiting import soon

Subscribe = Callable[..., Subscription]


async def say(person: Any, text: str, room: str = "tea") -> int:
    return (await in_thread(post_message, person, room, text)).number


async def test_who_is_mentioned_is_told_who_wrote_what_and_where(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    number = await say(cast.jonas, "Is the *tea* on, @rosa?")
    await work()
    assert service.pushes() == [
        {
            "room": "tea",
            "number": number,
            "tag": "tea!",
            "title": "Jonas Weber in Tea",
            "body": "Is the tea on, @rosa?",
        }
    ]
    assert await in_thread(outcomes) == [("sent", "")]


async def test_nobody_is_told_of_what_does_not_call_for_them(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    for person in (cast.rosa, cast.jonas, cast.eve):
        await in_thread(subscribed, person, person.username)
    await say(cast.jonas, "Just a thought")
    await work()
    assert service.received == []
    assert await in_thread(outcomes) == []


async def test_who_hears_everything_is_told_of_everything_but_their_own(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    for person in (cast.rosa, cast.jonas):
        await in_thread(subscribed, person, person.username)
        await in_thread(keep_room, person, "tea", notify="all")
    await say(cast.jonas, "Just a thought")
    await work()
    assert [push["tag"] for push in service.pushes("rosa")] == ["tea"]
    assert service.pushes("jonas") == []


async def test_in_a_direct_conversation_the_other_is_told(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    room, _ = await in_thread(start_direct, cast.jonas, ["rosa"])
    await say(cast.jonas, "Lunch?", room.name)
    await work()
    [push] = service.pushes()
    assert (push["title"], push["body"], push["room"]) == ("Jonas Weber", "Lunch?", room.name)


async def test_each_browser_of_a_person_is_told(cast: Cast, service: PushService, subscribed: Subscribe) -> None:
    await in_thread(subscribed, cast.rosa, "laptop")
    await in_thread(subscribed, cast.rosa, "phone")
    await say(cast.jonas, "@rosa")
    await work()
    assert len(service.pushes("laptop")) == len(service.pushes("phone")) == 1


async def test_the_request_is_signed_and_says_how_urgent_it_is(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    await say(cast.jonas, "@rosa")
    await work()
    [request] = service.received
    headers = request.headers
    assert (headers["content-encoding"], headers["urgency"], headers["ttl"]) == ("aes128gcm", "high", "86400")
    assert len(headers["topic"]) == 32
    claims = claims_of(headers["authorization"])
    assert (claims["aud"], claims["sub"]) == (service.url, "https://chat.test")
    assert 0 < claims["exp"] - time.time() <= 24 * 3600
    key = webpush.public_key(await in_thread(subscriptions.push_key))
    assert headers["authorization"].endswith(f", k={key}")


async def test_a_name_for_the_last_of_a_room_leaves_mentions_alone(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    await in_thread(keep_room, cast.rosa, "tea", notify="all")
    for text in ("One", "Two", "@rosa"):
        await say(cast.jonas, text)
    await work()
    by_text = {
        push["body"]: (push["tag"], one.headers["topic"])
        for push, one in zip(service.pushes(), service.received, strict=True)
    }
    assert by_text["One"] == by_text["Two"] != by_text["@rosa"]


async def test_who_wants_it_so_is_told_only_that_there_is_news(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    await in_thread(Preferences.objects.create, person=cast.rosa, push_content=False)
    await say(cast.jonas, "@rosa The code of the door is 4711")
    await work()
    [push] = service.pushes()
    assert (push["title"], push["body"]) == ("Hubbub", "New message")


async def test_a_long_message_fits(cast: Cast, service: PushService, subscribed: Subscribe) -> None:
    await in_thread(subscribed, cast.rosa)
    await say(cast.jonas, "@rosa " + "𐌰" * 7_000)
    await work()
    [push] = service.pushes()
    assert push["body"].endswith("…")
    assert len(service.received[0].body) <= 4096


# Decided at the moment of delivery


async def test_a_moment_passes_in_which_who_looks_reads_it(
    cast: Cast, service: PushService, subscribed: Subscribe, settings: Any
) -> None:
    settings.HUBBUB = {**settings.HUBBUB, "PUSH_DELAY": 5}
    await in_thread(subscribed, cast.rosa)
    number = await say(cast.jonas, "@rosa")
    await work()
    assert await in_thread(outcomes) == [("waiting", "")]
    await in_thread(mark_read, cast.rosa, "tea", number)
    await in_thread(make_due)
    await work()
    assert (service.received, await in_thread(outcomes)) == ([], [("dropped", "read")])


def make_due() -> None:
    """As if time had passed."""
    Delivery.objects.update(due=timezone.now())


def deleted(cast: Cast) -> None:
    delete_message(cast.jonas, "tea", 1)


def removed(cast: Cast) -> None:
    remove_member(cast.mina, "tea", "rosa")


def closed(cast: Cast) -> None:
    user = cast.rosa.user
    assert user
    user.is_active = False
    user.save()


def old(cast: Cast) -> None:
    Message.objects.update(created=timezone.now() - dt.timedelta(minutes=61))


def resting(cast: Cast) -> None:
    Preferences.objects.create(person=cast.rosa, dnd_until=timezone.now() + dt.timedelta(minutes=1))


CHANGES: dict[str, Callable[[Cast], Any]] = {
    "deleted": deleted,
    "left": removed,
    "signed_out": closed,
    "late": old,
    "resting": resting,
    "nothing": lambda cast: keep_room(cast.rosa, "tea", notify="nothing"),
    "muted": lambda cast: queries.membership_in(cast.rosa, "tea").room.memberships.update(muted=True),
    "unmentioned": lambda cast: edit_message(cast.jonas, "tea", 1, "Never mind"),
    "read": lambda cast: mark_read(cast.rosa, "tea", 1),
    "removed": lambda cast: Subscription.objects.all().delete(),
}


@pytest.mark.parametrize("reason", CHANGES)
async def test_what_has_changed_meanwhile_is_heeded(
    cast: Cast, service: PushService, subscribed: Subscribe, reason: str
) -> None:
    await in_thread(subscribed, cast.rosa)
    await say(cast.jonas, "@rosa")
    await in_thread(deliveries.queue_room, cast.tea.pk)
    await in_thread(CHANGES[reason], cast)
    await work()
    assert (service.received, await in_thread(outcomes)) == ([], [("dropped", reason)])


async def test_a_message_that_is_deleted_before_anybody_looks_is_no_news(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    await say(cast.jonas, "@rosa")
    await in_thread(deleted, cast)
    await work()
    assert (service.received, await in_thread(outcomes)) == ([], [])


async def test_an_edit_that_names_somebody_tells_them_and_only_once(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    number = await say(cast.jonas, "Tea?")
    await work()
    for text in ("Tea, @rosa?", "Tea, anybody?", "Tea, @rosa or @mina?"):
        await in_thread(edit_message, cast.jonas, "tea", number, text)
        await work()
    assert [push["body"] for push in service.pushes()] == ["Tea, @rosa?"]


def said(cast: Cast, thread: int | None) -> None:
    """A root that Rosa and Mina follow, and two messages that they have read."""
    post_message(cast.jonas, "tea", "The root")
    for person in (cast.rosa, cast.mina):
        follow_thread(person, "tea", 1)
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), body, thread=thread) for body in ("Tea?", "Anybody?")])
    for person in (cast.rosa, cast.mina):
        reads(person, 2, thread)


def reads(person: Person, number: int, thread: int | None) -> None:
    if thread:
        mark_thread_read(person, "tea", thread, number)
    else:
        mark_read(person, "tea", number)


@pytest.mark.parametrize("thread", [None, 1])
async def test_an_edit_that_names_who_has_read_past_it_tells_them_unless_they_read_on(
    cast: Cast, service: PushService, subscribed: Subscribe, thread: int | None
) -> None:
    for person in (cast.rosa, cast.mina):
        await in_thread(subscribed, person, person.username)
    await in_thread(said, cast, thread)
    await in_thread(edit_message, cast.jonas, "tea", 2, "Tea, @rosa @mina?")
    await in_thread(reads, cast.mina, 3, thread)
    await work()
    assert await in_thread(decided, 2) == {("rosa", "sent", ""), ("mina", "dropped", "read")}


def decided(number: int) -> set[tuple[str, str, str]]:
    return set(Delivery.objects.filter(message__number=number).values_list("browser", "state", "reason"))


async def test_who_is_named_again_before_they_were_told_is_told(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    number = await say(cast.jonas, "Tea, @rosa?")
    await in_thread(deliveries.queue_room, cast.tea.pk)
    await in_thread(edit_message, cast.jonas, "tea", number, "Tea?")
    await work()
    await in_thread(edit_message, cast.jonas, "tea", number, "Tea, dear @rosa?")
    await work()
    assert [push["body"] for push in service.pushes()] == ["Tea, dear @rosa?"]


async def test_a_browser_is_not_told_of_what_was_said_before_it_came(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await say(cast.jonas, "@rosa")
    await in_thread(subscribed, cast.rosa)
    await work()
    assert service.received == []


# Push services that are slow, busy or gone


@pytest.mark.parametrize("status", [429, 500, 503, 408])
async def test_what_a_busy_service_refuses_is_tried_again(
    cast: Cast, service: PushService, subscribed: Subscribe, status: int
) -> None:
    await in_thread(subscribed, cast.rosa)
    service.answers.append(status)
    await say(cast.jonas, "@rosa")
    await work()
    row = await in_thread(Delivery.objects.get)
    assert (row.state, row.reason, row.attempts) == ("waiting", "busy", 1)
    assert 0 < (row.due - timezone.now()).total_seconds() <= 7.5
    await in_thread(make_due)
    await work()
    assert len(service.pushes()) == 2
    assert await in_thread(outcomes) == [("sent", "")]


async def test_it_is_not_tried_again_before_the_service_wants_it(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    service.answers.append((429, {"Retry-After": "120"}))
    await say(cast.jonas, "@rosa")
    await work()
    row = await in_thread(Delivery.objects.get)
    assert 110 < (row.due - timezone.now()).total_seconds() <= 120


async def test_after_six_attempts_it_is_given_up(cast: Cast, service: PushService, subscribed: Subscribe) -> None:
    await in_thread(subscribed, cast.rosa)
    service.always = 503
    await say(cast.jonas, "@rosa")
    for _ in range(8):
        await work()
        await in_thread(make_due)
    assert len(service.received) == 6
    assert await in_thread(outcomes) == [("failed", "busy")]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_forgotten(
    cast: Cast, service: PushService, subscribed: Subscribe, status: int
) -> None:
    await in_thread(subscribed, cast.rosa, "laptop")
    await in_thread(subscribed, cast.rosa, "phone")
    service.answers.append(status)
    await say(cast.jonas, "@rosa")
    await work()
    left = await in_thread(list, Subscription.objects.values_list("label", flat=True))
    assert len(left) == 1
    assert sorted(await in_thread(outcomes)) == [("failed", "gone"), ("sent", "")]


@pytest.mark.parametrize("status", [400, 401, 403, 413, 301])
async def test_a_plain_refusal_is_final_and_costs_no_browser(
    cast: Cast, service: PushService, subscribed: Subscribe, status: int
) -> None:
    await in_thread(subscribed, cast.rosa)
    service.answers.append((status, {"Location": f"{service.url}/elsewhere"}))
    await say(cast.jonas, "@rosa")
    await work()
    assert await in_thread(outcomes) == [("failed", "refused")]
    assert len(service.received) == await in_thread(Subscription.objects.count) == 1


async def test_a_service_that_hangs_holds_up_nobody_else(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    """Twenty browsers at a service that says nothing for ever, and one at another service."""
    await in_thread(keep_room, cast.priya, "tea", notify="all")
    with PushService() as frozen:
        frozen.always = HANG
        for number in range(20):
            await in_thread(subscribe_at, frozen, cast.priya, f"frozen-{number}")
        await in_thread(subscribed, cast.rosa)
        await say(cast.jonas, "@rosa")
        worker = Worker()
        running = asyncio.ensure_future(worker.run())
        await soon(lambda: service.received, within=8)
        assert len(frozen.received) <= 4
        worker.stop()
        await running
    states = await in_thread(outcomes)
    assert states.count(("sent", "")) == 1
    assert states.count(("waiting", "")) == 20


def subscribe_at(service: PushService, person: Any, name: str) -> Subscription:
    return subscribe(person, service.browser(name))


async def test_one_that_cannot_be_reached_is_tried_again(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    row = await in_thread(subscribed, cast.rosa)
    row.endpoint = "http://127.0.0.1:9/send/laptop"
    await in_thread(row.save)
    await say(cast.jonas, "@rosa")
    await work()
    assert await in_thread(outcomes) == [("waiting", "unreachable")]


async def test_an_address_that_has_become_private_is_not_asked(
    cast: Cast, service: PushService, subscribed: Subscribe, settings: Any
) -> None:
    await in_thread(subscribed, cast.rosa)
    settings.HUBBUB = {**settings.HUBBUB, "PUSH_TO_LOOPBACK": False}
    await say(cast.jonas, "@rosa")
    await work()
    assert (service.received, await in_thread(outcomes)) == ([], [("failed", "not_public")])
    assert not await in_thread(Subscription.objects.exists)


# Workers die, and there are several


async def test_what_a_dead_worker_had_taken_is_sent_by_the_next(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    await say(cast.jonas, "@rosa")
    await in_thread(deliveries.queue_room, cast.tea.pk)
    [taken] = await in_thread(deliveries.claim, lambda hosts: [True] * len(hosts))
    await work()
    assert service.received == []
    await in_thread(make_due)
    await work()
    assert len(service.pushes()) == 1
    late = deliveries.Outcome("failed", "unreachable")
    await in_thread(deliveries.settle, [(taken, late)])
    assert await in_thread(outcomes) == [("sent", "")]


async def test_several_workers_send_each_once(cast: Cast, service: PushService, subscribed: Subscribe) -> None:
    await in_thread(subscribed, cast.rosa)
    await in_thread(keep_room, cast.rosa, "tea", notify="all")
    for number in range(30):
        await say(cast.jonas, f"Message {number}")
    workers = [Worker() for _ in range(4)]
    for _ in range(30):  # who looks while another has the rows locked finds none
        await asyncio.gather(*(worker.round() for worker in workers))
        await asyncio.gather(*(worker.idle() for worker in workers))
    assert sorted(push["number"] for push in service.pushes()) == [*range(1, 31)]


async def test_a_room_with_more_than_a_batch_is_looked_at_whole(
    cast: Cast, service: PushService, subscribed: Subscribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "BATCH", 4)
    await in_thread(subscribed, cast.rosa)
    for number in range(11):
        await say(cast.jonas, f"@rosa {number}")
    await work()
    assert len(await in_thread(outcomes)) == 11


async def test_of_a_long_silence_only_the_last_hour_is_looked_at(
    cast: Cast, service: PushService, subscribed: Subscribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "BATCH", 4)
    await in_thread(subscribed, cast.rosa)
    await in_thread(Subscription.objects.update, created=timezone.now() - dt.timedelta(days=9))
    for number in range(11):
        await say(cast.jonas, f"@rosa {number}")
    await in_thread(Message.objects.filter(number__lte=8).update, created=timezone.now() - dt.timedelta(hours=3))
    await work()
    assert sorted(push["number"] for push in service.pushes()) == [9, 10, 11]
    mark = await in_thread(Outgoing.objects.get, room__name="tea")
    assert mark.number == await in_thread(lambda: Room.objects.get(name="tea").last_number)


async def test_a_worker_hears_at_once_of_what_its_process_posts(
    cast: Cast, service: PushService, subscribed: Subscribe
) -> None:
    await in_thread(subscribed, cast.rosa)
    worker = Worker()
    await worker.round()
    running = asyncio.ensure_future(worker.run())
    await asyncio.sleep(0)
    started = time.monotonic()
    await say(cast.jonas, "@rosa")
    await soon(lambda: service.received)
    assert time.monotonic() - started < 4.5, "It waited for its next look at everything."
    worker.stop()
    await running
