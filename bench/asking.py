"""What the database is asked all the time, in CPU time of Hubbub and of a PostgreSQL. `python -m bench.asking`

The heads of the rooms that a process serves, the memberships of its people; a read mark and a post, in batches of 50.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import psutil

from bench import report
from bench.machine import environment
from tests.support.services import PostgreSQL

PEOPLE, ROOMS, ROOMS_EACH = 500, 1_000, 10
BATCH = 50


def measure() -> dict[str, list[float]]:
    """CPU microseconds of Hubbub and of PostgreSQL, for each of the four."""
    with PostgreSQL() as postgresql, tempfile.TemporaryDirectory() as folder:
        env = environment({"HUBBUB_DATA": folder, "DATABASE_URL": postgresql.create_database()})
        given = json.dumps({"people": PEOPLE, "rooms": ROOMS, "rooms_each": ROOMS_EACH})
        subprocess.run([sys.executable, "-m", "bench.people", given], env=env, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, "-m", "bench.asking", "--ask"]
        done = subprocess.run(command, env=env, check=True, text=True, stdout=subprocess.PIPE)
        return dict(json.loads(done.stdout))


def ask() -> dict[str, list[float]]:
    """In a process of Hubbub's, with the database that the environment names."""
    from django.db import connection

    from hubbub import queries
    from hubbub.models import Membership, Person, Room
    from hubbub.operations.reading import Reading, mark_reads

    with connection.cursor() as cursor:
        cursor.execute("analyze")
        cursor.execute("select pg_backend_pid()")
        cost = costs(psutil.Process(cursor.fetchone()[0]))
    people, rooms = list(Person.objects.order_by("pk")), list(Room.objects.values_list("pk", flat=True))
    ids, writer = [one.pk for one in people], people[0]
    places = Membership.objects.exclude(person=writer).order_by("person").values_list("person", "room__name")
    readings = [Reading(person, room, 1) for person, room in places]
    batches = [readings[first : first + BATCH] for first in range(0, len(readings), BATCH)]
    return {
        "head": cost(10 * len(rooms), lambda: [queries.heads(rooms) for _ in range(10)]),
        "membership": cost(5 * (PEOPLE * ROOMS_EACH + ROOMS), lambda: [queries.rooms_of(ids) for _ in range(5)]),
        "post": cost(20 * BATCH, lambda: post_all(writer, 20)),
        "read_mark": cost(len(readings), lambda: [mark_reads(batch) for batch in batches]),
    }


def post_all(writer: Any, batches: int) -> None:
    for count in range(batches):
        post(writer, count)


def post(writer: Any, count: int) -> None:
    from uuid import uuid4

    from hubbub.operations.messages import NewPost, post_messages

    post_messages([NewPost(writer.pk, f"bench{count * BATCH + nth}", uuid4(), "x" * 100) for nth in range(BATCH)])


def costs(backend: psutil.Process) -> Callable[[int, Callable[[], object]], list[float]]:
    def cost(count: int, act: Callable[[], object]) -> list[float]:
        before = now(backend)
        act()
        return [(after - start) / count * 1e6 for after, start in zip(now(backend), before, strict=True)]

    return cost


def now(backend: psutil.Process) -> tuple[float, float]:
    times = backend.cpu_times()
    return time.process_time(), float(times.user + times.system)


def main() -> None:
    if "--ask" in sys.argv:
        import django

        os.environ["DJANGO_SETTINGS_MODULE"] = "hubbub.server.settings"
        django.setup()
        print(json.dumps(ask()))
        return
    lines = [[name, *(f"{figure:.1f}" for figure in found)] for name, found in measure().items()]
    report.show("Asking: CPU µs of one", ["what", "of Hubbub:", "of PostgreSQL:"], lines)


if __name__ == "__main__":
    main()
