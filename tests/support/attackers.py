"""A site on which everything that people can name is an attack: python -m tests.support.attackers, in a server's place.

| who or what                 | called                                                     |
|-----------------------------|------------------------------------------------------------|
| attacker-0, attacker-1, …   | an attack each; all in the room `crowd`, all  with a post  |
| attack-0, attack-1, …       | rooms of priya's, title and topic the same attack          |
| direct rooms of mina        | with seven of them at a time                               |
"""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

from tests.support.attacks import ATTACKS

if TYPE_CHECKING:
    from hubbub.models import Person, Room

TOGETHER = 7


def lines(longest: int) -> list[str]:
    """The attacks that a line of this length may be."""
    return [attack for attack in ATTACKS if is_line(attack, longest)]


def is_line(attack: str, longest: int) -> bool:
    from hubbub import text
    from hubbub.errors import Refused

    try:
        return text.clean_line(attack, longest=longest, what="name") == attack
    except Refused:
        return False


def main() -> None:
    """The rows are written at once, before the server starts: operation by operation it would take half a minute."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hubbub.server.settings"
    django.setup()
    from django.db import transaction

    from hubbub.models import Person

    names = lines(80)
    with transaction.atomic():
        people = make_people(names)
        _gather(Person.objects.get(username="mina"), people)
        open_rooms(Person.objects.get(username="priya"), names)


def make_people(names: list[str]) -> list[Person]:
    from hubbub import text
    from hubbub.models import Person
    from hubbub.server.accounts.models import User

    keys = {f"attacker-{number}": text.skeleton(f"attacker-{number}") for number in range(len(names))}
    users = User.objects.bulk_create([User(username=name, key=key, password="!") for name, key in keys.items()])
    named = zip(users, names, strict=True)
    return Person.objects.bulk_create(
        [Person(user=user, username=user.username, key=user.key, name=name) for user, name in named]
    )


def _gather(mina: Person, people: list[Person]) -> None:
    from hubbub.models import Message, Reaction
    from hubbub.operations.messages import NewPost, post_messages
    from hubbub.operations.rooms import create_room, start_direct

    usernames = [person.username for person in people]
    create_room(mina, "crowd", people=usernames)
    post_messages([NewPost(one.pk, "crowd", uuid.uuid4(), f"I am {one.username}") for one in people])
    for first in range(0, len(people), TOGETHER):
        start_direct(mina, usernames[first : first + TOGETHER])
    said = list(Message.objects.filter(room__name="crowd").order_by("number"))
    Reaction.objects.bulk_create(
        [Reaction(message=said[nth - nth % TOGETHER], person=one, emoji="🔥") for nth, one in enumerate(people)]
    )


def open_rooms(priya: Person, titles: list[str]) -> list[Room]:
    from hubbub import text
    from hubbub.models import Membership, Room

    names = [f"attack-{number}" for number in range(len(titles))]
    rows = [
        Room(name=name, key=text.skeleton(name), title=title, topic=title, rev=1, state_rev=1, member_count=1)
        for name, title in zip(names, titles, strict=True)
    ]
    rooms = Room.objects.bulk_create(rows)
    Membership.objects.bulk_create([Membership(room=room, person=priya, role="owner", rev=1) for room in rooms])
    return rooms


if __name__ == "__main__":
    main()
