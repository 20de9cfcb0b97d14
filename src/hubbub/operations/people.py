"""People and their tokens."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.db import IntegrityError, transaction

from hubbub import events, queries, text
from hubbub.digests import digest
from hubbub.errors import NotFound, Refused
from hubbub.models import ApiToken, Person
from hubbub.operations.rooms import join_default_rooms
from hubbub.operations.subscriptions import end_subscriptions

LONGEST_NAME = 80


def ensure_person(user: Any) -> Person:
    """The chat's row for a user; made on first use, when the person joins the default rooms."""
    return queries.person_of(user) or _made(user)


def _made(user: Any) -> Person:
    for username in _usernames(user):
        try:
            with transaction.atomic():
                person = Person.objects.create(
                    user=user, username=username, key=text.skeleton(username), name=_name(user, username)
                )
                join_default_rooms(person)
                return person
        except IntegrityError:
            if found := queries.person_of(user):
                return found
    raise AssertionError("unreachable: the last usernames are random")


def _usernames(user: Any) -> list[str]:
    """What to call a user, best first: their own username, with a number behind it, something random."""
    wanted = re.sub(r"[^\w.-]", "", str(user.get_username()).split("@")[0])[:24] or "person"
    numbered = [f"{wanted}{number}" for number in range(2, 10)]
    possible = [cleaned for name in [wanted, *numbered] if (cleaned := _cleaned(name))]
    return possible + [f"person-{secrets.token_hex(4)}" for _ in range(3)]


def _cleaned(username: str) -> str | None:
    try:
        return text.clean_username(username)
    except Refused:
        return None


def _name(user: Any, username: str) -> str:
    full = getattr(user, "get_full_name", lambda: "")()
    try:
        return _clean_name(full or username)
    except Refused:
        return username


def _clean_name(name: str) -> str:
    return text.clean_line(name, longest=LONGEST_NAME, what="name")


def change_me(person: Person, *, name: str | None = None) -> Person:
    if name is not None:
        person.name = _clean_name(name)
        person.save(update_fields=["name"])
    return person


def create_token(person: Person, label: str = "") -> tuple[ApiToken, str]:
    """A key for a program that acts as this person.

    Returns:
        The row, and the token itself, which is shown this once and not stored.
    """
    token = secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        person=person, label=text.clean_line(label, longest=80, what="label", may_be_empty=True), digest=digest(token)
    )
    return row, token


def revoke_token(person: Person, token_id: int) -> None:
    """End a token; the sockets that it opened are closed."""
    row = ApiToken.objects.filter(person=person, pk=token_id).first()
    if row is None:
        raise NotFound("There is no such token.")
    with transaction.atomic():
        end_subscriptions([row.digest])
        row.delete()
    events.publish(events.AccessChanged(person.pk))
