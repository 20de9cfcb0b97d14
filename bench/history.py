"""History: a page of 50 messages over HTTP from rooms of 1,000, 100,000 and 2,000,000 messages, in one SQLite database.

The latest page and one from the middle. The rooms are asked in turn over one connection, so that noise meets all alike.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import machine, report, rooms

HEAD = ["messages in the room:", "page", "p50 ms:", "p99 ms:", "× the smallest room:", "to reach"]
PAGE = 50
WRITE = """
    WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :count)
    INSERT INTO hubbub_message (room_id, number, rev, author_id, client_id, kind, body, created,
        in_room, calls, upload_count, replies, last_reply_number)
    SELECT room.id, number, room.rev + number, member.person_id, printf('%016x%016x', room.id, number), 'user', :body,
           strftime('%Y-%m-%d %H:%M:%f', '2026-01-01', '+' || number || ' seconds'),
           1, '', 0, 0, 0
    FROM numbers, hubbub_room room JOIN hubbub_membership member ON member.room_id = room.id AND member.role = 'owner'
    WHERE room.name = :room
"""
COUNT = "UPDATE hubbub_room SET rev = rev + :count, last_number = :count, last_shown = :count WHERE name = :room"


def fill(data: Path, sizes: Sequence[int]) -> None:
    """Write the messages where they are stored; through the operations it would take half an hour."""
    database = sqlite3.connect(data / machine.DATABASE)
    with database:
        for nth, count in enumerate(sizes):
            values = {"room": f"bench{nth}", "count": count, "body": rooms.TEXT}
            database.execute(WRITE, values)
            database.execute(COUNT, values)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def measured(sizes: Sequence[int], rounds: int) -> dict[str, list[float]]:
    population = machine.Population(1, rooms=len(sizes), rooms_each=len(sizes))
    with machine.hubbub(population, before=lambda data: fill(data, sizes)) as site:
        paths = [path for nth, size in enumerate(sizes) for path in pages(nth, size).values()]
        return machine.crowd("pages", site.target(), paths=paths, rounds=rounds, page=PAGE)


def pages(nth: int, size: int) -> dict[str, str]:
    path = f"/api/v1/rooms/bench{nth}/messages?limit={PAGE}"
    return {"latest": path, "from the middle": f"{path}&before={size // 2}"}


def rows(sizes: Sequence[int], times: dict[str, list[float]]) -> Iterator[list[str]]:
    smallest = {page: report.middle(times[path]) for page, path in pages(0, sizes[0]).items()}
    for nth, size in enumerate(sizes):
        for page, path in pages(nth, size).items():
            middle, slow = report.middle(times[path]), report.part(times[path], 0.99)
            ratio = middle / smallest[page]
            cells = [f"{size:,}", page, f"{middle:.2f}", f"{slow:.2f}", f"{ratio:.2f}"]
            yield [*cells, report.at_most(1.2, ratio, " ×") if nth else ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 2_000_000])
    parser.add_argument("--rounds", type=int, default=300)
    given = parser.parse_args()
    lines = list(rows(given.sizes, measured(given.sizes, given.rounds)))
    report.show(f"History: a page of {PAGE} messages over HTTP", HEAD, lines)


if __name__ == "__main__":
    main()
