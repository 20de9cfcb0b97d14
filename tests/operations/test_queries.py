"""The same number of questions to the database, whether a site has ten rows or a thousand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubbub import queries, wire
from hubbub.credentials import from_tokens
from hubbub.models import Membership, Mention, Message, Person, Reaction, Revision, Room
from hubbub.operations.messages import NewPost, delete_message, edit_message, post_messages, react
from hubbub.operations.reading import Reading, mark_read, mark_reads
from hubbub.rates import Rate
from tests.support.cast import Cast


@dataclass
class Ground:
    cast: Cast
    people: list[Person]
    tea: Room


def grown(cast: Cast, rows: int) -> Ground:
    """So many people in the tea room, messages, mentions, reactions; and so many rooms that Mina is in."""
    people = Person.objects.bulk_create(
        [Person(username=f"guest{n}", key=f"guest{n}", name=f"Guest {n}") for n in range(rows)]
    )
    Membership.objects.bulk_create([Membership(room=cast.tea, person=one, rev=1) for one in people])
    post_messages([NewPost(one.pk, "tea", uuid4(), "Hello @mina") for one in people])
    messages = zip(Message.objects.order_by("number"), people, strict=True)
    Reaction.objects.bulk_create([Reaction(message=message, person=one, emoji="👍") for message, one in messages])
    rooms = [Room(name=f"room{n}", key=f"room{n}", kind="direct", direct_key=str(n)) for n in range(rows)]
    Room.objects.bulk_create(rooms)
    pairs = [(room, person) for room in rooms for person in (cast.mina, cast.jonas)]
    Membership.objects.bulk_create([Membership(room=room, person=person, rev=0) for room, person in pairs])
    return Ground(cast, people, Room.objects.get(name="tea"))


def new_posts(ground: Ground, count: int, **more: Any) -> list[NewPost]:
    writers = ground.people[:10]
    return [NewPost(writers[n % 10].pk, "tea", uuid4(), "Hello @mina, @jonas", **more) for n in range(count)]


PEOPLE = range(1_000)
ASKED: dict[str, tuple[int, Callable[[Ground], Any]]] = {
    "greeting one": (5, lambda ground: queries.greetings([ground.cast.mina])),
    "greeting all who come": (5, lambda ground: queries.greetings([*ground.people, ground.cast.mina])),
    "finding those with tokens": (1, lambda ground: from_tokens([str(n) for n in PEOPLE])),
    "finding those with accounts": (1, lambda ground: queries.people_of([one.user for one in ground.cast.people])),
    "subscribing": (4, lambda ground: queries.snapshot(ground.cast.mina, "tea", None)),
    "resuming": (4, lambda ground: queries.snapshot(ground.cast.mina, "tea", ground.tea.rev - 9)),
    "a page": (3, lambda ground: queries.page(ground.tea, limit=200)),
    "changes after a rev": (3, lambda ground: queries.changes_after(ground.tea, ground.tea.rev - 9)),
    "what a hub missed": (
        5,
        lambda ground: queries.missed(ground.cast.tea.pk, 0, 0, [one.pk for one in ground.people]),
    ),
    "a room for all who subscribe": (5, lambda ground: queries.latest(ground.tea.pk, None, PEOPLE)),
    "a room for all who come back": (6, lambda ground: queries.latest(ground.tea.pk, ground.tea.rev - 9, PEOPLE)),
    "heads": (1, lambda ground: queries.heads(range(1_000))),
    "rooms of all who are here": (1, lambda ground: queries.rooms_of(range(1_000))),
    "members": (1, lambda ground: queries.members(ground.cast.tea)),
    "the directory": (2, lambda ground: queries.directory(ground.cast.mina, words="tea")),
    "the directory after a room": (3, lambda ground: queries.directory(ground.cast.mina, after="tea", order="members")),
    "how rooms are kept": (1, lambda ground: queries.kept(PEOPLE)),
    "people": (1, lambda ground: queries.people_named("guest")),
    "a post": (8, lambda ground: post_messages(new_posts(ground, 1))),
    "a hundred posts": (9, lambda ground: post_messages(new_posts(ground, 100))),
    "a post in a thread": (17, lambda ground: post_messages(new_posts(ground, 1, thread=2))),
    "a hundred posts in threads": (18, lambda ground: post_messages(new_posts(ground, 100, thread=3))),
    "a post within a rate": (9, lambda ground: post_messages(new_posts(ground, 1), rate=Rate(20, 10))),
    "an edit": (17, lambda ground: edit_message(ground.people[0], "tea", 1, "Hello @jonas")),
    "a reaction": (12, lambda ground: react(ground.cast.mina, "tea", 1, "👍")),
    "a deletion": (15, lambda ground: delete_message(ground.cast.mina, "tea", 1)),
    "reading": (3, lambda ground: mark_read(ground.cast.mina, "tea", 5)),
    "everyone reading": (3, lambda ground: mark_reads([Reading(one.pk, "tea", 2**53) for one in ground.people])),
}


@pytest.mark.parametrize("rows", [10, 1_000])
def test_the_number_of_questions_does_not_grow_with_the_site(cast: Cast, rows: int) -> None:
    ground = grown(cast, rows)
    counts = {what: _count(partial(ask, ground)) for what, (_, ask) in ASKED.items()}
    assert counts == {what: count for what, (count, _) in ASKED.items()}


def _count(ask: Callable[[], Any]) -> int:
    """Questions, without savepoints."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN")) for query in captured)


# What the answers are


@pytest.fixture
def said(cast: Cast) -> Cast:
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), f"Message {n}") for n in range(1, 11)])
    cast.tea.refresh_from_db()
    return cast


def numbers(found: list[wire.Message]) -> list[int]:
    return [message.number for message in found]


@pytest.mark.parametrize(
    ("asked", "expected", "more"),
    [
        ({}, range(8, 11), (True, False)),
        ({"before": 8}, range(5, 8), (True, True)),
        ({"before": 3}, range(1, 3), (False, True)),
        ({"before": 1}, range(0), (False, True)),
        ({"before": 99}, range(8, 11), (True, False)),
        ({"before": -5}, range(0), (False, True)),
        ({"after": 0}, range(1, 4), (False, True)),
        ({"after": 9}, range(10, 11), (True, False)),
        ({"after": 10}, range(0), (True, False)),
        ({"after": -5}, range(1, 4), (False, True)),
        ({"around": 5}, range(4, 7), (True, True)),
        ({"around": 1}, range(1, 4), (False, True)),
        ({"around": 10}, range(8, 11), (True, False)),
        ({"around": 99}, range(8, 11), (True, False)),
    ],
)
def test_a_page_is_a_range_of_numbers(
    said: Cast, asked: dict[str, int], expected: range, more: tuple[bool, bool]
) -> None:
    page = queries.page(said.tea, limit=3, **asked)
    assert numbers(page.messages) == list(expected)
    assert (page.more_before, page.more_after) == more


@pytest.mark.parametrize("asked", [{}, {"before": 1}, {"after": 0}, {"around": 1}])
def test_a_page_of_an_empty_room_is_empty(cast: Cast, asked: dict[str, int]) -> None:
    page = queries.page(cast.tea, **asked)
    assert (page.messages, page.more_before, page.more_after) == ([], False, False)


@pytest.mark.parametrize(("limit", "count"), [(-1, 1), (0, 1), (1, 1), (200, 10), (10_000, 10)])
def test_a_page_has_its_limits(said: Cast, limit: int, count: int) -> None:
    assert len(queries.page(said.tea, limit=limit).messages) == count


def test_what_changed_comes_in_the_order_of_its_change(said: Cast) -> None:
    rev = said.tea.rev
    edit_message(said.jonas, "tea", 7, "Edited")
    react(said.mina, "tea", 2, "👍")
    delete_message(said.mina, "tea", 7)
    found = queries.changes_after(Room.objects.get(name="tea"), rev)
    assert found
    assert [(message.number, message.rev - rev) for message in found.messages] == [(2, 2), (7, 3)]


@pytest.mark.parametrize(("since", "known"), [(-1, False), (0, True), (12, True), (13, False)])
def test_a_rev_that_is_not_of_the_rooms_past_is_no_cursor(said: Cast, since: int, known: bool) -> None:
    assert said.tea.rev == 12
    assert (queries.changes_after(said.tea, since) is not None) == known


@pytest.mark.parametrize(("behind", "reset"), [(500, False), (501, True)])
def test_who_is_more_than_500_changes_behind_starts_over(cast: Cast, behind: int, reset: bool) -> None:
    rev = Room.objects.get(name="tea").rev
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), "Hello") for _ in range(behind)])
    found = queries.snapshot(cast.mina, "tea", rev)
    assert (found.reset, len(found.messages)) == (reset, queries.PAGE if reset else behind)


def test_an_answer_to_a_subscriber_has_a_limit_in_bytes(cast: Cast) -> None:
    rev = Room.objects.get(name="tea").rev
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), "\N{TEAPOT}" * 8_000) for _ in range(50)])
    for since in (rev, None):
        found = queries.snapshot(cast.mina, "tea", since)
        size = len(wire.encode(found.messages))
        assert (found.reset, found.messages[-1].number) == (True, 50)
        assert 400_000 < size <= 524_288


def test_what_many_reacted_to_counts_by_its_size(cast: Cast) -> None:
    ground = grown(cast, 600)
    message = Message.objects.order_by("number").last()
    rows = [Reaction(message=message, person=one, emoji=chr(0x1F600 + n)) for n in range(40) for one in ground.people]
    Reaction.objects.bulk_create(rows)
    found = queries.snapshot(cast.mina, "tea", None)
    assert numbers(found.messages) == [600], "one message too large for its page comes alone"


def read(found: list[wire.Remembered]) -> list[wire.Message]:
    return [msgspec.json.decode(message.json, type=wire.Message) for message in found]


@pytest.mark.parametrize(("behind", "floor"), [(499, 0), (500, 0), (501, 1), (600, 100)])
def test_a_room_is_read_for_all_at_once(cast: Cast, behind: int, floor: int) -> None:
    rev = Room.objects.get(name="tea").rev
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), "Hello") for _ in range(behind)])
    react(cast.mina, "tea", behind - 50, "👍")
    found, page = (
        queries.latest(cast.tea.pk, rev, [cast.mina.pk, cast.eve.pk]),
        queries.snapshot(cast.mina, "tea", None),
    )
    assert (read(found.page), found.rev, found.members) == (page.messages, page.rev, {cast.mina.pk: "owner"})
    assert [one.rev for one in found.changed] == sorted(one.rev for one in found.changed)
    assert (found.floor, len(found.changed)) == (rev + floor, min(behind, 500))


def test_a_room_that_is_read_without_a_cursor_tells_no_changes(said: Cast) -> None:
    for since in (None, 12, 99):
        found = queries.latest(said.tea.pk, since, [])
        assert (found.rev, found.floor, found.changed, len(found.page)) == (12, 12, [], 10)


def test_a_hub_reads_what_it_missed_in_pieces(cast: Cast) -> None:
    rev = Room.objects.get(name="tea").rev
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), "Hello") for _ in range(501)])
    first = queries.missed(cast.tea.pk, rev, 0, [cast.jonas.pk, cast.eve.pk])
    rest = queries.missed(cast.tea.pk, first.rev, 500, [])
    assert (len(first.items), first.more, first.members) == (500, True, {cast.jonas.pk: "member"})
    assert ([item.rev for item in rest.items], rest.more) == ([rev + 501], False)


def test_a_hub_learns_what_became_of_a_message_and_of_the_room(said: Cast) -> None:
    since = said.tea.rev
    edit_message(said.jonas, "tea", 3, "Edited")
    Revision.objects.all().delete()
    react(said.mina, "tea", 3, "👍")
    found = queries.missed(said.tea.pk, since, 10, [])
    assert [(item.rev, item.number) for item in found.items] == [(since + 2, 10)]


def test_mentions_of_messages_that_a_hub_did_not_know_are_counted(said: Cast) -> None:
    since = said.tea.rev
    post_messages([NewPost(said.jonas.pk, "tea", uuid4(), "@mina")])
    edit_message(said.jonas, "tea", 1, "@mina")
    found = queries.missed(said.tea.pk, since, 10, [])
    assert [item.mentioned for item in found.items] == [[said.mina.pk], []]
    assert Mention.objects.count() == 2
