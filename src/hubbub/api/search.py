"""Looking for messages."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from hubbub.api.answers import SearchHit, SearchPage, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Number, Words
from hubbub.live import process
from hubbub.models import Person
from hubbub.search import LARGEST_PAGE, PAGE, Hit, Hits, search
from hubbub.threads import in_search_thread

router = Router(tags=["search"])


class Question(BaseModel):
    """What is typed, and where the last page ended; `zone` is where the asker's days begin, such as Europe/Berlin."""

    q: Words
    room: Words | None = None
    before: Number | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE
    zone: Words = "UTC"


@router.get("/search", **answers({200: SearchPage}))
async def search_messages(request: Request, question: Query[Question]) -> HttpResponse:
    """Messages in your rooms, newest first. In `q` stand words, "phrases", beginnings (`word*`), parts (`*part`) and
    `from:` `in:` `before:` `after:` `has:file|image|link|pin` `mentions:me`.
    """
    with process.current().searching(request.auth.pk):
        found = await in_search_thread(_found, request.auth, question)
    return answer(SearchPage([_hit(one) for one in found.hits], found.before, found.complete, found.said))


def _found(person: Person, asked: Question) -> Hits:
    rooms = [asked.room] if asked.room else []
    return search(person, asked.q, rooms=rooms, before=asked.before, limit=asked.limit, zone=asked.zone)


def _hit(hit: Hit) -> SearchHit:
    return SearchHit(hit.room, hit.number, hit.thread, hit.author, hit.created, hit.snippet, hit.marks, hit.files)
