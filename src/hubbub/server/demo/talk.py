"""Conversations from a script: who says what, when, in answer to what. Pure, and the same for the same `Random`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random

from hubbub.server.demo.words import WORDS

_LINE = re.compile(r"([a-d])([:>]) (.*)")
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Saying:
    """One line of the script. `answers`: it replies to the line before it that somebody else said."""

    voice: str
    words: str
    answers: bool


@dataclass(frozen=True)
class Line:
    """One message. `reply_to` counts the messages of its room from 0."""

    room: str
    author: str
    body: str
    when: datetime
    reply_to: int | None


Script = dict[str, list[list[Saying]]]


@cache
def script() -> Script:
    """Exchanges by room; those under `any` fit everywhere."""
    found: Script = {}
    for section in (files(__package__) / "conversations.txt").read_text("utf-8").split("\n["):
        name, text = section.removeprefix("[").split("]\n", 1)
        found[name] = [_exchange(block) for block in _blocks(text)]
    return found


def _blocks(text: str) -> list[str]:
    """Exchanges are parted by an empty line before somebody begins; one inside a message stays."""
    return [block.strip("\n") for block in re.split(r"\n\n(?=a: )", text) if block.strip()]


def _exchange(block: str) -> list[Saying]:
    sayings: list[Saying] = []
    for line in block.split("\n"):
        if found := _LINE.fullmatch(line):
            sayings.append(Saying(found[1], found[3], found[2] == ">"))
        else:
            last = sayings.pop()
            sayings.append(Saying(last.voice, f"{last.words}\n{line}", last.answers))
    return sayings


def conversation(
    random: Random, members: Mapping[str, Sequence[str]], messages: int, until: datetime
) -> Iterator[Line]:
    """So many messages in these rooms (name → usernames), over the days before `until`, in order of time."""
    said: dict[str, int] = dict.fromkeys(members, 0)
    clock: dict[str, datetime] = {}
    chosen = _choose(random, list(members), messages)
    for start, (room, sayings) in zip(_times(random, len(chosen), until), chosen, strict=True):
        cast = dict(zip("abcd", _voices(random, members[room]), strict=True))
        first, clock[room] = said[room], max(start, clock.get(room, start))
        for saying, words in zip(sayings, _spoken(random, cast, sayings), strict=True):
            clock[room] += timedelta(seconds=random.randint(8, 150))
            reply_to = first + _answered(sayings, saying) if saying.answers else None
            yield Line(room, cast[saying.voice], words, clock[room], reply_to)
        said[room] += len(sayings)


def _choose(random: Random, rooms: Sequence[str], messages: int) -> list[tuple[str, list[Saying]]]:
    """Exchanges and where they take place; a room hears each of its own once before any of them again."""
    chosen: list[tuple[str, list[Saying]]] = []
    untold: dict[str, list[list[Saying]]] = {}
    while messages > 0:
        room = random.choice(rooms)
        if not untold.get(room):
            fitting = script().get(room, []) + script()["any"]
            untold[room] = random.sample(fitting, len(fitting))
        sayings = untold[room].pop()[:messages]
        chosen.append((room, sayings))
        messages -= len(sayings)
    return chosen


def _times(random: Random, count: int, until: datetime) -> list[datetime]:
    """Moments at which people are awake, mostly in the evening, in order."""
    days = min(365, 3 + count // 12)
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
    times = [
        midnight - timedelta(days=random.randrange(days)) + timedelta(hours=random.triangular(8, 23, 19))
        for _ in range(count)
    ]
    limit = until - timedelta(minutes=20)
    return sorted(time if time < limit else time - timedelta(days=1) for time in times)


def _spoken(random: Random, cast: dict[str, str], sayings: Sequence[Saying]) -> Iterator[str]:
    blanks = {name: random.choice(choices) for name, choices in WORDS.items()} | cast
    return (_BLANK.sub(lambda blank: blanks[blank[1]], saying.words) for saying in sayings)


def _voices(random: Random, people: Sequence[str]) -> list[str]:
    """Four speakers; some people talk more than others, and a small room repeats itself."""
    talkative = [name for name in people if random.random() < 0.4] or list(people)
    voices = random.sample(talkative, min(4, len(talkative)))
    others = [name for name in people if name not in voices]
    voices += random.sample(others, min(4 - len(voices), len(others)))
    return (voices * 4)[:4]


def _answered(sayings: Sequence[Saying], saying: Saying) -> int:
    """The last line before this one that somebody else said."""
    index = sayings.index(saying)
    return next((i for i in range(index - 1, -1, -1) if sayings[i].voice != saying.voice), index - 1)
