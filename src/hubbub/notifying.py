"""What a person is told of outside of the page: pure rules, asked when a message is told and when a room is shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ALL, MENTIONS, NOTHING, DEFAULT = "all", "mentions", "nothing", "default"
TOO_LATE = dt.timedelta(hours=1)

Hours = tuple[dt.time, dt.time]


def effective(choice: str, kind: str, site: str) -> str:
    """What a member hears of from a room: their own choice; without one the site's, and everything of a direct room.

    Args:
        kind: the room's.
        site: what the site's owner chose for who chooses nothing.
    """
    if choice != DEFAULT:
        return choice
    return ALL if kind == "direct" else site


@dataclass(frozen=True)
class Quiet:
    """When somebody wants no news: until a moment, and every day between two times in a time zone."""

    until: dt.datetime | None = None
    hours: Hours | None = None
    zone: str = "UTC"

    def reason(self, now: dt.datetime) -> str:
        if self.until and now < self.until:
            return "resting"
        if self.hours and _within(now.astimezone(_zone(self.zone)).time(), *self.hours):
            return "quiet_hours"
        return ""


def _within(time: dt.time, begin: dt.time, end: dt.time) -> bool:
    """Over midnight, too."""
    return begin <= time < end if begin < end else time >= begin or time < end


def _zone(name: str) -> dt.tzinfo:
    """A zone that this machine does not know (any more) is taken for UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC


@dataclass(frozen=True)
class Facts:
    """What is so now, at the moment when a message would be told to one person.

    `called`: the message names them, or calls everybody. `following`: it stands in a thread that they follow.
    """

    posted: dt.datetime
    signed_in: bool = True
    member: bool = True
    notify: str = ALL
    muted: bool = False
    deleted: bool = False
    read: bool = False
    called: bool = False
    following: bool = False
    only_in_thread: bool = False
    quiet: Quiet = Quiet()


def why_not(facts: Facts, now: dt.datetime) -> str:
    """The first reason not to tell, or nothing. The order is the order in which a person would say them."""
    if not facts.signed_in:
        return "signed_out"
    if not facts.member:
        return "left"
    if facts.deleted:
        return "deleted"
    if facts.read:
        return "read"
    return _not_wanted(facts) or facts.quiet.reason(now) or ("late" if now - facts.posted > TOO_LATE else "")


def _not_wanted(facts: Facts) -> str:
    if facts.notify == NOTHING:
        return "nothing"
    if facts.muted:
        return "muted"
    if facts.called or facts.following:
        return ""
    if facts.only_in_thread:
        return "unfollowed"
    return "" if facts.notify == ALL else "unmentioned"
