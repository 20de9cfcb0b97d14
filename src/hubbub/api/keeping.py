"""How one keeps one's rooms: notifications, mute, favourites and their order. Nobody else sees it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from hubbub import queries, wire
from hubbub.api.answers import answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, said
from hubbub.models import Membership, Person
from hubbub.operations import keeping
from hubbub.threads import in_thread

router = Router(tags=["keeping"])


Notify = Annotated[str, said(enum=Membership.Notify.values)]


class Keeping(Body):
    notify: Notify | None = None
    muted: bool | None = None
    favourite: bool | None = None
    welcomed: bool | None = None


class Order(Body):
    rooms: Annotated[list[str], Field(max_length=1_000)]


@router.patch("/rooms/{room}/me", **answers({200: wire.RoomSummary}))
async def keep_room(request: Request, room: str, data: Keeping) -> HttpResponse:
    """Change how you keep a room. What is left out stays."""
    return answer(await in_thread(_kept, request.auth, room, data))


def _kept(person: Person, room: str, data: Keeping) -> wire.RoomSummary:
    kept = keeping.keep_room(person, room, **data.model_dump())
    return queries.summary(person, kept.room_id)


@router.put("/me/rooms", **answers({204: None}))
async def order_rooms(request: Request, data: Order) -> HttpResponse:
    """Put your rooms in this order, by their names. Those that are not named keep their place."""
    await in_thread(keeping.order_rooms, request.auth, data.rooms)
    return answer(None, 204)
