"""Direct rooms: one for each exact set of people."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from hubbub import queries, wire
from hubbub.api.answers import answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body
from hubbub.operations.rooms import start_direct as start
from hubbub.threads import in_thread

router = Router(tags=["direct"])


class People(Body):
    usernames: Annotated[list[str], Field(max_length=100)]


@router.post("/direct", **answers({200: wire.RoomSummary, 201: wire.RoomSummary}))
async def start_direct(request: Request, data: People) -> HttpResponse:
    """The direct room of exactly these people and yourself: made the first time, found afterwards."""
    room, new = await in_thread(start, request.auth, data.usernames)
    return answer(await in_thread(queries.summary, request.auth, room.pk), 201 if new else 200)
