"""How somebody wants to be told of news: which ways, and when not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils import timezone

from hubbub import events, wire
from hubbub.errors import Invalid
from hubbub.models import Person, Preferences

LONGEST_REST = dt.timedelta(days=366)

_TIME_OF_DAY = re.compile("([01][0-9]|2[0-3]):([0-5][0-9])")
_ZONE = re.compile("[A-Za-z0-9_+-]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2}")


def change_preferences(person: Person, changes: Mapping[str, Any]) -> Preferences:
    """Change some of a person's preferences, by their names on the wire; all of the person's pages are told.

    Raises:
        Invalid: a moment, a time of the day or a time zone that cannot be, or daily hours without begin or end.
    """
    with transaction.atomic():
        Preferences.objects.get_or_create(person=person)
        row = Preferences.objects.select_for_update().get(person=person)
        for name, value in changes.items():
            setattr(row, name, _CLEAN[name](value))
        _check_hours(row)
        row.save()
        events.publish(events.PreferencesChanged(person.pk, wire.preferences(row)))
    return row


def _check_hours(row: Preferences) -> None:
    if (row.dnd_from is None) != (row.dnd_to is None):
        raise _wrong(
            "dnd_to" if row.dnd_to is None else "dnd_from", "Say when the quiet hours begin and when they end."
        )
    if row.dnd_from is not None and row.dnd_from == row.dnd_to:
        raise _wrong("dnd_to", "The quiet hours must end at another time than they begin.")


def _moment(value: str | None) -> dt.datetime | None:
    """When a rest ends; none, where it has ended already."""
    if value is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(value)
        left = moment - timezone.now()
    except (ValueError, TypeError, OverflowError) as error:
        raise _wrong("dnd_until", "Give a moment with its offset, for example 2026-05-01T08:00:00Z.") from error
    if left > LONGEST_REST:
        raise _wrong("dnd_until", "Choose a moment within a year from now.")
    return moment.astimezone(dt.UTC) if left > dt.timedelta() else None


def _time_of_day(name: str) -> Callable[[str | None], dt.time | None]:
    def clean(value: str | None) -> dt.time | None:
        if value is None:
            return None
        if not (found := _TIME_OF_DAY.fullmatch(value)):
            raise _wrong(name, "Give a time of the day from 00:00 to 23:59, for example 22:30.")
        return dt.time(int(found[1]), int(found[2]))

    return clean


def _time_zone(value: str) -> str:
    """A name as browsers say it. Whatever is not shaped like one never reaches the file system."""
    try:
        if _ZONE.fullmatch(value):
            return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise _wrong("time_zone", "Give a time zone by its name, for example Europe/Lisbon.")


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence})


_CLEAN: dict[str, Callable[[Any], Any]] = {
    "desktop": bool,
    "sound": bool,
    "push_content": bool,
    "dnd_until": _moment,
    "dnd_from": _time_of_day("dnd_from"),
    "dnd_to": _time_of_day("dnd_to"),
    "time_zone": _time_zone,
}
