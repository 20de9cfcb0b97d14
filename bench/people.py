"""Make a database with people in rooms: `python -m bench.people '{"people": 9, "rooms": 3, "rooms_each": 2}'`.

Prints the token and the first room of each, and last those of a founder who is in every room. Everyone is in a room
as if they had joined it, but the rows are written at once: 5,000 people in five rooms each are 25,000 joins.
"""

from __future__ import annotations

import json
import os
import secrets
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubbub.server.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  settings come first
from django.db import transaction  # noqa: E402

from hubbub import text  # noqa: E402
from hubbub.digests import digest  # noqa: E402
from hubbub.models import ApiToken, Membership, Person, Room  # noqa: E402
from hubbub.operations.people import ensure_person  # noqa: E402
from hubbub.operations.rooms import create_room  # noqa: E402
from hubbub.server.accounts.models import User  # noqa: E402


@transaction.atomic
def populate(people: int, rooms: int, rooms_each: int) -> list[list[str]]:
    founder = ensure_person(User.objects.create_user("founder"))
    made = [create_room(founder, f"bench{number}") for number in range(rooms)]
    new = new_people(people)
    theirs = [[made[(index * rooms_each + nth) % rooms] for nth in range(rooms_each)] for index in range(people)]
    join(new, theirs)
    tokens = new_tokens([*new, founder])
    return [[token, mine[0].name] for token, mine in zip(tokens, [*theirs, made], strict=True)]


def new_people(count: int) -> list[Person]:
    names = {name: text.skeleton(name) for name in (f"person{number}" for number in range(count))}
    users = User.objects.bulk_create([User(username=name, key=key, password="!") for name, key in names.items()])
    rows = [Person(user=user, username=user.username, key=user.key, name=user.username) for user in users]
    return Person.objects.bulk_create(rows)


def join(people: list[Person], rooms: list[list[Room]]) -> None:
    memberships = [taken(room, person) for person, mine in zip(people, rooms, strict=True) for room in mine]
    Membership.objects.bulk_create(memberships)
    touched = {room.pk: room for mine in rooms for room in mine}
    Room.objects.bulk_update(touched.values(), ["rev", "state_rev", "member_count"])


def taken(room: Room, person: Person) -> Membership:
    """A place in a room, with its next rev."""
    room.rev += 1
    room.state_rev = room.rev
    room.member_count += 1
    return Membership(room=room, person=person, rev=room.rev)


def new_tokens(people: list[Person]) -> list[str]:
    tokens = [secrets.token_urlsafe(32) for _ in people]
    rows = [ApiToken(person=person, digest=digest(token)) for person, token in zip(people, tokens, strict=True)]
    ApiToken.objects.bulk_create(rows)
    return tokens


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(populate(**json.loads(sys.argv[1]))))
