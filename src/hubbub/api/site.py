"""The site itself, for its owner."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router

from hubbub import access, models, queries
from hubbub.api.answers import Site, answer, answers
from hubbub.api.auth import Request
from hubbub.api.bodies import Body, Line, said
from hubbub.operations.site import change_site
from hubbub.threads import in_thread

router = Router(tags=["site"])


SignUp = Annotated[str, said(enum=models.Site.SignUp.values)]


Notify = Annotated[str, said(enum=models.Site.Notify.values)]


class SiteChange(Body):
    name: Line | None = None
    sign_up: SignUp | None = None
    notify: Notify | None = None


@router.get("/site", **answers({200: Site}))
async def read_site(request: Request) -> HttpResponse:
    access.must_be_site_owner(request.auth)
    return answer(_site(await in_thread(queries.site)))


@router.patch("/site", **answers({200: Site}))
async def update_site(request: Request, data: SiteChange) -> HttpResponse:
    row = await in_thread(change_site, request.auth, name=data.name, sign_up=data.sign_up, notify=data.notify)
    return answer(_site(row))


def _site(row: models.Site) -> Site:
    return Site(row.name, row.sign_up, row.notify)
