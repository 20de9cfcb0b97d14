"""Calling more than single people: `@all` is everybody in a room, `@here` those who have a socket in it right now.

A message that calls all is stored once and mentions everybody but its author; nothing is written for each of them. One
that calls who is here mentions them one by one, as if they had been named.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from hubbub import access
from hubbub.errors import Conflict, TooLarge
from hubbub.models import Membership, Person
from hubbub.operations import statements
from hubbub.operations.budgets import Budget
from hubbub.operations.naming import Draft
from hubbub.rates import Rate

MOST_UNASKED = 20
MOST_HERE = 500
TOO_OFTEN = "You have called everybody several times in a short while. Wait before you use @all or @here again."


def mentions(
    room: access.Callable, role: str, author: int, draft: Draft, present: Collection[int], *, confirmed: bool
) -> list[int]:
    """Whom a draft mentions one by one, when its author may call whom it calls.

    Args:
        present: who has a socket in the room.
        confirmed: the author knows that it is many.

    Raises:
        Denied: not in this room, or not with this role.
        Conflict: the author is to be asked first; `fields` says how many people it is.
        TooLarge: too many are here.
    """
    if not draft.calls:
        return _without(author, draft.mentions)
    access.may_call(room, role)
    here = _here(room.pk, author, present) if draft.calls == "here" else []
    _ask_first(room, len(here) if draft.calls == "here" else room.member_count - 1, draft, confirmed)
    return [] if draft.calls == "all" else _without(author, {*here, *draft.mentions})


def _without(author: int, people: Collection[int]) -> list[int]:
    return sorted(pk for pk in people if pk != author)


def _here(room: int, author: int, present: Collection[int]) -> list[int]:
    """Those of the present who are in the room still."""
    others = _without(author, present)
    if len(others) > MOST_HERE:
        raise TooLarge(f"More than {MOST_HERE} people are here. Write @all to call everybody in the room.")
    return list(Membership.objects.filter(room=room, person__in=others).values_list("person", flat=True))


def _ask_first(room: access.Callable, people: int, draft: Draft, confirmed: bool) -> None:
    if people > MOST_UNASKED and not confirmed and room.kind != "direct":
        message = f"@{draft.calls} calls {people:,} people. Confirm it to send the message."
        raise Conflict(message, fields={"calls": str(people)})


def take(person: Person, rate: Rate | None) -> None:
    """Count one call of somebody who edits; new messages are counted where they are posted.

    Raises:
        RateLimited: the person has called as often as they may.
    """
    row = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    budget = Budget(rate, {row.pk: row.calls_spent}, time.time(), TOO_OFTEN)
    budget.check(row.pk)
    budget.take(row.pk)
    statements.keep_calls_spent(budget.taken())
