"""Make a room and the people in it, and print a token for each: `python -m bench.people N`, with HUBBUB_DATA set."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubbub.server.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  settings come first
from django.db import transaction  # noqa: E402

from hubbub.operations.people import create_token, ensure_person  # noqa: E402
from hubbub.operations.rooms import create_room, join_room  # noqa: E402

ROOM = "bench"


@transaction.atomic
def people(count: int) -> list[str]:
    users = get_user_model()
    found = [ensure_person(users.objects.create_user(f"person{number}")) for number in range(count)]
    create_room(found[0], ROOM)
    for person in found[1:]:
        join_room(person, ROOM)
    return [create_token(person)[1] for person in found]


if __name__ == "__main__":
    print("\n".join(people(int(sys.argv[1]))))
