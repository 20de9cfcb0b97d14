"""The directory: which rooms one finds, by what, in which order, page by page."""

from __future__ import annotations

import pytest

from hubbub import queries
from hubbub.errors import NotFound
from hubbub.models import Person
from hubbub.operations.rooms import change_room, create_room, start_direct
from tests.support.cast import Cast


def found(person: Person, **asked: object) -> list[str]:
    return [room.room for room in queries.directory(person, **asked).rooms]  # type: ignore[arg-type]


def test_it_has_the_public_rooms_and_ones_own(cast: Cast) -> None:
    start_direct(cast.mina, ["eve"])
    roles = {room.room: room.role for room in queries.directory(cast.priya).rooms}
    assert roles == {"laser-cutter": "member", "tea": "moderator", "treasury": "member"}
    assert {room.room: room.role for room in queries.directory(cast.eve).rooms} == {"laser-cutter": None, "tea": None}


def test_the_owner_of_the_site_owns_the_rooms_that_they_are_in(cast: Cast) -> None:
    create_room(cast.rosa, "weaving")
    roles = {room.room: room.role for room in queries.directory(cast.mina).rooms}
    assert (roles["laser-cutter"], roles["weaving"]) == ("owner", None)


@pytest.mark.parametrize(
    ("words", "rooms"),
    [
        ("", ["garden", "laser-cutter", "tea"]),
        ("tea", ["tea"]),
        ("TEA", ["tea"]),
        ("eet", ["garden"]),
        ("ÉTÉ", ["garden"]),
        ("ｅｔｅ", []),
        ("ｂｅｅｔｓ", ["garden"]),
        ("beets garden", ["garden"]),
        ("beets tea", []),
        ("cutter", ["laser-cutter"]),
        ("treasury", []),
        ("%", []),
        ("_", []),
        ("'", []),
        ("nul\x00", []),
    ],
)
def test_rooms_are_found_by_words_of_their_name_title_and_topic(cast: Cast, words: str, rooms: list[str]) -> None:
    create_room(cast.rosa, "garden", title="Jardin d\u2019e\u0301te\u0301", topic="Beets")
    assert found(cast.eve, words=words) == rooms


def test_a_room_is_found_by_its_new_title(cast: Cast) -> None:
    change_room(cast.mina, "tea", title="Kettles", topic="")
    assert found(cast.eve, words="kettle") == ["tea"]
    assert found(cast.eve, words="everything") == []


def test_archived_rooms_are_shown_to_who_asks_for_them(cast: Cast) -> None:
    change_room(cast.mina, "tea", archived=True)
    assert found(cast.jonas) == ["laser-cutter"]
    assert found(cast.jonas, archived=True) == ["laser-cutter", "tea"]
    change_room(cast.mina, "tea", archived=False)
    assert found(cast.jonas) == ["laser-cutter", "tea"]


@pytest.mark.parametrize("order", ["name", "members"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
def test_the_pages_together_are_the_whole_in_its_order(cast: Cast, order: str, limit: int) -> None:
    for n in range(5):
        create_room(cast.rosa, f"room{n}", people=["mina", "jonas"][: n % 3])
    pages, last = [], ""
    while True:
        page = queries.directory(cast.eve, order=order, after=last, limit=limit)
        pages += page.rooms
        if not page.more_after:
            break
        last = page.rooms[-1].room
    keys = [(-room.members if order == "members" else 0, room.room) for room in pages]
    assert keys == sorted(keys)
    assert len(pages) == 7


@pytest.mark.parametrize("after", ["treasury", "no-such-room", "nul\x00"])
@pytest.mark.parametrize("order", ["name", "members"])
def test_a_room_that_one_may_not_see_is_no_place_to_go_on_from(cast: Cast, after: str, order: str) -> None:
    with pytest.raises(NotFound):
        queries.directory(cast.eve, after=after, order=order)
