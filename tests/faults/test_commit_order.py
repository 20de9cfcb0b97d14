"""A reader that resumes while another transaction of the room is open skips nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg

from tests.support.client import Chatter, join
from tests.support.crowd import Crowd
from tests.support.history import check_room, check_view, transcript
from tests.support.place import Place
from tests.support.servers import Server

HEAD_CHECK = 30.0
LOCK = "select id, rev, last_number from hubbub_room where name = %s for update"
COLUMNS = """
select string_agg(quote_ident(column_name), ', ') from information_schema.columns
where table_name = 'hubbub_message' and is_generated = 'NEVER'
  and column_name not in ('id', 'rev', 'number', 'client_id')
"""
COPY = """
insert into hubbub_message (rev, number, client_id, {columns})
select %s, %s, %s, {columns} from hubbub_message where room_id = %s and number = 1
"""


@contextmanager
def half_posted(place: Place) -> Iterator[int]:
    """Somewhere a message is inserted and not yet committed, while the block runs; gives its rev."""
    with psycopg.connect(place.server.variables["DATABASE_URL"]) as connection:
        found = connection.execute(LOCK, [place.name]).fetchone()
        assert found
        room, rev, number = found
        [columns] = connection.execute(COLUMNS).fetchone() or [""]
        connection.execute(COPY.format(columns=columns), [rev + 1, number + 1, uuid4(), room])
        connection.execute(
            "update hubbub_room set rev = %s, last_number = %s where id = %s", [rev + 1, number + 1, room]
        )
        yield rev + 1


async def resumed(reader: Chatter, room: str, since: int) -> int:
    return int((await reader.subscribe(room, since=since))["rev"])


async def test_what_is_committed_after_a_resume_is_heard(crowd: Crowd, pair: tuple[Server, Server]) -> None:
    place = crowd.place
    seen = place.post("mina", "Before")["rev"]
    async with join(pair[0], "rosa") as here, join(pair[1], "rosa") as there:
        with half_posted(place) as rev:
            assert [await resumed(reader, place.name, seen) for reader in (here, there)] == [seen, seen]
        for reader in (here, there):
            await reader.expect("message", rev=rev, within=HEAD_CHECK)


async def test_who_posts_meanwhile_waits_and_comes_after_it(crowd: Crowd, pair: tuple[Server, Server]) -> None:
    place = crowd.place
    place.post("mina", "Before")
    async with join(pair[0], "jonas") as jonas, join(pair[1], "rosa") as rosa:
        await rosa.subscribe(place.name)
        with half_posted(place) as rev:
            await jonas.send("post", room=place.name, client_id=str(uuid4()), body="After")
            await rosa.settle()
            assert not rosa.of("message")
        posted = await jonas.expect("posted", rev=rev + 1)
        await rosa.expect("message", rev=posted["rev"], within=HEAD_CHECK)
    fresh = place.fresh()
    check_room(fresh)
    check_view(transcript(place.name, rosa.frames), fresh)
