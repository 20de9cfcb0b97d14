"""How the signed-in person wants to be told of news."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router

from hubbub import queries, wire
from hubbub.api.answers import answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, Line, said
from hubbub.operations.preferences import change_preferences
from hubbub.threads import in_thread

router = Router(tags=["preferences"])


Moment = Annotated[str, said(format="date-time")]
TimeOfDay = Annotated[str, said(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class PreferencesChange(Body):
    desktop: bool = True
    sound: bool = False
    push_content: bool = True
    dnd_until: Moment | None = None
    dnd_from: TimeOfDay | None = None
    dnd_to: TimeOfDay | None = None
    time_zone: Line = "UTC"


@router.get("/me/preferences", **answers({200: wire.Preferences}))
async def read_preferences(request: Request) -> HttpResponse:
    return answer(wire.preferences(await in_thread(queries.preferences, request.auth)))


@router.patch("/me/preferences", **answers({200: wire.Preferences}))
async def update_preferences(request: Request, data: PreferencesChange) -> HttpResponse:
    """Change some of them. What is left out stays; null ends a rest, or the daily hours."""
    changed = await in_thread(change_preferences, request.auth, data.model_dump(exclude_unset=True))
    return answer(wire.preferences(changed))
