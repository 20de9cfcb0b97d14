"""Browsers that take pushes for somebody: they come, they go, and they end with the session or token they came with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hubbub import conf, destinations, queries, text, webpush
from hubbub.credentials import SIGN_IN, Credential, standing
from hubbub.digests import digest
from hubbub.errors import Conflict, Invalid, NotFound, Unauthorized
from hubbub.models import Delivery, Person, PushKey, Subscription
from hubbub.sealing import sealed

MOST = 20
LONGEST_LABEL = 80


@dataclass(frozen=True)
class NewSubscription:
    """What a browser says when it subscribes. `origin` is the site as it calls it."""

    endpoint: str
    p256dh: str
    secret: str
    label: str
    origin: str


def push_key() -> str:
    """The site's private key for pushes: the host's, or one that is made on first use and kept in the database."""
    own: str = conf.get("PUSH_KEY")
    return own or PushKey.objects.get_or_create(pk=1, defaults={"private": webpush.new_key()})[0].private


def subscribe(person: Person, new: NewSubscription, credential: Credential) -> Subscription:
    """Take pushes in a browser. The same browser again, also under another account, is the same subscription.

    Raises:
        Unauthorized: the session or token with which the browser asks has ended meanwhile.
        Invalid: an address to which nothing is sent, or keys that are none.
        Conflict: too many browsers of this person.
    """
    found = _destination(new.endpoint)
    if not webpush.can_receive(new.p256dh, new.secret):
        raise _wrong("keys", "These are not the keys of a browser's subscription.")
    values = {
        "person": person,
        "endpoint": new.endpoint,
        "host": found.host,
        "p256dh": new.p256dh,
        "secret": new.secret,
        "label": text.clean_line(new.label, longest=LONGEST_LABEL, what="label"),
        "origin": new.origin,
        "credential": credential.digest,
        "password": digest(credential.auth_hash) if credential.auth_hash else "",
    }
    return _as_it_is(digest(new.endpoint), values) or _kept(person, digest(new.endpoint), values, credential)


def _destination(endpoint: str) -> destinations.Target:
    try:
        return destinations.target(endpoint, loopback=conf.get("PUSH_TO_LOOPBACK"))
    except destinations.NotAllowed as problem:
        raise _wrong("endpoint", f"The address of the push service {problem}.") from problem


def _as_it_is(name: str, values: dict[str, object]) -> Subscription | None:
    """A subscription of which nothing has changed: a page says it each time when it is opened."""
    found = Subscription.objects.select_related("person").filter(digest=name).first()
    return found if found and all(getattr(found, key) == value for key, value in values.items()) else None


@transaction.atomic
def _kept(person: Person, name: str, values: dict[str, object], credential: Credential) -> Subscription:
    """Whoever had this browser before has it no more, and nothing that waits for them is sent to it."""
    Person.objects.select_for_update().get(pk=person.pk)
    if not standing([credential]):
        raise Unauthorized(SIGN_IN)
    forget(Subscription.objects.filter(digest=name).exclude(person=person))
    others = Subscription.objects.filter(person=person).exclude(digest=name)
    if others.count() >= MOST:
        raise Conflict(f"You get pushes in {MOST} browsers already. Remove one of them first.")
    session = sealed(credential.session_key) if credential.session_key else ""
    return Subscription.objects.update_or_create(digest=name, defaults={**values, "session": session})[0]


def unsubscribe(person: Person, subscription_id: int) -> None:
    """Send no more to a browser."""
    if not forget(Subscription.objects.filter(person=person, pk=subscription_id)):
        raise NotFound("There is no such browser among yours.")


def end_subscriptions(credentials: Collection[str]) -> None:
    """Sessions or tokens have ended, by their digests: nothing more is sent to the browsers that came with them."""
    forget(Subscription.objects.filter(credential__in=credentials))


@transaction.atomic
def forget(found: QuerySet[Subscription]) -> int:
    """Delete subscriptions, and return how many there were.

    They are locked first, then what was queued for them, each in one order: what is queued at the same moment is either
    seen here, or finds no browser.
    """
    keys = list(found.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if keys:
        list(Delivery.objects.select_for_update().filter(subscription__in=keys).order_by("pk").values_list("pk"))
        Subscription.objects.filter(pk__in=keys).delete()
    return len(keys)


def try_push(person: Person, subscription_id: int) -> Delivery:
    """Have a test sent to one of one's browsers. While one is on its way there is no second."""
    subscription = queries.subscription(person, subscription_id)
    waiting = subscription.deliveries.filter(cause=Delivery.Cause.TEST, state=Delivery.State.WAITING).first()
    return waiting or Delivery.objects.create(
        person=person,
        subscription=subscription,
        browser=subscription.label,
        cause=Delivery.Cause.TEST,
        due=timezone.now(),
    )


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
