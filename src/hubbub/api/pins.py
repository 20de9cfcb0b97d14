"""Pinned messages of a room."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from hubbub import queries, wire
from hubbub.api.answers import Pin, PinList, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Number
from hubbub.models import Person
from hubbub.operations.pins import pin
from hubbub.threads import in_thread

router = Router(tags=["pins"])


@router.get("/rooms/{room}/pins", **answers({200: PinList}))
async def list_pins(request: Request, room: str) -> HttpResponse:
    """The latest pinned first, a hundred at most."""
    return answer(PinList(await in_thread(_pins, request.auth, room)))


def _pins(person: Person, room_name: str) -> list[Pin]:
    room = queries.membership_in(person, room_name).room
    return [Pin(*one) for one in queries.pins(room)]


@router.put("/rooms/{room}/messages/{number}/pin", **answers({200: wire.Message}))
async def pin_message(request: Request, room: str, number: Number) -> HttpResponse:
    """For owners and moderators; in direct rooms for everybody."""
    return answer(await in_thread(pin, request.auth, room, number))


@router.delete("/rooms/{room}/messages/{number}/pin", **answers({200: wire.Message}))
async def unpin_message(request: Request, room: str, number: Number) -> HttpResponse:
    return answer(await in_thread(pin, request.auth, room, number, on=False))
