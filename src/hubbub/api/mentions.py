"""Where one is mentioned."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Query, Router

from hubbub import queries
from hubbub.api.answers import MentioningMessage, MentionPage, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Cursor
from hubbub.threads import in_thread

router = Router(tags=["mentions"])


@router.get("/mentions", **answers({200: MentionPage}))
async def list_mentions(request: Request, cursor: Query[Cursor]) -> HttpResponse:
    """The messages that mention you, by name or with everybody, from the rooms that you are in."""
    found, following = await in_thread(queries.mentioning, request.auth, cursor.before, cursor.limit)
    return answer(MentionPage([MentioningMessage(*one) for one in found], following))
