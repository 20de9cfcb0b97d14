"""Asking about people and the site."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from hubbub import access, text, wire
from hubbub.errors import NotFound
from hubbub.models import ApiToken, Invitation, Person, Site


def person_of(user: Any) -> Person | None:
    """The chat's row for a signed-in user, if there is one yet."""
    return Person.objects.select_related("user").filter(user=user).first()


def people_of(users: Sequence[Any]) -> list[Person | None]:
    """The same for several users, in their order. One query."""
    rows = Person.objects.select_related("user").filter(user__in=[user.pk for user in users])
    found = {row.user_id: row for row in rows}
    return [found.get(user.pk) for user in users]


def people_named(beginning: str, limit: int = 20) -> list[Person]:
    """People whose username or name begins with, or holds, some letters."""
    found = Person.objects.filter(user__is_active=True) if _users_can_be_inactive() else Person.objects.all()
    if "\0" in beginning:  # which PostgreSQL does not take
        return []
    if beginning:
        found = found.filter(Q(username__icontains=beginning) | Q(name__icontains=beginning))
    return list(found.order_by("key")[:limit])


def _users_can_be_inactive() -> bool:
    user_model = Person._meta.get_field("user").related_model
    return any(field.name == "is_active" for field in user_model._meta.get_fields())


def people_by_username(usernames: Collection[str]) -> list[Person]:
    """
    Raises:
        NotFound: naming the first username that nobody has.
    """
    keys = {text.skeleton(username): username for username in usernames}
    found = {person.key: person for person in Person.objects.filter(key__in=keys)}
    for key, username in keys.items():
        if key not in found:
            raise NotFound(f"There is nobody called {username} here.")
    return list(found.values())


def site_owners(people: Collection[int]) -> set[int]:
    """Those of some people who own the site. One query."""
    rows = Person.objects.select_related("user").filter(pk__in=people)
    return {person.pk for person in rows if access.is_site_owner(person)}


def me(person: Person) -> wire.Me:
    return wire.Me(person.pk, person.username, person.name, access.is_site_owner(person))


def site() -> Site:
    return Site.objects.get(pk=1)


def tokens(person: Person) -> list[ApiToken]:
    return list(ApiToken.objects.filter(person=person))


def invitations(by: Person) -> list[Invitation]:
    """
    Raises:
        Denied: only the owner of the site sees them.
    """
    access.must_be_site_owner(by)
    return list(Invitation.objects.all())


def open_invitations(by: Person) -> list[Invitation]:
    """Those that still let somebody in, with who made them.

    Raises:
        Denied: only the owner of the site sees them.
    """
    access.must_be_site_owner(by)
    rows = Invitation.objects.filter(expires__gt=timezone.now(), uses_left__gt=0)
    return list(rows.select_related("created_by"))
