"""Asking how somebody wants to be told of news."""

from __future__ import annotations

from hubbub.models import Person, Preferences


def preferences(person: Person) -> Preferences:
    """A person's choices; a row that is not stored, with the defaults, where they have not chosen anything."""
    return Preferences.objects.filter(person=person).first() or Preferences(person=person)
