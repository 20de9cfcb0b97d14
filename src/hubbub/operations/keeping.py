"""How somebody keeps a room for themselves: notifications, mute, favourite, order, and whether its welcome is put away.

Nobody else hears of it, so it takes no rev; the person's other pages are told.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from hubbub import access, events, queries, text
from hubbub.errors import Invalid, NotFound
from hubbub.models import Membership, Person

KEPT = ["notify", "muted", "favourite", "position", "welcomed"]


@transaction.atomic
def keep_room(
    person: Person,
    room_name: str,
    *,
    notify: str | None = None,
    muted: bool | None = None,
    favourite: bool | None = None,
    welcomed: bool | None = None,
) -> Membership:
    """Change how one keeps a room. What is None stays.

    Args:
        notify: what one hears of it: all, mentions, nothing, or what the site says (default).
        welcomed: its welcome has been put away.
    """
    row = access.must_be_member(_locked(person, [text.skeleton(room_name)]).first())
    row.notify = row.notify if notify is None else _notify(notify)
    row.muted = row.muted if muted is None else muted
    row.welcomed = row.welcomed if welcomed is None else welcomed
    if favourite is not None and favourite != row.favourite:
        row.favourite, row.position = favourite, 0
    row.save(update_fields=KEPT)
    _tell(person, [row], row.room_id)
    return row


def _notify(choice: str) -> str:
    if choice not in Membership.Notify.values:
        choices = "Choose default, all, mentions or nothing."
        raise Invalid(f"That is nothing to be notified of. {choices}", fields={"notify": choices})
    return choice


@transaction.atomic
def order_rooms(person: Person, names: Sequence[str]) -> None:
    """Put one's rooms in this order. Those that are not named keep their place; a room without one stands first.

    Raises:
        Invalid: a room is named twice.
        NotFound: one of them does not exist, or the person is not in it.
    """
    places = {text.skeleton(name): place for place, name in enumerate(names, start=1)}
    if len(places) < len(names):
        raise Invalid("Name every room once.", fields={"rooms": "Name every room once."})
    rows = list(_locked(person, list(places)))
    if len(rows) < len(places):
        raise NotFound(access.NO_SUCH_ROOM)
    moved = [row for row in rows if row.position != places[row.room.key]]
    for row in moved:
        row.position = places[row.room.key]
    Membership.objects.bulk_update(moved, ["position"])
    _tell(person, moved)


def _locked(person: Person, keys: Sequence[str]) -> QuerySet[Membership]:
    """In the one order in which memberships are locked."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("room")
    return rows.filter(person=person, room__key__in=keys).order_by("pk")


def _tell(person: Person, rows: Sequence[Membership], room: int = 0) -> None:
    if rows:
        events.publish(events.RoomsKept(person.pk, queries.kept([row.pk for row in rows]), room))
