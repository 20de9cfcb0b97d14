"""Everyone on the site, by the beginning of a name."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from hubbub import queries, wire
from hubbub.api.answers import PersonList, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Words
from hubbub.threads import in_thread

router = Router(tags=["people"])


@router.get("/users", **answers({200: PersonList}))
async def list_users(request: Request, q: Words = "") -> HttpResponse:
    found = await in_thread(queries.people_named, q)
    return answer(PersonList([wire.person(row) for row in found]))
