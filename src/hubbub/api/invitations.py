"""Invitations to sign up, made by the owner of a site that makes its own accounts."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from ninja import Router

from hubbub import queries
from hubbub.api.answers import Invitation, InvitationList, NewInvitation, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, Number, NumberOrZero, said
from hubbub.errors import NotFound
from hubbub.operations import invitations
from hubbub.threads import in_thread

router = Router(tags=["invitations"])


Uses = Annotated[NumberOrZero, said(type="integer", minimum=1, maximum=invitations.MOST_USES)]
Days = Annotated[NumberOrZero, said(type="integer", minimum=1, maximum=invitations.MOST_DAYS)]


class NewLink(Body):
    uses: Uses = 10
    days: Days = 7


@router.get("/invitations", **answers({200: InvitationList}))
async def list_invitations(request: Request) -> HttpResponse:
    rows = await in_thread(queries.invitations, request.auth)
    return answer(InvitationList([Invitation(row.pk, row.created, row.expires, row.uses_left) for row in rows]))


@router.post("/invitations", **answers({201: NewInvitation}))
async def create_invitation(request: Request, data: NewLink) -> HttpResponse:
    """A new link. It is shown in this answer only."""
    _join_url(request, "code")
    row, code = await in_thread(invitations.create_invitation, request.auth, uses=data.uses, days=data.days)
    url = _join_url(request, code)
    return answer(NewInvitation(row.pk, row.created, row.expires, row.uses_left, url), 201)


@router.delete("/invitations/{invitation_id}", **answers({204: None}))
async def revoke_invitation(request: Request, invitation_id: Number) -> HttpResponse:
    await in_thread(invitations.revoke_invitation, request.auth, invitation_id)
    return answer(None, 204)


def _join_url(request: HttpRequest, code: str) -> str:
    try:
        return request.build_absolute_uri(reverse("join", args=[code]))
    except NoReverseMatch:
        raise NotFound("This site makes its accounts itself and has no invitations.") from None
