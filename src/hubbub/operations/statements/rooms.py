"""Rooms: locked, and their clocks moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hubbub.operations.statements import sql

CLOCKS = """
    r.id, r.key, r.name, r.archived, r.rev, r.last_number, r.last_shown, r.posting, r.slow, r.calling, r.kind,
    r.member_count
"""
ROOMS = f"SELECT {CLOCKS} FROM hubbub_room r WHERE r.key IN ({{}}) ORDER BY r.id "  # noqa: S608  our own words
CLOCK = "UPDATE hubbub_room SET rev = %s, last_number = %s, last_shown = %s WHERE id = %s"


@dataclass(slots=True)
class RoomClock:
    """Of a locked room: all that a post needs of it, or changes."""

    pk: int
    key: str
    name: str
    archived: bool
    rev: int
    last_number: int
    last_shown: int
    posting: str
    slow: int
    calling: str
    kind: str
    member_count: int


def lock_rooms(keys: Collection[str]) -> dict[str, RoomClock]:
    """Rooms by key, locked in one order so that two transactions never wait for each other."""
    rows = sql.asked_in(ROOMS + sql.lock("FOR UPDATE"), keys)
    return {room.key: room for room in map(clock, rows)}


def clock(row: Sequence[Any]) -> RoomClock:
    pk, key, name, archived, *rest = row
    return RoomClock(pk, key, name, bool(archived), *rest)


def move_clocks(rooms: Iterable[RoomClock]) -> None:
    sql.write(CLOCK, [(room.rev, room.last_number, room.last_shown, room.pk) for room in rooms])
