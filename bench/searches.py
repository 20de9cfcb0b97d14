"""Search in a database that `bench.talk` filled: `python -m bench.searches '{"rounds": 30}'`.

Prints, for each who asks and each kind of question, `[milliseconds, of which this process computed, complete]` of every
call of `hubbub.search.search`. One call at a time; each asks for another word, where there is another of its kind.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubbub.server.settings")
django.setup()

from bench import talk  # noqa: E402  settings come first
from hubbub.models import Person  # noqa: E402
from hubbub.search import search  # noqa: E402

WHO = {"is in all rooms": "founder", "is in five, one of them large": "person0", "is in five small ones": "person1"}
KANJI = 24  # of those, two and two make the words
Call = tuple[float, float, bool]


def questions() -> dict[str, Callable[[int], str]]:
    """The nth question of each kind."""
    words = talk.vocabulary()
    chance = random.Random(6)
    pairs = [chance.choice(talk.KANJI) + chance.choice(talk.KANJI) for _ in range(KANJI)]
    return {
        "a common word": lambda nth: words[nth],
        "a middling word": lambda nth: words[300 + 7 * nth],
        "a rare word": lambda nth: words[40_000 + 101 * nth],
        "no hit": lambda nth: f"nosuchword{nth}",
        "two common words": lambda nth: f"{words[nth]} {words[nth + 1]}",
        "a beginning": lambda nth: f"{words[40 + nth][:4]}*",
        "Japanese": lambda nth: pairs[nth % KANJI],
        "a part of a word": lambda nth: f"*{words[2_000 + 31 * nth][1:]}*",
    }


def measure(rounds: int) -> dict[str, dict[str, list[Call]]]:
    """The kinds in turn, so that noise meets all alike; what the first round finds on disk is part of the figures."""
    asked = questions()
    found: dict[str, dict[str, list[Call]]] = {}
    for who, username in WHO.items():
        person = Person.objects.get(username=username)
        calls = found[who] = {kind: [] for kind in asked}
        for kind, question in each_in_turn(asked, rounds):
            calls[kind].append(call(person, question))
    return found


def each_in_turn(asked: dict[str, Callable[[int], str]], rounds: int) -> Iterator[tuple[str, str]]:
    for nth in range(rounds):
        for kind, question in asked.items():
            yield kind, question(nth)


def call(person: Person, question: str) -> Call:
    clock, computed = time.perf_counter(), time.thread_time()
    complete = search(person, question).complete
    return (time.perf_counter() - clock) * 1e3, (time.thread_time() - computed) * 1e3, complete


if __name__ == "__main__":
    print(json.dumps(measure(**json.loads(sys.argv[1]))))
