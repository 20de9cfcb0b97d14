"""Who a site's user is in the chat."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model

from hubbub import queries, text, wire
from hubbub.credentials import from_token, from_tokens
from hubbub.errors import Invalid, NotFound, TooLarge, Unauthorized
from hubbub.models import ApiToken, Person, Room
from hubbub.operations.people import _usernames, change_me, create_token, ensure_person, revoke_token
from hubbub.operations.rooms import change_room, create_room
from tests.operations.conftest import News
from tests.support.cast import Cast
from tests.support.threads import at_once


def user(username: str, name: str = "") -> Any:
    """As a host's own model may have them: whatever its usernames are."""
    row = get_user_model().objects.create(username=f"user-{uuid4().hex[:12]}", name=name)
    row.username = username
    return row


def test_a_user_is_a_person_from_the_first_use_on(cast: Cast) -> None:
    person = ensure_person(user("lena", "Lena Berg"))
    assert (person.username, person.name, person.bot) == ("lena", "Lena Berg", False)
    assert ensure_person(person.user) == person


@pytest.mark.parametrize(
    ("username", "called"),
    [
        ("lena@example.org", "lena"),
        ("lena.berg+chat@example.org", "lena.bergchat"),
        ("le na", "lena"),
        ("jonas@example.org", "jonas2"),
        ("JONAS", "JONAS2"),
        ("j\u043enas", "j\u043enas2"),
        ("\uff2c\uff45\uff4e\uff41", "Lena"),
        ("x" * 60, "x" * 24),
        ("@", "person"),
        ("admin@example.org", "admin"),
    ],
)
def test_a_username_of_any_kind_becomes_one_that_can_be_mentioned(cast: Cast, username: str, called: str) -> None:
    person = ensure_person(user(username))
    assert person.username == called
    assert text.clean_username(person.username) == person.username


@pytest.mark.parametrize("username", ["everyone", "here", "-", "..", "\u202egnp"])
def test_a_username_that_cannot_be_becomes_another(cast: Cast, username: str) -> None:
    person = ensure_person(user(username))
    assert person.username != username
    assert text.clean_username(person.username) == person.username


def test_when_all_that_resemble_it_are_taken_it_is_random(cast: Cast) -> None:
    for number in range(11):
        ensure_person(user(f"lena@{number}.example"))
    names = list(Person.objects.order_by("pk").values_list("username", flat=True))[len(cast.people) :]
    assert names[:9] == ["lena", *(f"lena{number}" for number in range(2, 10))]
    assert all(name.startswith("person-") for name in names[9:])


def test_a_user_of_a_host_needs_no_more_than_a_username() -> None:
    host_user = SimpleNamespace(get_username=lambda: 4711)
    assert _usernames(host_user)[0] == "4711"


def test_a_name_that_cannot_be_shown_gives_way_to_the_username(cast: Cast) -> None:
    assert ensure_person(user("lena", "Lena \u202eBerg")).name == "lena"


def test_who_is_new_joins_the_default_rooms_that_are_open(cast: Cast) -> None:
    for name in ("general", "old"):
        create_room(cast.mina, name, default=True)
    change_room(cast.mina, "old", archived=True)
    person = ensure_person(user("lena"))
    assert [summary.room for _, summary in queries.summaries(person)] == ["general"]
    assert Room.objects.get(name="general").member_count == 2


@pytest.mark.django_db(transaction=True)
def test_a_person_is_made_once_however_many_ask_at_the_same_moment(cast: Cast) -> None:
    create_room(cast.mina, "general", default=True)
    lena = user("lena")
    found = at_once(*[partial(ensure_person, lena)] * 6)
    assert len({person.pk for person in found}) == 1
    assert Room.objects.get(name="general").member_count == 2


def test_one_may_change_ones_name(cast: Cast) -> None:
    assert change_me(cast.rosa, name="  Rosa   L. ").name == "Rosa L."
    for wrong, refusal in (("", Invalid), ("\x00", Invalid), ("x" * 81, TooLarge)):
        with pytest.raises(refusal):
            change_me(cast.rosa, name=wrong)
    assert Person.objects.get(username="rosa").name == "Rosa L."


def test_people_are_found_by_part_of_username_or_name(cast: Cast) -> None:
    assert [person.username for person in queries.people_named("RO")] == ["rosa"]
    assert [person.username for person in queries.people_named("weber")] == ["jonas"]
    assert len(queries.people_named("", limit=3)) == 3
    assert queries.people_named("nul\x00") == []


def test_a_closed_account_is_not_found(cast: Cast) -> None:
    get_user_model().objects.filter(username="rosa").update(is_active=False)
    assert queries.people_named("rosa") == []


def test_a_token_opens_until_it_is_revoked(cast: Cast, news: News) -> None:
    row, token = create_token(cast.rosa, "a bot")
    person, credential = from_token(token)
    assert (person, credential.is_token, token in str(row.__dict__)) == (cast.rosa, True, False)
    revoke_token(cast.rosa, row.pk)
    assert news == [wire.Recheck(cast.rosa.pk)]
    with pytest.raises(Unauthorized):
        from_token(token)


def test_tokens_that_are_looked_up_together_open_or_fail_each_alone(cast: Cast) -> None:
    tokens = [create_token(one, "a bot")[1] for one in (cast.rosa, cast.eve, cast.jonas)]
    get_user_model().objects.filter(username="eve").update(is_active=False)
    found = from_tokens([tokens[0], "nobody's", tokens[1], tokens[2], tokens[0]])
    assert [one and one[0] for one in found] == [cast.rosa, None, None, cast.jonas, cast.rosa]


def test_users_are_looked_up_together_in_their_order(cast: Cast) -> None:
    new = user("lena")
    assert queries.people_of([cast.rosa.user, new, cast.mina.user]) == [cast.rosa, None, cast.mina]


def test_a_token_of_somebody_else_is_not_there(cast: Cast) -> None:
    row, _ = create_token(cast.rosa)
    with pytest.raises(NotFound):
        revoke_token(cast.mina, row.pk)
    assert ApiToken.objects.count() == 1


def test_what_somebody_wrote_outlives_the_account(cast: Cast) -> None:
    get_user_model().objects.get(username="rosa").delete()
    rosa = Person.objects.get(username="rosa")
    assert (rosa.user, rosa.name) == (None, "Rosa Lind")
