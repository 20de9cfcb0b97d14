"""Fills a site: people, rooms, what they said. Everything is written by the operations, as if people had done it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, product
from random import Random

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F

from hubbub import text
from hubbub.errors import Refused
from hubbub.models import Message, Person, Room
from hubbub.operations.accounts import create_account
from hubbub.operations.messages import NewPost, edit_message, post_messages, react
from hubbub.operations.people import ensure_person
from hubbub.operations.reading import mark_read
from hubbub.operations.rooms import create_room, start_direct
from hubbub.server.demo.talk import Line, conversation
from hubbub.server.demo.words import EMOJI, MORE_ROOMS, PEOPLE, PRIVATE_ROOMS, ROOMS

BATCH = 2_000
SIGN_INS = 5
LOOKED_AT = 40
MOST_ANSWERED = 120
MOST_CORRECTED = 12


@dataclass
class Community:
    """What has been made. `rooms`: name → usernames of the members; only rooms that are new."""

    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, list[str]] = field(default_factory=dict)
    messages: int = 0


def build(*, users: int, rooms: int, messages: int, seed: int, password: str, until: datetime) -> Community:
    random = Random(seed)  # noqa: S311  the same demo for the same seed
    made = Community()
    add_people(made, users, password)
    add_rooms(made, random, rooms)
    add_direct_rooms(made, random)
    _talk(made, random, messages, until)
    _answer(made, random)
    _read(made, random)
    return made


def add_people(made: Community, count: int, password: str) -> None:
    """The first few can sign in. The others have no password: hashing a thousand takes a minute."""
    for index, (username, name) in enumerate(islice(_names(), count)):
        made.people[username] = _person(username, name, password if index < SIGN_INS else None)


def _names() -> Iterator[tuple[str, str]]:
    yield from ((first.lower(), f"{first} {last}") for first, last in PEOPLE)
    pairs = product([first for first, _ in PEOPLE], [last for _, last in PEOPLE])
    yield from ((f"{first}.{last}".lower(), f"{first} {last}") for first, last in pairs if [first, last] not in PEOPLE)


def _person(username: str, name: str, password: str | None) -> Person:
    if person := Person.objects.filter(key=text.skeleton(username)).first():
        return person
    owner = not get_user_model().objects.exists()
    return ensure_person(create_account(username, password, name=name, owner=owner))


def add_rooms(made: Community, random: Random, count: int) -> None:
    first, *others = made.people
    for name in islice(_room_names(), count):
        usual = name in ROOMS and name not in PRIVATE_ROOMS
        members = [username for username in others if random.random() < (0.8 if usual else 0.4)] or others[:1]
        if not Room.objects.filter(key=text.skeleton(name)).exists():
            _make_room(made.people[first], name, members)
            made.rooms[name] = [first, *members]


def _room_names() -> Iterator[str]:
    yield from [*ROOMS, *MORE_ROOMS]
    yield from (f"{name}-{number}" for number in range(2, 1_000) for name in MORE_ROOMS)


def _make_room(owner: Person, name: str, members: Sequence[str]) -> None:
    title, topic = ROOMS.get(name, (name.replace("-", " ").capitalize(), ""))
    kind = "private" if name in PRIVATE_ROOMS else "public"
    create_room(
        owner, name, title=title, topic=topic, kind=kind, people=members, default=name in {"announcements", "tea"}
    )


def add_direct_rooms(made: Community, random: Random) -> None:
    names = list(made.people)
    for username in names[1:4]:
        pair = [names[0], username, *random.sample(names[4:], min(len(names[4:]), random.choice([0, 0, 1])))]
        room, new = start_direct(made.people[pair[0]], pair[1:])
        if new:
            made.rooms[room.name] = pair


def _talk(made: Community, random: Random, messages: int, until: datetime) -> None:
    if not made.rooms:
        return
    lines = conversation(random, made.rooms, messages, until)
    while batch := list(islice(lines, BATCH)):
        _say(made, random, batch)
    made.messages = messages


def _say(made: Community, random: Random, lines: Iterable[Line]) -> None:
    posts = [
        NewPost(
            made.people[line.author].pk,
            line.room,
            uuid.UUID(int=random.getrandbits(128), version=4),
            line.body,
            None if line.reply_to is None else line.reply_to + 1,
            line.when,
        )
        for line in lines
    ]
    for outcome in post_messages(posts):
        if isinstance(outcome, Refused):
            raise outcome


@transaction.atomic
def _answer(made: Community, random: Random) -> None:
    """Reactions and a few corrections, where people look first: at the end of each room."""
    recent = Message.objects.filter(room__name__in=made.rooms, number__gt=F("room__last_number") - LOOKED_AT)
    rows = list(recent.order_by("room_id", "number").values_list("room__name", "number", "author__username", "body"))
    for room, number, _, _ in random.sample(rows, min(len(rows) // 4, MOST_ANSWERED)):
        readers = made.rooms[room]
        for username in random.sample(readers, min(len(readers), random.choice([1, 1, 2, 3, 4]))):
            react(made.people[username], room, number, random.choice(EMOJI[:3] if number % 2 else EMOJI))
    plain = [row for row in rows if row[3].endswith(".")]
    for room, number, author, body in random.sample(plain, min(len(plain) // 12, MOST_CORRECTED)):
        edit_message(made.people[author], room, number, f"{body[:-1]}, I think.")


def _read(made: Community, random: Random) -> None:
    """Those who can sign in have read almost everything."""
    heads = dict(Room.objects.filter(name__in=made.rooms).values_list("name", "last_number"))
    for username in list(made.people)[:SIGN_INS]:
        for room, members in made.rooms.items():
            if username in members and heads[room]:
                mark_read(made.people[username], room, max(1, heads[room] - random.choice([0, 0, 0, 2, 5])))
