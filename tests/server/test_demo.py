"""The community of `hubbub demo`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from hubbub.models import Message, Person, Reaction, Room
from hubbub.server.demo.build import build

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def demo(seed: int = 7) -> None:
    build(users=6, rooms=4, messages=150, seed=seed, password="kettle-bridge-41", until=NOON)


def said() -> list[tuple[Any, ...]]:
    """Everything that stands in the rooms."""
    fields = ("room__title", "number", "rev", "client_id", "body", "author__username", "reply_to", "created")
    return list(Message.objects.order_by("pk").values_list(*fields))


def said_once(seed: int) -> list[tuple[Any, ...]]:
    """The same of a site that is forgotten again."""
    with transaction.atomic():
        demo(seed)
        sayings = said()
        transaction.set_rollback(True)
    return sayings


def test_the_same_seed_says_the_same() -> None:
    first = said_once(7)
    assert len(first) == 150
    assert said_once(7) == first
    assert said_once(8) != first


def test_a_second_demo_leaves_the_first_alone() -> None:
    demo()
    before = said()
    demo()
    assert said() == before


def test_it_looks_like_a_place_where_people_talk() -> None:
    demo()
    assert Person.objects.count() == 6
    assert set(Room.objects.filter(kind="public").values_list("name", flat=True)) == {
        "announcements",
        "electronics",
        "laser-cutter",
        "tea",
    }
    assert Room.objects.filter(kind="direct").exists()
    assert Message.objects.filter(reply_to__isnull=False).exists()
    assert Message.objects.filter(edited__isnull=False).exists()
    assert Message.objects.exclude(html=None).exists()
    assert Reaction.objects.exists()


def test_time_goes_forward_in_every_room_and_ends_before_now() -> None:
    demo()
    for room in Room.objects.all():
        times = list(room.messages.order_by("number").values_list("created", flat=True))
        assert times == sorted(times)
    assert Message.objects.latest("created").created < NOON


def test_the_first_person_owns_a_new_site_and_a_few_can_sign_in() -> None:
    demo()
    people = Person.objects.order_by("pk")
    assert [person.user.is_superuser for person in people] == [True, False, False, False, False, False]
    assert [person.user.has_usable_password() for person in people] == [True, True, True, True, True, False]
