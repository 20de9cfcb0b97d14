"""For the entrances: who has a socket in the room that a text is written for, where the text may call them."""

from __future__ import annotations

from hubbub import markup, queries
from hubbub.live.process import Process
from hubbub.models import Person
from hubbub.threads import in_thread


async def present(process: Process, person: Person, room_name: str, body: str) -> frozenset[int]:
    """
    Raises:
        NotFound: the text calls who is here in a room that does not exist, or that the person is not in.
    """
    if not markup.may_call_here(body):
        return frozenset()
    membership = await in_thread(queries.membership_in, person, room_name)
    return await process.roll.people(membership.room_id)
