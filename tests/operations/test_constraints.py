"""The database itself refuses each row that must not be, whoever writes it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from hubbub.models import (
    Delivery,
    Membership,
    Mention,
    Message,
    Person,
    Preferences,
    PushKey,
    Reaction,
    Room,
    Saved,
    Site,
    Subscription,
    ThreadFollower,
)
from hubbub.operations.messages import post_message, react
from tests.support.cast import Cast

NOON = dt.time(12)


@pytest.fixture
def said(cast: Cast) -> Cast:
    post_message(cast.jonas, "tea", "Hello @mina")
    react(cast.rosa, "tea", 1, "👍")
    return cast


def message(cast: Cast, **fields: Any) -> Message:
    usual = {"number": 2, "rev": 99, "author": cast.jonas, "client_id": uuid.uuid4(), "body": "Hello"}
    return Message(room=cast.tea, **(usual | fields))


def room(**fields: Any) -> Room:
    return Room(**({"name": "new", "key": "new", "title": "New"} | fields))


def twice(model: type[Any], **fields: Any) -> Any:
    model(**fields).save()
    return model(**fields)


WAITING: dict[str, Any] = {"cause": "all", "due": timezone.now(), "person_id": 1, "browser": "laptop"}


def subscription(cast: Cast) -> Subscription:
    WAITING["person_id"] = cast.mina.pk
    return Subscription.objects.get_or_create(person=cast.mina, digest="x", label="laptop")[0]


def first() -> Message:
    return Message.objects.get()


WRONG: dict[str, Callable[[Cast], Any]] = {
    "hubbub_message_number": lambda cast: message(cast, number=1),
    "hubbub_message_rev": lambda cast: message(cast, rev=first().rev),
    "hubbub_message_once": lambda cast: message(cast, client_id=first().client_id),
    "hubbub_message_counts_from_one": lambda cast: message(cast, number=0),
    "hubbub_message_kind": lambda cast: message(cast, kind="bot"),
    "hubbub_deleted_is_empty": lambda cast: message(cast, deleted=first().created),
    "hubbub_reply_looks_back": lambda cast: message(cast, reply_to=2),
    "hubbub_thread_hangs_on_a_message": lambda cast: message(cast, thread=2),
    "hubbub_message_calls": lambda cast: message(cast, calls="them"),
    "hubbub_thread_follower_once": lambda cast: twice(ThreadFollower, message=first(), person=cast.mina),
    "hubbub_saved_once": lambda cast: twice(Saved, message=first(), person=cast.mina),
    "hubbub_mention_once": lambda cast: Mention(message=first(), room=cast.tea, person=cast.mina, number=1),
    "hubbub_reaction_once": lambda cast: Reaction(message=first(), person=cast.rosa, emoji="👍"),
    "hubbub_room_kind": lambda _: room(kind="secret"),
    "hubbub_direct_room_has_its_people": lambda _: room(kind="direct"),
    "hubbub_room_clock": lambda _: room(rev=1, state_rev=2),
    "hubbub_room_shows_its_last": lambda _: room(last_shown=1),
    "hubbub_room_posting": lambda _: room(posting="some"),
    "hubbub_room_calling": lambda _: room(calling="some"),
    "hubbub_default_room_is_public": lambda _: room(kind="private", default=True),
    "hubbub_member_once": lambda cast: Membership(room=cast.tea, person=cast.mina, rev=1),
    "hubbub_member_role": lambda cast: Membership(room=cast.tea, person=cast.eve, rev=1, role="king"),
    "hubbub_member_notify": lambda cast: Membership(room=cast.tea, person=cast.eve, rev=1, notify="loud"),
    "hubbub_member_read": lambda cast: Membership(room=cast.tea, person=cast.eve, rev=1, read_number=-1),
    "hubbub_quiet_hours_begin_and_end": lambda cast: Preferences(person=cast.mina, dnd_from=dt.time(22)),
    "hubbub_one_push_key": lambda _: PushKey(pk=2, private="x"),
    "hubbub_delivery_once": lambda cast: twice(Delivery, message=first(), subscription=subscription(cast), **WAITING),
    "hubbub_delivery_cause": lambda cast: Delivery(person=cast.mina, **{**WAITING, "cause": "noise"}),
    "hubbub_delivery_settled": lambda cast: Delivery(person=cast.mina, **{**WAITING, "state": "sent"}),
    "hubbub_one_site": lambda _: Site(pk=2),
    "hubbub_site_sign_up": lambda _: Site(pk=1, sign_up="maybe"),
    "hubbub_site_notify": lambda _: Site(pk=1, notify="default"),
}


@pytest.mark.parametrize("constraint", WRONG)
def test_the_database_refuses(said: Cast, constraint: str) -> None:
    row = WRONG[constraint](said)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=row.pk is None)


def test_every_constraint_of_every_table_has_its_wrong_row() -> None:
    models = apps.get_app_config("hubbub").get_models()
    assert {one.name for model in models for one in model._meta.constraints} == WRONG.keys()


ALSO_WRONG: dict[str, Callable[[Cast], Any]] = {
    "a direct room's key on another room": lambda _: room(direct_key="x"),
    "two rooms of one name": lambda _: room(name="tea"),
    "two rooms that look alike": lambda _: room(key="tea"),
    "a negative rev": lambda _: room(rev=-1, state_rev=-1),
    "a negative number": lambda _: room(last_number=-1),
    "two people that look alike": lambda _: Person(username="Mina", key="mina", name="Mina"),
    "a message out of its room's timeline without a thread": lambda cast: message(cast, in_room=False),
    "a thread in a thread": lambda cast: message(cast, thread=1, replies=1),
    "quiet hours of no length": lambda cast: Preferences(person=cast.mina, dnd_from=NOON, dnd_to=NOON),
    "a reply to nothing": lambda cast: message(cast, reply_to=0),
    "the html of a deleted message": lambda cast: message(cast, body="", html="<p>", deleted=first().created),
}


@pytest.mark.parametrize("what", ALSO_WRONG)
def test_it_refuses_also(said: Cast, what: str) -> None:
    row = ALSO_WRONG[what](said)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_right_rows_are_taken(said: Cast) -> None:
    message(said, reply_to=1, body="", deleted=first().created).save()
    room(kind="direct", direct_key="x").save()
    Membership(room=said.tea, person=said.eve, rev=1).save()
