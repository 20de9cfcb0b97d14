"""Browsers that take pushes: how they come and go, and what ends them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from hubbub import credentials, queries, webpush
from hubbub.digests import digest
from hubbub.errors import Conflict, Invalid, NotFound, Unauthorized
from hubbub.models import ApiToken, Delivery, Person, PushKey, Subscription
from hubbub.operations import subscriptions
from hubbub.operations.people import create_token, revoke_token
from tests.support.cast import Cast
from tests.support.push import Browser, subscribe


def browser(name: str = "laptop", **changes: Any) -> dict[str, Any]:
    made = Browser()
    endpoint = f"https://push.example.net/send/{name}"
    return {"endpoint": endpoint, "keys": {"p256dh": made.p256dh, "auth": made.auth}, "label": name, **changes}


def test_the_key_is_made_once_and_kept(db: None) -> None:
    key = subscriptions.push_key()
    assert webpush.public_key(key)
    assert subscriptions.push_key() == key == PushKey.objects.get().private


def test_a_host_may_have_a_key_of_its_own(db: None, settings: Any) -> None:
    own = webpush.new_key()
    settings.HUBBUB = {**settings.HUBBUB, "PUSH_KEY": own}
    assert subscriptions.push_key() == own
    assert not PushKey.objects.exists()


def test_the_same_browser_again_is_the_same(cast: Cast, django_assert_num_queries: Any) -> None:
    said = browser()
    first = subscribe(cast.rosa, said)
    with django_assert_num_queries(2):  # one of them looks after the token
        assert subscribe(cast.rosa, said) == first
    renewed = subscribe(cast.rosa, browser(label="My laptop"), digest="another token")
    assert (renewed.pk, renewed.label, renewed.credential) == (first.pk, "My laptop", "another token")


def test_under_another_account_it_is_theirs_and_the_first_hears_nothing_more(cast: Cast) -> None:
    subscriptions.try_push(cast.rosa, subscribe(cast.rosa, browser()).pk)
    subscribe(cast.eve, browser())
    assert queries.subscriptions(cast.rosa) == []
    assert [row.label for row in queries.subscriptions(cast.eve)] == ["laptop"]
    assert Delivery.objects.get().subscription is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endpoint": "http://push.example.net/"}, "endpoint"),
        ({"endpoint": "https://127.0.0.1/"}, "endpoint"),
        ({"endpoint": "http://127.0.0.1/"}, "endpoint"),
        ({"endpoint": "https://localhost/"}, "endpoint"),
        ({"endpoint": "nonsense"}, "endpoint"),
        ({"endpoint": f"https://{'a.' * 150}example/"}, "endpoint"),
        ({"keys": {"p256dh": "AAAA", "auth": "AAAA"}}, "keys"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        subscribe(cast.rosa, browser(**change))
    assert field in refused.value.fields
    assert not Subscription.objects.exists()


def test_a_person_has_twenty_browsers_at_most(cast: Cast) -> None:
    for number in range(20):
        subscribe(cast.rosa, browser(f"browser-{number}"))
    subscribe(cast.rosa, browser("browser-7"))
    with pytest.raises(Conflict, match="20 browsers"):
        subscribe(cast.rosa, browser("browser-20"))
    subscribe(cast.eve, browser("browser-20"))


def test_one_removes_ones_own_and_no_other(cast: Cast) -> None:
    row = subscribe(cast.rosa, browser())
    with pytest.raises(NotFound):
        subscriptions.unsubscribe(cast.eve, row.pk)
    subscriptions.unsubscribe(cast.rosa, row.pk)
    with pytest.raises(NotFound):
        subscriptions.unsubscribe(cast.rosa, row.pk)


def test_one_test_is_under_way_at_a_time_and_only_to_ones_own(cast: Cast) -> None:
    row = subscribe(cast.rosa, browser())
    assert subscriptions.try_push(cast.rosa, row.pk) == subscriptions.try_push(cast.rosa, row.pk)
    with pytest.raises(NotFound):
        subscriptions.try_push(cast.eve, row.pk)


# What ends them


def test_signing_out_ends_those_of_that_session(cast: Cast, client: Client) -> None:
    client.force_login(cast.rosa.user)
    key = client.session.session_key or ""
    subscribe(cast.rosa, browser("here"), digest=digest(key))
    subscribe(cast.rosa, browser("elsewhere"), digest="another session")
    client.logout()
    assert [row.label for row in queries.subscriptions(cast.rosa)] == ["elsewhere"]


def test_signing_out_without_a_session_ends_nothing(cast: Cast) -> None:
    subscribe(cast.rosa, browser(), digest=digest(""))
    user_logged_out.send(sender=object, request=None, user=None)
    assert queries.subscriptions(cast.rosa)


def test_revoking_a_token_ends_those_that_came_with_it(cast: Cast) -> None:
    row, token = create_token(cast.rosa)
    subscribe(cast.rosa, browser("program"), digest=digest(token))
    subscribe(cast.rosa, browser("laptop"), digest="a session")
    revoke_token(cast.rosa, row.pk)
    assert [one.label for one in queries.subscriptions(cast.rosa)] == ["laptop"]


def stands(row: Subscription) -> bool:
    return row.pk in queries.standing([Subscription.objects.select_related("person__user").get(pk=row.pk)])


@pytest.fixture
def signed_in(cast: Cast, client: Client) -> Subscription:
    """Rosa's laptop, with a session."""
    client.force_login(cast.rosa.user)
    credential = credentials.from_session(cast.rosa, client.session)
    return subscribe(
        cast.rosa,
        browser(),
        digest=credential.digest,
        session_key=credential.session_key,
        auth_hash=credential.auth_hash,
    )


def test_it_stands_while_the_session_or_the_token_does(cast: Cast, signed_in: Subscription) -> None:
    assert stands(signed_in)
    assert stands(subscribe(cast.rosa, browser("program")))


def test_the_key_of_a_session_is_not_to_be_read_from_it(signed_in: Subscription, client: Client) -> None:
    key = client.session.session_key
    assert key not in str(Subscription.objects.values().get())


def test_another_password_ends_it(cast: Cast, signed_in: Subscription) -> None:
    assert cast.rosa.user is not None
    cast.rosa.user.set_password("another-kettle-42")
    cast.rosa.user.save()
    assert not stands(signed_in)


def test_a_closed_account_ends_it(cast: Cast, signed_in: Subscription) -> None:
    get_user_model().objects.filter(username="rosa").update(is_active=False)
    assert not stands(signed_in)


def test_nobody_stands_for_a_person_without_a_user(cast: Cast, signed_in: Subscription) -> None:
    Person.objects.filter(pk=cast.rosa.pk).update(user=None)
    assert not stands(signed_in)
    assert credentials.password_digest(Person.objects.get(pk=cast.rosa.pk)) == ""


def test_a_session_that_has_ended_by_itself_ends_it(signed_in: Subscription) -> None:
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert not stands(signed_in)


def test_a_session_or_a_token_that_is_deleted_behind_our_back_ends_it(cast: Cast, signed_in: Subscription) -> None:
    program = subscribe(cast.rosa, browser("program"))
    Session.objects.all().delete()
    ApiToken.objects.all().delete()
    assert not stands(signed_in)
    assert not stands(program)


def test_another_secret_key_of_the_site_ends_it(signed_in: Subscription, settings: Any) -> None:
    settings.SECRET_KEY = "another"
    assert not stands(signed_in)


def test_who_was_signed_out_meanwhile_subscribes_no_more(cast: Cast) -> None:
    with pytest.raises(Unauthorized):
        subscribe(cast.rosa, browser(), digest="an ended session", session_key="ended")
    assert not Subscription.objects.exists()
