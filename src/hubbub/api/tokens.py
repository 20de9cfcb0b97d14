"""One's own tokens: keys for programs."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from hubbub import queries
from hubbub.api.answers import NewToken, Token, TokenList, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, Line, Number
from hubbub.operations import people
from hubbub.threads import in_thread

router = Router(tags=["tokens"])


class TokenLabel(Body):
    label: Line = ""


@router.get("/tokens", **answers({200: TokenList}))
async def list_tokens(request: Request) -> HttpResponse:
    rows = await in_thread(queries.tokens, request.auth)
    return answer(TokenList([Token(row.pk, row.label, row.created) for row in rows]))


@router.post("/tokens", **answers({201: NewToken}))
async def create_token(request: Request, data: TokenLabel) -> HttpResponse:
    """A new token. It is shown in this answer only."""
    row, token = await in_thread(people.create_token, request.auth, data.label)
    return answer(NewToken(row.pk, row.label, row.created, token), 201)


@router.delete("/tokens/{token_id}", **answers({204: None}))
async def revoke_token(request: Request, token_id: Number) -> HttpResponse:
    await in_thread(people.revoke_token, request.auth, token_id)
    return answer(None, 204)
