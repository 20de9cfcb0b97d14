"""The signed-in person."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from hubbub import queries, wire
from hubbub.api.answers import answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, Line
from hubbub.operations.people import change_me
from hubbub.threads import in_thread

router = Router(tags=["me"])


class MeChange(Body):
    name: Line | None = None


@router.get("/me", **answers({200: wire.Me}))
async def read_me(request: Request) -> HttpResponse:
    return answer(queries.me(request.auth))


@router.patch("/me", **answers({200: wire.Me}))
async def update_me(request: Request, data: MeChange) -> HttpResponse:
    return answer(queries.me(await in_thread(change_me, request.auth, name=data.name)))
