"""Deliveries and browsers that several people and workers change at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hubbub.models import Delivery, Subscription
from hubbub.operations.deliveries import Outcome, claim, settle
from hubbub.operations.messages import edit_message, post_message
from hubbub.operations.subscriptions import unsubscribe
from tests.operations.test_subscriptions import browser
from tests.support.cast import Cast
from tests.support.push import subscribe
from tests.support.threads import at_once
from tests.support.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def somebody_waits() -> bool:
    """SQLite has one writer at a time, and the others wait from their beginning on."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_locks WHERE NOT granted")
        return cursor.fetchone() is not None


def test_a_browser_may_go_while_an_edit_names_its_person(cast: Cast) -> None:
    subscription = subscribe(cast.rosa, browser())
    post_message(cast.jonas, "tea", "Hello")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            edit_message(cast.jonas, "tea", 1, "Hello @rosa")
            going = pool.submit(at_once, partial(unsubscribe, cast.rosa, subscription.pk))
            eventually(lambda: going.done() or somebody_waits())
        going.result(30)
    assert not Subscription.objects.exists()
    assert Delivery.objects.get().subscription is None


def test_workers_settle_in_one_order(cast: Cast) -> None:
    for person in (cast.rosa, cast.priya):
        subscribe(person, browser(person.username))
    edit_message(cast.jonas, "tea", post_message(cast.jonas, "tea", "Hello").number, "Hello @rosa @priya")
    Delivery.objects.update(due=timezone.now())
    [first, second] = sorted(claim(lambda hosts: [True for _ in hosts]), key=lambda one: one.delivery)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            settle([(first, Outcome("sent"))])
            going = pool.submit(at_once, partial(settle, [(second, Outcome("sent")), (first, Outcome("sent"))]))
            eventually(lambda: going.done() or somebody_waits())
            settle([(second, Outcome("sent"))])
        going.result(30)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
