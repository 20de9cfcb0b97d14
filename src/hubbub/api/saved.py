"""Messages that one keeps for later. Nobody else sees them."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Query, Router

from hubbub import queries
from hubbub.api.answers import SavedMessage, SavedPage, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Cursor, Number
from hubbub.operations.saving import save
from hubbub.threads import in_thread

router = Router(tags=["saved"])


@router.get("/saved", **answers({200: SavedPage}))
async def list_saved(request: Request, cursor: Query[Cursor]) -> HttpResponse:
    """From the rooms that you are in, without what was deleted meanwhile."""
    found, following = await in_thread(queries.saved, request.auth, cursor.before, cursor.limit)
    return answer(SavedPage([SavedMessage(*one) for one in found], following))


@router.put("/rooms/{room}/messages/{number}/saved", **answers({204: None}))
async def save_message(request: Request, room: str, number: Number) -> HttpResponse:
    await in_thread(save, request.auth, room, number)
    return answer(None, 204)


@router.delete("/rooms/{room}/messages/{number}/saved", **answers({204: None}))
async def unsave_message(request: Request, room: str, number: Number) -> HttpResponse:
    await in_thread(save, request.auth, room, number, on=False)
    return answer(None, 204)
