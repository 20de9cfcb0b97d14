"""Invitations: links that let people sign up."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from hubbub import access
from hubbub.digests import digest
from hubbub.errors import Denied, Invalid, NotFound
from hubbub.models import Invitation, Person

MOST_USES = 1_000
MOST_DAYS = 365


def create_invitation(by: Person, *, uses: int = 10, days: int = 7) -> tuple[Invitation, str]:
    """Invite people.

    Returns:
        The row, and the code for the link, which is shown this once and not stored.
    """
    access.must_be_site_owner(by)
    _within("uses", uses, MOST_USES)
    _within("days", days, MOST_DAYS)
    code = secrets.token_urlsafe(16)
    expires = timezone.now() + timedelta(days=days)
    row = Invitation.objects.create(digest=digest(code), created_by=by, expires=expires, uses_left=uses)
    return row, code


def _within(field: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        message = f"The number of {field} is from 1 to {most:,}."
        raise Invalid(message, fields={field: message})


def find_invitation(code: str) -> Invitation | None:
    """The invitation that this code still opens."""
    return _valid(code).select_related("created_by").first()


def use_invitation(code: str) -> None:
    """Take one use of an invitation, which two people at once cannot both take."""
    if not _valid(code).update(uses_left=F("uses_left") - 1):
        raise Denied("This invitation has been used up or has expired. Ask for a new one.")


def _valid(code: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(digest=digest(code), expires__gt=timezone.now(), uses_left__gt=0)


def revoke_invitation(by: Person, invitation_id: int) -> None:
    access.must_be_site_owner(by)
    gone, _ = Invitation.objects.filter(pk=invitation_id).delete()
    if not gone:
        raise NotFound("There is no such invitation.")
