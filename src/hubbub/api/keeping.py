"""How one keeps a room for oneself: what one is notified of. Nobody else sees it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router

from hubbub import queries, wire
from hubbub.api.answers import answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, said
from hubbub.models import Membership, Person
from hubbub.operations import rooms
from hubbub.threads import in_thread

router = Router(tags=["keeping"])


Notify = Annotated[str, said(enum=Membership.Notify.values)]


class Keeping(Body):
    notify: Notify | None = None


@router.patch("/rooms/{room}/me", **answers({200: wire.RoomSummary}))
async def keep_room(request: Request, room: str, data: Keeping) -> HttpResponse:
    """Change how you keep a room. What is left out stays."""
    return answer(await in_thread(_kept, request.auth, room, data))


def _kept(person: Person, room: str, data: Keeping) -> wire.RoomSummary:
    if data.notify is not None:
        rooms.set_notify(person, room, data.notify)
    return queries.summary(person, queries.membership_in(person, room).room_id)
