"""One person's emoji on a message."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from hubbub import wire
from hubbub.api.answers import answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Number
from hubbub.operations.messages import react
from hubbub.threads import in_thread

router = Router(tags=["reactions"])


@router.put("/rooms/{room}/messages/{number}/reactions/{emoji}", **answers({200: wire.Message}))
async def add_reaction(request: Request, room: str, number: Number, emoji: str) -> HttpResponse:
    return answer(await in_thread(react, request.auth, room, number, emoji))


@router.delete("/rooms/{room}/messages/{number}/reactions/{emoji}", **answers({200: wire.Message}))
async def remove_reaction(request: Request, room: str, number: Number, emoji: str) -> HttpResponse:
    return answer(await in_thread(react, request.auth, room, number, emoji, on=False))
