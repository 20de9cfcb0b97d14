"""What happens in a room while somebody is away, or all the time."""

from __future__ import annotations

import random

from tests.support.place import Place

CALLS = ["", "", "", "@all ", "@here "]
MOST_FILES = 20


def happen(place: Place, chance: random.Random, times: int) -> None:
    """Anything, in any order, to messages that Mina wrote and did not delete."""
    hers = [one["number"] for one in place.fresh() if one["author"]["username"] == "mina" and not one["deleted"]]
    for act in chance.choices(ACTS, weights=[5, 3, 1, 3, 1, 1, 1, 1, 3, 1, 2, 2], k=times):
        act(place, chance, hers if len(hers) > 2 else [place.post("mina", "Begin")["number"]])


def say(place: Place, chance: random.Random, hers: list[int]) -> None:
    hers.append(place.post("mina", f"{chance.choice(CALLS)}Message {chance.random()}")["number"])


def edit(place: Place, chance: random.Random, hers: list[int]) -> None:
    place.edit("mina", chance.choice(hers), f"{chance.choice(CALLS)}Edited {chance.random()}")


def delete(place: Place, chance: random.Random, hers: list[int]) -> None:
    place.delete("mina", hers.pop(chance.randrange(len(hers))))


def react(place: Place, chance: random.Random, hers: list[int]) -> None:
    change = chance.choice([place.react, place.react, place.unreact])
    change("jonas", chance.choice(hers), chance.choice("👍🎉"))


def rename(place: Place, chance: random.Random, hers: list[int]) -> None:
    place.change(title=f"Title {chance.random()}")


def leave_and_join(place: Place, chance: random.Random, hers: list[int]) -> None:
    place.remove("eve")
    place.add("eve")


def change_a_role(place: Place, chance: random.Random, hers: list[int]) -> None:
    place.ask("mina", "PUT", "members/priya", {"role": chance.choice(["member", "moderator"])})


def change_the_rules(place: Place, chance: random.Random, hers: list[int]) -> None:
    """Mina, who writes, owns the room."""
    place.change(posting=chance.choice(["everyone", "moderators"]), slow=chance.choice([0, 5, 60]))


def answer(place: Place, chance: random.Random, hers: list[int]) -> None:
    """In a thread, which the room shows or not. An answer to an answer stands in the same thread."""
    aside = {"thread": chance.choice(hers), "in_room": chance.choice([False, True])}
    hers.append(place.post("mina", f"Answer {chance.random()}", **aside)["number"])


def take_back_an_answer(place: Place, chance: random.Random, hers: list[int]) -> None:
    number = place.post("mina", "Never mind", thread=chance.choice(hers))["number"]
    place.delete("mina", number)


def pin(place: Place, chance: random.Random, hers: list[int]) -> None:
    place.pin("mina", chance.choice(hers), on=chance.random() < 0.7)


def show_a_file(place: Place, chance: random.Random, hers: list[int]) -> None:
    """With words or without. Some stay, some go with their message; a person may bring thirty a minute."""
    if place.brought < MOST_FILES:
        file = place.bring("mina")
        hers.append(place.post("mina", chance.choice(["", "See"]), uploads=[file["id"]])["number"])
        if chance.random() < 0.4:
            place.delete("mina", hers.pop())


ACTS = [say, edit, delete, react, rename, leave_and_join, change_a_role, change_the_rules, answer, take_back_an_answer]
ACTS += [pin, show_a_file]
