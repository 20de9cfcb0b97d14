"""Fill the rooms of a database with talk: `python -m bench.talk '{"count": 2000000}'`, after `bench.people`.

50,000 different texts come again and again. Words are drawn by Zipf's law from 60,000 made-up ones, so that the
commonest is in half of all messages and most are in few. One message in fifty is Japanese. Every eleventh room is
large: together these hold six messages of seven. The index is taken away before and made afterwards, as an upgrade of
a site makes it.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubbub.server.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  settings come first
from django.db import connection, transaction  # noqa: E402

from hubbub.models import Message, Person, Room  # noqa: E402

VOCABULARY = 60_000
SYLLABLES = "ba be bi bo ca co da de di do fa fi ga go ha he ka ki la le li lo ma me mi mo na ne no pa pe po ra re ri"
KANJI = "東京大阪駅前会議資料確認更新予定変更連絡報告時間場所問題解決案件進捗今日明日来週午前午後電話写真料理珈琲紅茶"
KANA = "はがのにをでとですますしたするこれそれ"
EVERY, LARGE = 11, 6 / 7
BEFORE = "0006"  # the index
RARE = "zanzibar"
TEXTS, PLACES = 50_000, 9_973
NEW = """
    INSERT INTO hubbub_message
        (room_id, number, rev, author_id, body, client_id, created, {{others}})
    SELECT p.room_id, row_number() OVER room, r.rev + row_number() OVER room, p.author_id, s.body, {client_id},
        {created}, {{defaults}}
    FROM {numbers}
    JOIN place p ON p.nth = n % {{places}}
    JOIN said s ON s.nth = n * 7919 % {{said}}
    JOIN hubbub_room r ON r.id = p.room_id
    WINDOW room AS (PARTITION BY p.room_id ORDER BY n)
    ORDER BY n
"""
WRITE = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count} - 1)"
    + NEW.format(
        numbers="numbers",
        client_id="printf('%032x', n)",
        created="strftime('%Y-%m-%d %H:%M:%f', '2024-01-01', '+' || (40 * n) || ' seconds')",
    ),
    "postgresql": NEW.format(
        numbers="generate_series(0::bigint, {count} - 1) AS n",
        client_id="lpad(to_hex(n), 32, '0')::uuid",
        created="timestamptz '2024-01-01 00:00Z' + n * interval '40 seconds'",
    ),
}
RARELY = "UPDATE hubbub_message SET body = body || %s WHERE id %% {every} = 1"
COUNT = """
    UPDATE hubbub_room SET last_number = said.last, rev = rev + said.last
    FROM (SELECT room_id, max(number) AS last FROM hubbub_message GROUP BY room_id) AS said
    WHERE said.room_id = hubbub_room.id
"""


def vocabulary() -> list[str]:
    """The commonest first."""
    chance = random.Random(5)
    parts = SYLLABLES.split()
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        made["".join(chance.choices(parts, k=1 + int(len(made) > 30) + int(chance.random() * 3)))] = None
    return list(made)


def texts(count: int, chance: random.Random) -> Iterator[str]:
    words = vocabulary()
    weights = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    for nth in range(count):
        if nth % 50 == 7:
            yield "".join(chance.choice(KANJI) + chance.choice(KANJI) + chance.choice(KANA) for _ in range(6))
        else:
            yield " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(3, 24))).capitalize() + "."


def places(chance: random.Random) -> list[tuple[int, int, int]]:
    """Who speaks where, in turn: numbered pairs of a room and a person."""
    rooms = list(Room.objects.order_by("pk").values_list("pk", flat=True))
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    large, small = rooms[::EVERY], [room for nth, room in enumerate(rooms) if nth % EVERY]
    chosen = [chance.choice(large if chance.random() < LARGE or not small else small) for _ in range(PLACES)]
    return [(nth, room, chance.choice(people)) for nth, room in enumerate(chosen)]


def rest() -> tuple[str, str]:
    """The columns that no message leaves empty and that are not told above, and what is in them."""
    told = {"number", "rev", "body", "client_id", "created"}
    fields = [one for one in Message._meta.concrete_fields if one.has_default() and one.attname not in told]
    values = [one.get_default() for one in fields]
    written = [f"'{value}'" if isinstance(value, str) else str(value) for value in values]
    return ", ".join(str(one.column) for one in fields), ", ".join(written)


def write(count: int) -> None:
    chance = random.Random(4)
    said = list(enumerate(texts(min(count, TEXTS), chance)))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE place (nth integer PRIMARY KEY, room_id bigint, author_id bigint)")
        cursor.execute("CREATE TEMPORARY TABLE said (nth integer PRIMARY KEY, body text)")
        cursor.executemany("INSERT INTO place VALUES (%s, %s, %s)", places(chance))
        cursor.executemany("INSERT INTO said VALUES (%s, %s)", said)
        others, defaults = rest()
        write = WRITE[connection.vendor]
        numbers = {"count": count, "said": min(count, TEXTS), "places": PLACES}
        cursor.execute(write.format(**numbers, others=others, defaults=defaults))
        cursor.execute(RARELY.format(every=max(count // 9, 1)), [f" {RARE}"])
        cursor.execute(COUNT)


def fill(count: int) -> None:
    call_command("migrate", "hubbub", BEFORE, verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
    with transaction.atomic():
        write(count)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    fill(**json.loads(sys.argv[1]))
