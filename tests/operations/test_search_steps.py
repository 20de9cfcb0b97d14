"""However hits lie in the rooms and by whichever way they are found, the pages are all of them, newest first."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.postgresql import base as postgresql

from hubbub.models import Message, Person
from hubbub.operations.messages import NewPost, post_messages
from hubbub.search import search
from tests.support.cast import Cast

MESSAGES, PAGE = 240, 5
ROOMS = {"tea": 80, "laser-cutter": 16, "treasury": 4}  # of a hundred
CHANCES = {"common": 0.5, "some": 0.12, "seldom": 0.03}
LONG_AGO = "dinosaur"
ASKED = {
    "common": "common",
    "some": "some",
    "seldom": "seldom",
    "dinosaur": "dinosaur",
    "unicorn": "unicorn",
    "commo*": "common",
    "seld*": "seldom",
    "*inosau": "dinosaur",
    "*eldo": "seldom",
}
# With so little read at a time, a few hundred messages need every step that millions need.
LITTLE = {
    "sqlite": {"PROBED": 4, "PROBED_FOR_MANY_ROOMS": 8},
    "postgresql": {"READ": 6, "READ_OF_FEW": 12, "FIRST": 6, "WITHOUT": 4},
}
# A host chooses by `server_side_binding` who puts values into statements.
CURSORS = {"sqlite": [None], "postgresql": ["Cursor", "ServerBindingCursor"]}[connection.vendor]
COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) SELECT count(*) FROM n"


@pytest.fixture(params=[0, 1, 64])
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**LITTLE[connection.vendor], "FEW_ROOMS": request.param}.items():
        monkeypatch.setattr(f"hubbub.search.{connection.vendor}.{name}", value)


@pytest.fixture
def talk(cast: Cast) -> Cast:
    chance = random.Random(11)
    bodies = [_body(nth, chance) for nth in range(MESSAGES)]
    rooms = chance.choices(list(ROOMS), list(ROOMS.values()), k=MESSAGES)
    post_messages([NewPost(cast.mina.pk, room, uuid.uuid4(), body) for room, body in zip(rooms, bodies, strict=True)])
    return cast


def _body(nth: int, chance: random.Random) -> str:
    words = [word for word, likely in CHANCES.items() if chance.random() < likely]
    return " ".join(["said", *words, *[LONG_AGO] * (nth % 7 == 0 and nth < MESSAGES / 3)])


def pages(person: Person, asked: str) -> Iterator[list[int]]:
    before: int | None = None
    while True:
        hits = search(person, asked, before=before, limit=PAGE)
        assert hits.complete
        yield [hit.pk for hit in hits.hits]
        if hits.before is None:
            return
        before = hits.before


def expected(person: Person, word: str) -> list[int]:
    mine = Message.objects.filter(room__memberships__person=person, kind="user").order_by("-pk")
    return [pk for pk, body in mine.values_list("pk", "body") if word in body.split()]


@pytest.mark.usefixtures("steps")
def test_pages_are_all_hits_newest_first(talk: Cast) -> None:
    for person in (talk.mina, talk.jonas, talk.rosa, talk.eve):
        found = {asked: [pk for page in pages(person, asked) for pk in page] for asked in ASKED}
        assert found == {asked: expected(person, word) for asked, word in ASKED.items()}


@pytest.mark.parametrize("cursor", CURSORS)
def test_whoever_puts_values_into_statements(talk: Cast, monkeypatch: pytest.MonkeyPatch, cursor: str | None) -> None:
    if cursor:
        monkeypatch.setattr(connection.connection, "cursor_factory", getattr(postgresql, cursor))
        monkeypatch.setattr(connection.features, "uses_server_side_binding", cursor == "ServerBindingCursor")
    assert [pk for page in pages(talk.mina, LONG_AGO) for pk in page] == expected(talk.mina, LONG_AGO)


def test_its_time_limit_is_for_the_search_alone(talk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.search.SECONDS", 0.05)
    assert search_then_count(talk.mina) == 500_000


def search_then_count(person: Person) -> int:
    """Counting takes longer than the search may."""
    search(person, "common")
    with connection.cursor() as asking:
        asking.execute(COUNT)
        [count] = asking.fetchone()
    return int(count)
