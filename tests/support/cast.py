"""Who plays in every test. Mina owns the site; Eve has an account and belongs nowhere.

| room         | kind    | owner | moderator | members      |
|--------------|---------|-------|-----------|--------------|
| tea          | public  | mina  | priya     | jonas, rosa  |
| laser-cutter | public  | jonas |           | mina, priya  |
| treasury     | private | mina  |           | priya        |
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubbub.models import Person, Room

NAMES = {"mina": "Mina Alvarez", "jonas": "Jonas Weber", "priya": "Priya Raman", "rosa": "Rosa Lind", "eve": "Eve"}
PASSWORD = "kettle-bridge-41-otter"
TOKENS = "cast-tokens.json"


@dataclass(frozen=True)
class Cast:
    mina: Person
    jonas: Person
    priya: Person
    rosa: Person
    eve: Person
    tea: Room
    laser_cutter: Room
    treasury: Room

    @property
    def people(self) -> list[Person]:
        return [self.mina, self.jonas, self.priya, self.rosa, self.eve]


def make_cast() -> Cast:
    """Everyone, in their rooms."""
    people = {username: make_person(username, name) for username, name in NAMES.items()}
    return Cast(**people, **make_rooms(**people))


def make_person(username: str, name: str = "") -> Person:
    """A person of the chat with an account; mina's is the site owner's."""
    from django.contrib.auth import get_user_model

    from hubbub.operations.people import ensure_person

    owner = {"is_superuser": True, "is_staff": True} if username == "mina" else {}
    user = get_user_model().objects.create_user(username=username, password=PASSWORD, name=name, **owner)
    return ensure_person(user)


def make_rooms(mina: Person, jonas: Person, priya: Person, rosa: Person, eve: Person) -> dict[str, Room]:
    from hubbub.operations.rooms import add_member, create_room

    create_room(mina, "tea", title="Tea", topic="Green, black and everything between", people=["jonas", "rosa"])
    add_member(mina, "tea", "priya", role="moderator")
    create_room(jonas, "laser-cutter", title="Laser cutter", people=["mina", "priya"])
    create_room(mina, "treasury", title="Treasury", kind="private", people=["priya"])
    return {name.replace("-", "_"): _room(name) for name in ("tea", "laser-cutter", "treasury")}


def _room(name: str) -> Room:
    from hubbub.models import Room

    return Room.objects.get(name=name)


# As the data of a server


def make_tokens(cast: Cast) -> dict[str, str]:
    from hubbub.operations.people import create_token

    return {person.username: create_token(person, "tests")[1] for person in cast.people}


def read_tokens(data: Path) -> dict[str, str]:
    tokens: dict[str, str] = json.loads((data / TOKENS).read_text())
    return tokens


def main() -> None:
    """Put the cast into the database of the server whose environment this is."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hubbub.server.settings"
    django.setup()
    from hubbub.server.serve import prepare

    prepare()
    tokens = make_tokens(make_cast())
    (Path(os.environ["HUBBUB_DATA"]) / TOKENS).write_text(json.dumps(tokens))


if __name__ == "__main__":
    main()
